package io.containerizer.image.unpack;

import io.containerizer.image.unpack.TarEntry.Kind;
import io.containerizer.linux.syscall.TreeCalls;
import java.util.Map;

/**
 * Owner, mode, extended attributes and time of what was made. Attributes that mean something to overlayfs, and those that
 * are the host's own business, such as labels of SELinux, are left out.
 */
final class Metadata {

    private static final String OF_USERS = "user.";
    private static final int LONGEST_NAME = 255;

    private final TreeCalls calls;

    Metadata(TreeCalls calls) {
        this.calls = calls;
    }

    /** In this order, because a new owner takes the set-user-id bits and the capabilities away. */
    void apply(int descriptor, TarEntry entry) {
        calls.changeOwner(descriptor, entry.uid(), entry.gid());
        if (entry.kind() != Kind.LINK) {
            calls.changeMode(descriptor, entry.mode());
        }
        for (Map.Entry<String, byte[]> attribute : entry.attributes().entrySet()) {
            if (isKept(attribute.getKey())) {
                check(attribute.getKey(), entry.kind());
                calls.setAttribute(descriptor, attribute.getKey(), attribute.getValue());
            }
        }
    }

    void applyTime(int descriptor, TarEntry entry) {
        calls.changeTimes(descriptor, entry.time().seconds(), entry.time().nanos());
    }

    private static boolean isKept(String name) {
        return name.equals("security.capability")
                || name.equals("system.posix_acl_access")
                || name.equals("system.posix_acl_default")
                || (name.startsWith(OF_USERS) && !name.startsWith("user.overlay."));
    }

    private static void check(String name, Kind kind) {
        if (name.length() > LONGEST_NAME || name.equals(OF_USERS) || name.indexOf(0) >= 0) {
            throw new BadArchive("it has an extended attribute whose name cannot be one");
        }
        if (name.startsWith(OF_USERS) && kind != Kind.FILE && kind != Kind.DIRECTORY) {
            throw new BadArchive(
                    "it has the extended attribute " + name + ", which only files and directories may have");
        }
    }
}
