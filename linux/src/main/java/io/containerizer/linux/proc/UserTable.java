package io.containerizer.linux.proc;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Identity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns names into numbers by a passwd and a group file. */
public final class UserTable {

    /** No table of people's is larger. */
    private static final long LARGEST = 16 << 20;

    private final Optional<Path> passwd;
    private final Optional<Path> group;
    private final String passwdName;
    private final String groupName;

    /** @param etc the directory with both files; of a root file system that nobody may be changing */
    public UserTable(Path etc) {
        this(
                Optional.of(etc.resolve("passwd")),
                Optional.of(etc.resolve("group")),
                etc.resolve("passwd").toString(),
                etc.resolve("group").toString());
    }

    private UserTable(Optional<Path> passwd, Optional<Path> group, String passwdName, String groupName) {
        this.passwd = passwd;
        this.group = group;
        this.passwdName = passwdName;
        this.groupName = groupName;
    }

    /**
     * Of two files that lie anywhere, or do not exist.
     *
     * @param place whose they are, for messages
     */
    public static UserTable ofFiles(Optional<Path> passwd, Optional<Path> group, String place) {
        return new UserTable(passwd, group, "the table of users of " + place, "the table of groups of " + place);
    }

    /**
     * A number is always taken for one, whatever the tables say: an image whose user "1000" has the uid 0 gains nothing.
     *
     * @param user {@code name}, {@code uid}, {@code name:group}, {@code uid:gid}; groups follow from the name
     */
    public Identity resolve(String user) {
        int colon = user.indexOf(':');
        String name = colon < 0 ? user : user.substring(0, colon);
        Optional<String[]> entry = lines(passwd).stream()
                .filter(f -> f.length >= 4 && isNumber(f[2]) && isNumber(f[3]))
                .filter(f -> f[isNumber(name) ? 2 : 0].equals(name))
                .findFirst();
        int uid = entry.map(f -> Integer.parseUnsignedInt(f[2])).orElseGet(() -> number("user", name, passwdName));
        int gid = colon >= 0
                ? groupId(user.substring(colon + 1))
                : entry.map(f -> Integer.parseUnsignedInt(f[3])).orElse(uid == 0 ? 0 : uid);
        List<Integer> groups = new ArrayList<>(List.of(gid));
        entry.ifPresent(e -> lines(group).stream()
                .filter(f -> f.length >= 4 && isNumber(f[2]))
                .filter(f -> List.of(f[3].split(",")).contains(e[0]))
                .map(f -> Integer.parseUnsignedInt(f[2]))
                .filter(g -> g != gid)
                .forEach(groups::add));
        return new Identity(uid, gid, groups);
    }

    private int groupId(String name) {
        return lines(group).stream()
                .filter(f -> f.length >= 3 && isNumber(f[2]) && !isNumber(name) && f[0].equals(name))
                .findFirst()
                .map(f -> Integer.parseUnsignedInt(f[2]))
                .orElseGet(() -> number("group", name, groupName));
    }

    private static int number(String what, String text, String file) {
        if (isNumber(text)) {
            return Integer.parseUnsignedInt(text);
        }
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw ContainerizerException.of(
                            ErrorCode.UNKNOWN_USER, "look up " + what, "'" + text + "'", "the number is out of range")
                    .withHint("numbers are 0 to 4294967294");
        }
        throw ContainerizerException.of(
                        ErrorCode.UNKNOWN_USER, "look up " + what, "'" + text + "'", "it is not in " + file)
                .withHint("name one that is, or give a number");
    }

    /** The highest number, -1, means "unchanged" to the kernel and names nobody. */
    private static boolean isNumber(String text) {
        try {
            return Integer.parseUnsignedInt(text) != -1;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static List<String[]> lines(Optional<Path> from) {
        try {
            if (from.isEmpty() || !Files.isRegularFile(from.get()) || Files.size(from.get()) > LARGEST) {
                return List.of(); // an image may have anything there
            }
            return new String(Files.readAllBytes(from.get()), StandardCharsets.UTF_8)
                    .lines()
                    .filter(l -> !l.startsWith("#"))
                    .map(l -> l.split(":", -1))
                    .toList();
        } catch (IOException e) {
            return List.of(); // numbers still work
        }
    }
}
