package io.containerizer.api;

import java.util.Collection;

/** Options of a mount that are the kernel's own, with their bit in mount(2). */
public enum MountOption {
    READ_ONLY(1),
    NO_SUID(2),
    NO_DEV(4),
    NO_EXEC(8),
    STRICT_ATIME(1 << 24);

    private final int flag;

    MountOption(int flag) {
        this.flag = flag;
    }

    public static long flags(Collection<MountOption> options) {
        return options.stream().mapToLong(o -> o.flag).reduce(0, (a, b) -> a | b);
    }
}
