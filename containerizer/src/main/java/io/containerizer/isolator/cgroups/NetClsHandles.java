package io.containerizer.isolator.cgroups;

import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.linux.syscall.Errno;
import io.containerizer.linux.syscall.KernelException;
import io.containerizer.linux.syscall.OpenFlag;
import io.containerizer.linux.syscall.Syscalls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Gives each container a handle of its own, always the lowest that is free. What is taken is a file in the runtime
 * directory, named by the handle and holding the container's id: several engines share the handles, and they outlive
 * each engine.
 */
final class NetClsHandles {

    private static final int MAX_ID = 4096;

    private final Syscalls calls;
    private final Path directory;
    private final int primary;
    private final NetClsRange range;
    private final Map<ContainerId, Long> taken = new ConcurrentHashMap<>();

    /** @param directory where the files are; made when first needed */
    NetClsHandles(Syscalls calls, Path directory, int primary, NetClsRange range) {
        this.calls = calls;
        this.directory = directory;
        this.primary = primary;
        this.range = range;
    }

    /** @return {@code 0xAAAABBBB} for the primary handle AAAA and a secondary one BBBB */
    long allocate(ContainerId id) {
        makeDirectory();
        return locked(() -> {
            int secondary = takenSecondaries().nextClearBit(range.first());
            if (secondary <= range.last()) {
                long handle = (long) primary << 16 | secondary;
                take(handle, id);
                return handle;
            }
            throw ContainerizerException.of(
                            ErrorCode.LAUNCH_FAILED,
                            "allocate a net_cls handle for",
                            id.toString(),
                            "no free handles remaining for primary 0x" + Integer.toHexString(primary))
                    .withHint("end containers, or widen --cgroups_net_cls_secondary_handles");
        });
    }

    /** As the names of the files tell: none of them is opened. */
    private BitSet takenSecondaries() {
        BitSet secondaries = new BitSet();
        Pattern ours = Pattern.compile(HexFormat.of().toHexDigits(primary, 4) + "([0-9a-f]{4})");
        for (String file : files()) {
            Matcher named = ours.matcher(file);
            if (named.matches()) {
                secondaries.set(HexFormat.fromHexDigits(named.group(1)));
            }
        }
        return secondaries;
    }

    /** The file appears with its content. */
    private void take(long handle, ContainerId id) {
        taken.put(id, handle);
        String part = directory + ".new";
        int file = calls.open(part, OpenFlag.WRITE | OpenFlag.CREATE | OpenFlag.TRUNCATE, 0600);
        try {
            calls.write(file, id.toString().getBytes(StandardCharsets.UTF_8));
        } finally {
            calls.close(file);
        }
        calls.rename(part, directory.resolve(name(handle)).toString());
    }

    /** Frees what the container has, if anything. */
    void free(ContainerId id) {
        Long known = taken.get(id);
        if (known != null) {
            remove(name(known));
        } else if (Files.isDirectory(directory)) { // another engine allocated it
            locked(() -> {
                files().stream().filter(f -> content(f).equals(id.toString())).forEach(this::remove);
                return true;
            });
        }
        taken.remove(id);
    }

    private void remove(String file) {
        try {
            calls.unlink(directory.resolve(file).toString());
        } catch (KernelException e) {
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
    }

    private static String name(long handle) {
        return HexFormat.of().toHexDigits(handle, 8);
    }

    private void makeDirectory() {
        try {
            calls.mkdir(directory.toString(), 0700);
        } catch (KernelException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
        }
    }

    private List<String> files() {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(e -> String.valueOf(e.getFileName())).toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw ContainerizerException.of(
                            ErrorCode.CHECKPOINT_FAILED, "list", directory.toString(), String.valueOf(e.getMessage()))
                    .causedBy(e);
        }
    }

    private String content(String file) {
        int descriptor;
        try {
            descriptor = calls.open(directory.resolve(file).toString(), OpenFlag.READ, 0);
        } catch (KernelException e) {
            if (e.is(Errno.ENOENT)) {
                return "freed meanwhile";
            }
            throw e;
        }
        try {
            return new String(calls.read(descriptor, MAX_ID), StandardCharsets.UTF_8);
        } finally {
            calls.close(descriptor);
        }
    }

    /** One at a time, of the threads of all engines. */
    private <T> T locked(Supplier<T> part) {
        int lock = calls.open(directory + ".lock", OpenFlag.READ_WRITE | OpenFlag.CREATE, 0600);
        try {
            calls.lock(lock);
            return part.get();
        } finally {
            calls.close(lock);
        }
    }
}
