package io.containerizer.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.agent.auth.Acls;
import io.containerizer.agent.auth.Action;
import io.containerizer.agent.auth.Realm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code docs/http.md} says is what the code does. */
class HttpPageTest {

    private String page = "";

    @BeforeEach
    void read() throws IOException {
        page = Files.readString(Path.of(System.getProperty("project.root"), "docs", "http.md"));
    }

    @Test
    void hasEveryActionAndNoOther() {
        List<String> actions = Arrays.stream(Action.values())
                .map(action ->
                        "| `" + action.aclName() + "` | `" + action.objectsName() + "` | " + action.meaning() + " |")
                .toList();
        assertThat(page).contains("| action | object | to |\n|---|---|---|\n" + String.join("\n", actions) + "\n\n");
    }

    @Test
    void hasEveryRealm() {
        assertThat(Arrays.stream(Realm.values()).map(Realm::text).filter(text -> !text.isEmpty()))
                .allMatch(text -> page.contains("| `" + text + "` |"));
    }

    @Test
    void hasTheLimits() {
        Limits d = Limits.DEFAULTS;
        assertThat(page)
                .contains("| connections | " + d.connections() + " |")
                .contains("| streams at once | " + d.streams() + " |")
                .contains("| a request's line and fields | " + d.headerBytes() + " bytes |")
                .contains("| a body that is read as a whole | " + d.bodyBytes() + " bytes |")
                .contains("| all such bodies at one moment | " + d.bodiesBytes() + " bytes |")
                .contains("or a TLS handshake | " + d.headerTime().toSeconds() + " s |")
                .contains("| time for a body that is read as a whole | "
                        + d.bodyTime().toSeconds() + " s |")
                .contains("takes nothing of an answer | " + d.sendTime().toSeconds() + " s |")
                .contains("| time without a request | " + d.idleTime().toSeconds() + " s |")
                .contains(
                        "| time that a stop waits for answers | " + d.stopTime().toSeconds() + " s |");
    }

    @Test
    void showsAclsThatCanBeRead() {
        int begin = page.indexOf("```json\n") + "```json\n".length();
        Acls.parse(page.substring(begin, page.indexOf("```", begin)), "the page");
    }
}
