package io.containerizer.api;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Checks on the names of persistent volumes, each of which becomes the name of a directory. The rules are those of Mesos. */
final class PersistentNames {

    private static final int MAX_BYTES = 255;

    private PersistentNames() {}

    static void checkRole(String role) {
        checkLength("role", role);
        if (role.chars().anyMatch(c -> c <= ' ' || c == 127)) {
            throw invalid("role", role, "it has blanks or control characters");
        }
        for (String part : List.of(role.split("/", -1))) {
            if (part.isEmpty()) {
                throw invalid("role", role, "it begins or ends with a slash, or has two in a row");
            }
            if (part.equals(".") || part.equals("..")) {
                throw invalid("role", role, "it has '.' or '..' as a part");
            }
            if (part.startsWith("-")) {
                throw invalid("role", role, "a part of it begins with '-'");
            }
            if (part.equals("*")) {
                throw invalid("role", role, "'*' stands for what belongs to no role, and a volume belongs to one");
            }
        }
    }

    static void checkId(String id) {
        checkLength("persistence id", id);
        if (id.equals(".") || id.equals("..")) {
            throw invalid("persistence id", id, "it is the name of another directory");
        }
        if (id.chars().anyMatch(c -> c < ' ' || c == 127 || c == '/' || c == '\\')) {
            throw invalid("persistence id", id, "it has slashes, backslashes or control characters");
        }
    }

    private static void checkLength(String what, String name) {
        if (name.isEmpty()) {
            throw invalid(what, name, "it is empty");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw invalid(what, name, "it is longer than " + MAX_BYTES + " bytes");
        }
    }

    private static ContainerizerException invalid(String what, String name, String why) {
        StringBuilder printable = new StringBuilder();
        name.chars().forEach(c -> printable.append(c < ' ' || c == 127 ? '?' : (char) c));
        return ContainerizerException.of(ErrorCode.INVALID_SPEC, "check " + what, "'" + printable + "'", why);
    }
}
