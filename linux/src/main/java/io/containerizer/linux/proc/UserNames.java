package io.containerizer.linux.proc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The names of users and groups by their numbers, as the host's tables say at one moment. */
public final class UserNames {

    private final Map<Integer, String> users;
    private final Map<Integer, String> groups;

    private UserNames(Map<Integer, String> users, Map<Integer, String> groups) {
        this.users = users;
        this.groups = groups;
    }

    public static UserNames ofThisHost() {
        return read(Path.of("/etc"));
    }

    /** @param etc the directory with both tables; where one is missing, there are no names */
    static UserNames read(Path etc) {
        return new UserNames(names(etc.resolve("passwd")), names(etc.resolve("group")));
    }

    /** The number itself for who has no name. */
    public String user(int uid) {
        return users.getOrDefault(uid, Integer.toUnsignedString(uid));
    }

    /** The number itself for a group that has no name. */
    public String group(int gid) {
        return groups.getOrDefault(gid, Integer.toUnsignedString(gid));
    }

    /** Both tables have the name first and the number third. */
    private static Map<Integer, String> names(Path table) {
        Map<Integer, String> names = new HashMap<>();
        try {
            for (String line : new String(Files.readAllBytes(table), StandardCharsets.UTF_8).split("\n")) {
                String[] fields = line.split(":", -1);
                if (fields.length >= 3) {
                    put(names, fields);
                }
            }
        } catch (IOException e) {
            return Map.of(); // numbers still work
        }
        return names;
    }

    private static void put(Map<Integer, String> names, String[] fields) {
        try {
            names.putIfAbsent(Integer.parseUnsignedInt(fields[2]), fields[0]);
        } catch (NumberFormatException e) {
            // no entry
        }
    }
}
