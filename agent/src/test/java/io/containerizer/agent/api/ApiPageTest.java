package io.containerizer.agent.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.protocol.mesos.agent.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/http-api.md} has every call, and says of each whether there is somebody to carry it out. */
class ApiPageTest {

    @Test
    void hasEveryCall() throws IOException {
        String page = Files.readString(Path.of(System.getProperty("project.root"), "docs", "http-api.md"));
        Map<String, String> said = new HashMap<>();
        Matcher row = Pattern.compile("\\| `([A-Z_]+)` \\| (yes|no) \\|").matcher(page);
        while (row.find()) {
            said.put(row.group(1), row.group(2));
        }
        Map<Call.Type, CallHandler> handlers = new EnumMap<>(Call.Type.class);
        handlers.putAll(new InformationCalls(null, null, null, null, null, null).handlers());
        handlers.putAll(ContainerCalls.all(null, null, null, null));
        Map<String, String> found = new HashMap<>();
        for (Call.Type type : Call.Type.values()) {
            if (type != Call.Type.UNKNOWN) {
                found.put(type.name(), handlers.containsKey(type) ? "yes" : "no");
            }
        }
        assertThat(said).isEqualTo(found);
    }
}
