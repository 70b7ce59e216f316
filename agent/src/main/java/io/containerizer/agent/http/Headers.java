package io.containerizer.agent.http;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Header fields by name; case does not count. Of fields given several times, the values joined by commas. */
public record Headers(Map<String, String> fields) {

    public static final Headers NONE = new Headers(Map.of());

    public Headers {
        Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(fields);
        fields = Collections.unmodifiableMap(copy);
    }

    public Optional<String> find(String name) {
        return Optional.ofNullable(fields.get(name));
    }
}
