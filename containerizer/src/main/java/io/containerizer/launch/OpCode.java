package io.containerizer.launch;

/** The native launcher's operations; the numbers are those of {@code plan.h}. */
enum OpCode {
    MKDIR(1),
    WRITE(2),
    OPEN(3),
    TREE(4),
    CGROUP(5),
    INTERMEDIATE(6),
    ENTER(7),
    CLONE(8),
    LOCK(9),
    JOIN(10),
    ROOT(11),
    MOUNT(12),
    SYMLINK(13),
    MKNOD(14),
    MASK(15),
    READONLY(16),
    PIVOT(17),
    HOSTNAME(18),
    TTY(19),
    GATE(20),
    FORK(21),
    STDIO(22),
    RLIMIT(23),
    CHDIR(24),
    GROUPS(25),
    GID(26),
    UID(27),
    CAPS(28),
    NO_NEW_PRIVS(29),
    EXEC(30),
    MAKE_DIR_IN_ROOT(31),
    DIE_WITH_INIT(32),
    DROP_BOUNDING(33),
    LIMITS(34),
    OPEN_LOG(35),
    OVERLAY(36),
    PAUSE(37);

    private final int number;

    OpCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
