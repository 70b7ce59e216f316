package io.containerizer.lifecycle;

import io.containerizer.checkpoint.Layout;
import io.containerizer.launch.Launcher;
import io.containerizer.launch.LinuxLauncher;
import io.containerizer.linux.cgroup.ContainerCgroups;
import io.containerizer.linux.cgroup.Hierarchies;
import io.containerizer.linux.cgroup.KeptFiles;
import io.containerizer.linux.event.Poller;
import io.containerizer.linux.syscall.CgroupCalls;
import io.containerizer.linux.syscall.FfmCgroupCalls;
import io.containerizer.linux.syscall.FfmSyscalls;
import io.containerizer.linux.syscall.Syscalls;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** The parts that exist only on Linux. */
final class LinuxServices implements AutoCloseable {

    private final Syscalls calls;
    private final Poller poller;
    private final KeptFiles figures;
    private final ContainerCgroups cgroups;

    LinuxServices(String cgroupsRoot, Seams seams) {
        this.calls = seams.calls().apply(new FfmSyscalls());
        this.poller = new Poller(calls);
        this.figures = KeptFiles.ofThisProcess(calls);
        this.cgroups = new ContainerCgroups(Hierarchies.ofThisHost(), cgroupsRoot, calls, figures);
    }

    Launcher launcher(Layout layout, Duration timeout) {
        return new LinuxLauncher(calls, poller, cgroups, layout, timeout);
    }

    /** @param cgroupsRoot the root of the containers that the service is wanted for */
    <T> Optional<T> find(Class<T> type, String cgroupsRoot) {
        if (type == CgroupCalls.class) { // few need it
            return Optional.of(type.cast(new FfmCgroupCalls(calls)));
        }
        return Stream.of(calls, poller, cgroups.withRoot(cgroupsRoot))
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }

    @Override
    public void close() {
        figures.close();
        poller.close();
    }
}
