package io.containerizer.linux.cgroup;

import io.containerizer.linux.proc.ProcessLimits;
import io.containerizer.linux.syscall.Errno;
import io.containerizer.linux.syscall.KernelException;
import io.containerizer.linux.syscall.OpenFlag;
import io.containerizer.linux.syscall.Syscalls;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Control files that stay open, because somebody will ask again: reading one is then a single system call. There are only so
 * many; who asks for more has them opened and closed each time. Whoever removes a cgroup says so with {@link #forget}; those
 * that others remove are found when there is no room any more. From any thread.
 */
public final class KeptFiles implements AutoCloseable {

    /** What the kernel gives at once, and more than any of these files has. */
    private static final int MAX = 4096;

    /** In the place of a descriptor: the cgroup has no such file. */
    private static final int ABSENT = -1;

    /** So many times there may be no room before it is looked for. */
    private static final int SEARCH_EVERY = 10_000;

    private final Syscalls calls;
    private final Supplier<Room> limit;
    private final Map<Path, Kept> directories = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile Optional<Room> room = Optional.empty();

    /** The files of one cgroup. */
    private static final class Kept {
        private final Map<String, Integer> descriptors = new HashMap<>();
        private boolean gone;
    }

    /**
     * What it may take of the descriptors of the process.
     *
     * @param most how many
     * @param highest the number that none of them may have: the kernel gives the lowest that is free, so one as high means that
     *     others have many, and need room for more
     */
    public record Room(int most, int highest) {}

    /** @param limit asked once, before the first is kept */
    public KeptFiles(Syscalls calls, Supplier<Room> limit) {
        this.calls = calls;
        this.limit = limit;
    }

    /** With a quarter of what the kernel allows this process. */
    public static KeptFiles ofThisProcess(Syscalls calls) {
        return new KeptFiles(calls, () -> {
            int all = ProcessLimits.openFiles();
            return new Room(all / 4, all / 2);
        });
    }

    /**
     * What a file says; nothing if the cgroup has none of this name.
     *
     * @param otherwise reads a file that cannot be kept
     */
    Optional<String> read(Path directory, String file, Supplier<Optional<String>> otherwise) {
        Kept kept = directories.computeIfAbsent(directory, d -> new Kept());
        boolean full;
        synchronized (kept) {
            if (!kept.descriptors.containsKey(file)) {
                keep(directory, file, kept);
            }
            Integer fd = kept.descriptors.get(file);
            if (fd != null) {
                try {
                    return fd == ABSENT ? Optional.empty() : Optional.of(content(fd));
                } catch (KernelException e) { // most likely the cgroup has been removed
                    drop(directory, kept);
                }
            }
            full = open.get() >= room().most();
        }
        if (full && refused.getAndIncrement() % SEARCH_EVERY == 0) {
            forgetRemoved();
        }
        return otherwise.get();
    }

    private void keep(Path directory, String file, Kept kept) {
        if (!kept.gone && open.get() < room().most()) {
            try {
                int fd = calls.open(directory + "/" + file, OpenFlag.READ, 0);
                if (fd >= room().highest()) {
                    calls.close(fd);
                } else {
                    kept.descriptors.put(file, fd);
                    open.incrementAndGet();
                }
            } catch (KernelException e) {
                if (e.is(Errno.ENOENT) && !kept.descriptors.isEmpty()) {
                    kept.descriptors.put(file, ABSENT);
                }
            }
        }
        if (kept.descriptors.isEmpty()) {
            directories.remove(directory, kept);
        }
    }

    private Room room() {
        return room.orElseGet(() -> {
            Room asked = limit.get();
            room = Optional.of(asked);
            return asked;
        });
    }

    private String content(int fd) {
        byte[] first = calls.readAt(fd, 0, MAX);
        if (first.length < MAX) {
            return new String(first, StandardCharsets.UTF_8);
        }
        StringBuilder text = new StringBuilder(new String(first, StandardCharsets.UTF_8));
        long position = MAX;
        for (byte[] more; (more = calls.readAt(fd, position, MAX)).length > 0; position += more.length) {
            text.append(new String(more, StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    private void forgetRemoved() {
        directories.keySet().stream().filter(d -> !Files.isDirectory(d)).forEach(this::forget);
    }

    /** Closes the files of a cgroup that has been removed. */
    public void forget(Path directory) {
        Kept kept = directories.get(directory);
        if (kept != null) {
            synchronized (kept) {
                drop(directory, kept);
            }
        }
    }

    private void drop(Path directory, Kept kept) {
        kept.gone = true;
        kept.descriptors.values().stream().filter(fd -> fd != ABSENT).forEach(fd -> {
            calls.close(fd);
            open.decrementAndGet();
        });
        kept.descriptors.clear();
        directories.remove(directory, kept);
    }

    /** How many files are open. */
    public int size() {
        return open.get();
    }

    @Override
    public void close() {
        directories.keySet().forEach(this::forget);
    }
}
