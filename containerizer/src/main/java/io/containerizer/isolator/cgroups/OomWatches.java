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
import java.util.concurrent.ConcurrentHashMap;

/**
 * Is told by the kernel when the OOM killer strikes in a cgroup: through an eventfd in version 1, by a change of
 * memory.events in version 2.
 */
final class OomWatches {

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

    void add(ContainerId id, Path directory, Runnable struck) {
        try {
            int descriptor =
                    unified ? calls.open(directory + "/memory.events", OpenFlag.READ, 0) : registerEvent(directory);
            int events = unified ? Poller.PRIORITY : Poller.READABLE;
            Open previous = open.put(id, new Open(descriptor, poller.watch(descriptor, events, () -> {
                calls.read(descriptor, 4096);
                struck.run();
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
