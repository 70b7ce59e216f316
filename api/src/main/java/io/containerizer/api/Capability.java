package io.containerizer.api;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The kernel's capabilities; each ordinal is the kernel's bit. */
public enum Capability {
    CHOWN,
    DAC_OVERRIDE,
    DAC_READ_SEARCH,
    FOWNER,
    FSETID,
    KILL,
    SETGID,
    SETUID,
    SETPCAP,
    LINUX_IMMUTABLE,
    NET_BIND_SERVICE,
    NET_BROADCAST,
    NET_ADMIN,
    NET_RAW,
    IPC_LOCK,
    IPC_OWNER,
    SYS_MODULE,
    SYS_RAWIO,
    SYS_CHROOT,
    SYS_PTRACE,
    SYS_PACCT,
    SYS_ADMIN,
    SYS_BOOT,
    SYS_NICE,
    SYS_RESOURCE,
    SYS_TIME,
    SYS_TTY_CONFIG,
    MKNOD,
    LEASE,
    AUDIT_WRITE,
    AUDIT_CONTROL,
    SETFCAP,
    MAC_OVERRIDE,
    MAC_ADMIN,
    SYSLOG,
    WAKE_ALARM,
    BLOCK_SUSPEND,
    AUDIT_READ,
    PERFMON,
    BPF,
    CHECKPOINT_RESTORE;

    /** The kernel's bit set of {@code capabilities}. */
    public static long bits(Collection<Capability> capabilities) {
        return capabilities.stream().mapToLong(c -> 1L << c.ordinal()).reduce(0, (a, b) -> a | b);
    }

    /** Reads names separated by commas, with or without {@code CAP_}, in any case; {@code none}: the empty set. */
    public static Set<Capability> parse(String text) {
        Set<Capability> found = EnumSet.noneOf(Capability.class);
        if (text.isBlank() || text.equalsIgnoreCase("none")) {
            return found;
        }
        for (String word : text.split(",", -1)) {
            String name = word.strip().toUpperCase(Locale.ROOT);
            try {
                found.add(valueOf(name.startsWith("CAP_") ? name.substring(4) : name));
            } catch (IllegalArgumentException e) {
                throw ContainerizerException.of(
                                ErrorCode.INVALID_FLAG,
                                "read capability",
                                "'" + word + "'",
                                "there is none of this name")
                        .withHint("see capabilities(7) for the names");
            }
        }
        return found;
    }
}
