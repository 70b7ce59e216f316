package io.containerizer.isolator.cgroups;

import io.containerizer.api.IsolatorEnvironment;
import io.containerizer.linux.cgroup.ContainerCgroups;
import io.containerizer.linux.cgroup.Hierarchies;
import io.containerizer.linux.cgroup.Hierarchy;
import io.containerizer.linux.syscall.CgroupCalls;
import io.containerizer.linux.syscall.Errno;
import io.containerizer.linux.syscall.KernelException;
import io.containerizer.linux.syscall.Syscalls;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Where packets are classed on this host: in version 1 where the kernel has net_cls and version 1 is in use, else in 2. */
sealed interface NetClsPlace {

    String CONTROLLER = "net_cls";

    /** A hierarchy that is mounted, of either version. */
    record Mounted(Hierarchy hierarchy) implements NetClsPlace {}

    /** Version 1's, not mounted yet, and the directory for it beside the others. */
    record Mountable(Path directory) implements NetClsPlace {}

    /** @param why a sentence */
    record Nowhere(String why) implements NetClsPlace {}

    /** Only looks. */
    static NetClsPlace of(IsolatorEnvironment environment) {
        Hierarchies hierarchies = environment.service(ContainerCgroups.class).hierarchies();
        CgroupCalls calls = environment.service(CgroupCalls.class);
        Optional<Hierarchy> mounted = hierarchies.controlling(CONTROLLER);
        if (mounted.isPresent()) {
            return new Mounted(mounted.get());
        }
        Optional<Hierarchy> other =
                hierarchies.all().stream().filter(h -> !h.unified()).findFirst();
        if (other.isPresent() && calls.offers(CONTROLLER)) {
            return new Mountable(other.get().mountPoint().resolveSibling(CONTROLLER));
        }
        return hierarchies
                .unified()
                .map(h -> tryPrograms(h, calls))
                .orElseGet(() -> new Nowhere("the kernel has no controller net_cls, and no cgroup v2 is mounted: "
                        + hierarchies.describe()));
    }

    private static NetClsPlace tryPrograms(Hierarchy unified, CgroupCalls calls) {
        try {
            calls.egress(unified.mountPoint().toString());
            return new Mounted(unified);
        } catch (KernelException e) {
            return new Nowhere("cgroup v2 at " + unified.mountPoint() + " takes no BPF programs: " + e.reason());
        }
    }

    /** Mounts it if need be; it stays mounted, as others may use it from then on. */
    static Hierarchy open(IsolatorEnvironment environment) {
        return switch (of(environment)) {
            case Mounted(Hierarchy hierarchy) -> hierarchy;
            case Mountable(Path directory) -> {
                mount(environment.service(Syscalls.class), environment.service(CgroupCalls.class), directory);
                yield new Hierarchy(directory, false, Set.of(CONTROLLER));
            }
            case Nowhere(String why) -> throw new IllegalStateException("not probed: " + why);
        };
    }

    /** Another engine, or this one for other containers, may do the same at any time. */
    private static void mount(Syscalls calls, CgroupCalls cgroups, Path directory) {
        try {
            if (!isMounted(calls, directory)) {
                make(calls, directory);
                cgroups.mount(CONTROLLER, directory.toString());
            }
        } catch (KernelException e) {
            if (!e.is(Errno.EBUSY) || !isMounted(calls, directory)) {
                throw e.withHint("mount it yourself: mount -t cgroup -o net_cls net_cls DIRECTORY");
            }
        }
    }

    private static boolean isMounted(Syscalls calls, Path directory) {
        return calls.stat(directory + "/tasks").isPresent();
    }

    private static void make(Syscalls calls, Path directory) {
        try {
            calls.mkdir(directory.toString(), 0755);
        } catch (KernelException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
        }
    }
}
