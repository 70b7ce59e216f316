package io.containerizer.api;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Names a container: the values from the top-level container down to this one. A nested container's id holds its
 * parent's; the text form joins the values with dots ({@code web.debug1}).
 *
 * @param path values from the root to this container, at least one; each 1 to 242 bytes in UTF-8, without dots, blanks, slashes, backslashes or control characters, since it becomes the name of a directory
 *     and a cgroup
 */
public record ContainerId(List<String> path) implements Comparable<ContainerId> {

    private static final int MAX_LENGTH = 242;

    public ContainerId {
        path = List.copyOf(path);
        if (path.isEmpty()) {
            throw invalid("", "it is empty");
        }
        path.forEach(ContainerId::check);
    }

    /** A top-level id. */
    public static ContainerId of(String value) {
        return new ContainerId(List.of(value));
    }

    /** A top-level id nobody else has. */
    public static ContainerId random() {
        return of(UUID.randomUUID().toString());
    }

    /** Reads the text form, as {@link #toString()} prints it. */
    public static ContainerId parse(String text) {
        List<String> values = List.of(text.split("\\.", -1));
        if (values.size() > 1 && values.contains("")) {
            throw invalid(text, "dots separate the names of nested containers, and one of them is empty");
        }
        return new ContainerId(values);
    }

    /** The id of a container nested directly in this one. */
    public ContainerId child(String value) {
        List<String> longer = new ArrayList<>(path);
        longer.add(value);
        return new ContainerId(longer);
    }

    /** The last value: this container's own name below its parent. */
    public String value() {
        return path.getLast();
    }

    public Optional<ContainerId> parent() {
        return isNested() ? Optional.of(new ContainerId(path.subList(0, path.size() - 1))) : Optional.empty();
    }

    /** The top-level container this one belongs to; itself when it is one. */
    public ContainerId root() {
        return isNested() ? of(path.getFirst()) : this;
    }

    public boolean isNested() {
        return path.size() > 1;
    }

    /** Whether this container is nested, directly or not, in {@code other}. */
    public boolean isBelow(ContainerId other) {
        return path.size() > other.path.size()
                && path.subList(0, other.path.size()).equals(other.path);
    }

    @Override
    public int compareTo(ContainerId other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return String.join(".", path);
    }

    private static void check(String value) {
        if (value.isEmpty()) {
            throw invalid(value, "it is empty");
        }
        if (value.getBytes(StandardCharsets.UTF_8).length > MAX_LENGTH) {
            throw invalid(value, "it is longer than " + MAX_LENGTH + " bytes");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c <= ' ' || c == 127 || c == '.' || c == '/' || c == '\\') {
                throw invalid(value, "it contains '" + (c < ' ' || c == 127 ? "\\u%04x".formatted((int) c) : c) + "'");
            }
        }
    }

    private static ContainerizerException invalid(String value, String why) {
        return ContainerizerException.of(ErrorCode.INVALID_ID, "check container id", "'" + value + "'", why)
                .withHint("use 1 to 242 bytes, and neither blanks, dots, slashes nor backslashes");
    }
}
