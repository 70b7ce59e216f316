package io.containerizer.isolator.cgroups;

import io.containerizer.api.ContainerId;
import io.containerizer.linux.cgroup.CgroupFiles;
import io.containerizer.linux.event.Poller;
import io.containerizer.linux.syscall.KernelException;
import io.containerizer.linux.syscall.OpenFlag;
import io.containerizer.linux.syscall.Syscalls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Is told by the kernel when the OOM killer strikes in a cgroup: through an eventfd in version 1, by a change of
 * memory.events in version 2. The former comes before the kill is counted, so that a look that finds nothing is followed
 * by others.
 */
final class OomWatches {

    private static final long LONGEST_PAUSE_MILLIS = 512;

    private final Syscalls calls;
    private final Poller poller;
    private final CgroupFiles files;
    private final boolean unified;
    private final Map<ContainerId, Open> open = new ConcurrentHashMap<>();

    private record Open(int descriptor, Poller.Watch watch) {}

    OomWatches(Syscalls calls, Poller poller, CgroupFiles files, boolean unified) {
        this.calls = calls;
        this.poller = poller;
        this.files = files;
        this.unified = unified;
    }

    /** @param struck looks whether the killer struck: true, or nothing was found */
    void add(ContainerId id, Path directory, BooleanSupplier struck) {
        try {
            int descriptor =
                    unified ? calls.open(directory + "/memory.events", OpenFlag.READ, 0) : registerEvent(directory);
            int events = unified ? Poller.PRIORITY : Poller.READABLE;
            Open previous = open.put(id, new Open(descriptor, poller.watch(descriptor, events, () -> {
                calls.read(descriptor, 4096);
                look(struck, 1);
            })));
            if (previous != null) {
                close(previous);
            }
        } catch (KernelException e) {
            if (Files.exists(directory)) {
                throw e;
            } // otherwise the container is gone already
        }
    }

    private static void look(BooleanSupplier struck, long pauseMillis) {
        if (!struck.getAsBoolean() && pauseMillis <= LONGEST_PAUSE_MILLIS) {
            CompletableFuture.delayedExecutor(pauseMillis, TimeUnit.MILLISECONDS)
                    .execute(() -> look(struck, 2 * pauseMillis));
        }
    }

    private int registerEvent(Path directory) {
        int event = calls.eventFd();
        int control = -1;
        try {
            control = calls.open(directory + "/memory.oom_control", OpenFlag.READ, 0);
            files.write(directory, "cgroup.event_control", event + " " + control);
            return event;
        } catch (KernelException e) {
            calls.close(event);
            throw e;
        } finally {
            if (control >= 0) {
                calls.close(control);
            }
        }
    }

    void remove(ContainerId id) {
        Open known = open.remove(id);
        if (known != null) {
            close(known);
        }
    }

    private void close(Open watch) {
        watch.watch.close();
        calls.close(watch.descriptor);
    }
}
