package io.containerizer.api;

import java.util.List;

/** Checks on path texts that come with a request. */
final class Paths {

    private Paths() {}

    /** Refuses empty paths, NUL bytes, and "." or ".." as a part: such a path may name something else than it says. */
    static void checkNoDots(String what, String path) {
        if (path.isEmpty()) {
            throw ContainerizerException.of(ErrorCode.INVALID_SPEC, "check " + what, "''", "it is empty");
        }
        if (path.indexOf('\0') >= 0) {
            throw ContainerizerException.of(
                    ErrorCode.INVALID_SPEC,
                    "check " + what,
                    "'" + path.replace('\0', '?') + "'",
                    "it contains a NUL byte");
        }
        List<String> parts = List.of(path.split("/"));
        if (parts.contains(".") || parts.contains("..")) {
            throw ContainerizerException.of(
                            ErrorCode.INVALID_SPEC, "check " + what, "'" + path + "'", "it has '.' or '..' as a part")
                    .withHint("write the path without them");
        }
    }

    static void checkNotRoot(String what, String path) {
        if (path.chars().allMatch(c -> c == '/')) {
            throw ContainerizerException.of(
                            ErrorCode.INVALID_SPEC, "check " + what, "'" + path + "'", "it is the whole root")
                    .withHint("give the container a root file system of its own instead");
        }
    }
}
