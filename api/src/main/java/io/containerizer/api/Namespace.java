package io.containerizer.api;

import java.util.Collection;

/** The kernel's namespaces, with the bit that clone, unshare and setns use. */
public enum Namespace {
    MNT(0x00020000),
    UTS(0x04000000),
    IPC(0x08000000),
    PID(0x20000000),
    NET(0x40000000),
    CGROUP(0x02000000);

    private final int flag;

    Namespace(int flag) {
        this.flag = flag;
    }

    public int flag() {
        return flag;
    }

    public static long flags(Collection<Namespace> namespaces) {
        return namespaces.stream().mapToLong(Namespace::flag).reduce(0, (a, b) -> a | b);
    }
}
