package io.containerizer.linux.syscall;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The real kernel. The argument of bpf(2) is laid out by hand; its offsets are those of every Linux. */
public final class FfmCgroupCalls implements CgroupCalls {

    private static final Path CONTROLLERS = Path.of("/proc/cgroups");

    private static final int PROG_LOAD = 5;
    private static final int PROG_ATTACH = 8;
    private static final int PROG_GET_FD_BY_ID = 13;
    private static final int OBJ_GET_INFO_BY_FD = 15;
    private static final int PROG_QUERY = 16;

    private static final int TYPE_CGROUP_SKB = 8;
    private static final int INET_EGRESS = 1;
    /** A cgroup below that has a program of its own is handled by that one alone. */
    private static final int ALLOW_OVERRIDE = 1;

    private static final int ATTRIBUTE_SIZE = 128;
    private static final int INSTRUCTION_SIZE = 8;
    private static final int MOST_PROGRAMS = 64; // more can not be attached to a cgroup
    private static final int NAME_SIZE = 16;
    private static final int INFO_SIZE = 80;
    private static final int INFO_NAME = 64;

    private final Syscalls files;
    private final NativeCall native_ = new NativeCall();
    private final boolean arm = System.getProperty("os.arch").equals("aarch64");

    /** @param files opens and closes descriptors */
    public FfmCgroupCalls(Syscalls files) {
        this.files = files;
    }

    /** A line: name, number of its hierarchy, count of its cgroups, 1 unless it was disabled at boot. */
    @Override
    public boolean offers(String controller) {
        try {
            return Files.readAllLines(CONTROLLERS).stream()
                    .map(line -> line.split("\\s+"))
                    .anyMatch(f -> f.length == 4 && f[0].equals(controller) && f[3].equals("1"));
        } catch (IOException e) {
            return false; // a kernel without version 1
        }
    }

    @Override
    public void mount(String controller, String directory) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment type = arena.allocateFrom("cgroup");
            check(
                    "mount cgroup hierarchy " + controller + " on",
                    directory,
                    native_.call(
                            arm ? 40 : 165,
                            type.address(),
                            arena.allocateFrom(directory).address(),
                            type.address(),
                            0,
                            arena.allocateFrom(controller).address(),
                            0));
        }
    }

    @Override
    public void attachEgress(String cgroup, String name, byte[] instructions) {
        int directory = files.open(cgroup, OpenFlag.READ, 0);
        try {
            int program = load(name, instructions);
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment attribute = arena.allocate(ATTRIBUTE_SIZE, 8);
                attribute.set(JAVA_INT, 0, directory);
                attribute.set(JAVA_INT, 4, program);
                attribute.set(JAVA_INT, 8, INET_EGRESS);
                attribute.set(JAVA_INT, 12, ALLOW_OVERRIDE);
                check("attach BPF program " + name + " to", cgroup, bpf(PROG_ATTACH, attribute));
            } finally {
                files.close(program);
            }
        } finally {
            files.close(directory);
        }
    }

    private int load(String name, byte[] instructions) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment code = arena.allocate(instructions.length, 8);
            MemorySegment.copy(instructions, 0, code, JAVA_BYTE, 0, instructions.length);
            MemorySegment attribute = arena.allocate(ATTRIBUTE_SIZE, 8);
            attribute.set(JAVA_INT, 0, TYPE_CGROUP_SKB);
            attribute.set(JAVA_INT, 4, instructions.length / INSTRUCTION_SIZE);
            attribute.set(JAVA_LONG, 8, code.address());
            attribute.set(JAVA_LONG, 16, arena.allocateFrom("Apache-2.0").address());
            byte[] label = name.getBytes(StandardCharsets.US_ASCII);
            MemorySegment.copy(label, 0, attribute, JAVA_BYTE, 48, Math.min(label.length, NAME_SIZE - 1));
            attribute.set(JAVA_INT, 68, INET_EGRESS);
            return (int) check("load BPF program", name, bpf(PROG_LOAD, attribute));
        }
    }

    @Override
    public Optional<String> egress(String cgroup) {
        int directory;
        try {
            directory = files.open(cgroup, OpenFlag.READ, 0);
        } catch (KernelException e) {
            if (e.is(Errno.ENOENT)) {
                return Optional.empty();
            }
            throw e;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ids = arena.allocate(4L * MOST_PROGRAMS, 8);
            MemorySegment attribute = arena.allocate(ATTRIBUTE_SIZE, 8);
            attribute.set(JAVA_INT, 0, directory);
            attribute.set(JAVA_INT, 4, INET_EGRESS);
            attribute.set(JAVA_LONG, 16, ids.address());
            attribute.set(JAVA_INT, 24, MOST_PROGRAMS);
            long r = bpf(PROG_QUERY, attribute);
            if (r == -Errno.ENOENT.number() || r == -Errno.ENODEV.number()) {
                return Optional.empty(); // removed meanwhile
            }
            check("list BPF programs of", cgroup, r);
            return attribute.get(JAVA_INT, 24) == 0 ? Optional.empty() : name(arena, ids.get(JAVA_INT, 0));
        } finally {
            files.close(directory);
        }
    }

    private Optional<String> name(Arena arena, int id) {
        MemorySegment attribute = arena.allocate(ATTRIBUTE_SIZE, 8);
        attribute.set(JAVA_INT, 0, id);
        long program = bpf(PROG_GET_FD_BY_ID, attribute);
        if (program == -Errno.ENOENT.number()) {
            return Optional.empty(); // replaced meanwhile
        }
        check("open BPF program", Integer.toString(id), program);
        try {
            MemorySegment info = arena.allocate(INFO_SIZE, 8);
            MemorySegment question = arena.allocate(ATTRIBUTE_SIZE, 8);
            question.set(JAVA_INT, 0, (int) program);
            question.set(JAVA_INT, 4, INFO_SIZE);
            question.set(JAVA_LONG, 8, info.address());
            check("look at BPF program", Integer.toString(id), bpf(OBJ_GET_INFO_BY_FD, question));
            return Optional.of(info.getString(INFO_NAME, StandardCharsets.US_ASCII));
        } finally {
            files.close((int) program);
        }
    }

    private long bpf(int command, MemorySegment attribute) {
        return native_.call(arm ? 280 : 321, command, attribute.address(), ATTRIBUTE_SIZE, 0, 0, 0);
    }

    private static long check(String what, String subject, long result) {
        if (result < 0) {
            throw new KernelException(what, subject, (int) -result);
        }
        return result;
    }
}
