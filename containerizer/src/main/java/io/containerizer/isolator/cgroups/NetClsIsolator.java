package io.containerizer.isolator.cgroups;

import io.containerizer.api.CgroupInfo;
import io.containerizer.api.Container;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerStatus;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.Contribution;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Flag;
import io.containerizer.api.FlagValues;
import io.containerizer.api.Isolator;
import io.containerizer.api.IsolatorEnvironment;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.Verdict;
import io.containerizer.isolator.LinuxRequirements;
import io.containerizer.linux.cgroup.ContainerCgroups;
import io.containerizer.linux.cgroup.Hierarchy;
import io.containerizer.linux.syscall.CgroupCalls;
import io.containerizer.linux.syscall.Syscalls;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code cgroups/net_cls}: gives all packets of a container a class of their own, by which the operator's queueing
 * disciplines and packet filters tell them apart. Without handles to give out it only makes the cgroup, whose class is
 * then the operator's to set.
 */
public final class NetClsIsolator extends CgroupIsolator {

    private static final String NAME = "cgroups/net_cls";
    private static final Flag<Integer> PRIMARY = Flag.unset(
            "cgroups_net_cls_primary_handle",
            "HANDLE",
            NetClsRange::parseHandle,
            "The primary handle of all containers' classes, 16 bits as 0xAAAA or decimal; unset: no classes are given.");
    private static final Flag<NetClsRange> SECONDARY = Flag.unset(
            "cgroups_net_cls_secondary_handles",
            "LOWER,UPPER",
            NetClsRange::parse,
            "The secondary handles to give out, both included; unset: 0x1 to 0xffff.");

    private final NetClsDialect dialect;
    private final Optional<NetClsHandles> handles;
    private final Map<ContainerId, Long> planned = new ConcurrentHashMap<>();

    private NetClsIsolator(ControllerCgroups cgroups, NetClsDialect dialect, Optional<NetClsHandles> handles) {
        super(NAME, cgroups);
        this.dialect = dialect;
        this.handles = handles;
    }

    @Override
    void configure(Container container, Contribution.Builder plan) {
        handles.ifPresent(h -> {
            long classid = h.allocate(container.id());
            planned.put(container.id(), classid);
            dialect.plan(plan, cgroups.directory(container), classid);
        });
    }

    /** A container taken over from another engine has its class already. */
    @Override
    public void isolate(Container container, int pid) {
        Long classid = planned.remove(container.id());
        if (classid != null) {
            dialect.apply(cgroups.directory(container), classid);
        }
    }

    /** What the kernel says, so that a class which the operator set is told, too. */
    @Override
    public ContainerStatus status(Container container) {
        return dialect.classid(cgroups.directory(container))
                .map(c -> ContainerStatus.NONE.withCgroupInfo(CgroupInfo.ofClassid(c)))
                .orElse(ContainerStatus.NONE);
    }

    /** The handle comes last: as long as the cgroup is there, its packets may be. */
    @Override
    public void cleanup(ContainerId id) {
        planned.remove(id);
        super.cleanup(id);
        handles.ifPresent(h -> h.free(id));
    }

    /** Makes it. */
    public static final class Factory implements IsolatorFactory {
        @Override
        public String name() {
            return NAME;
        }

        @Override
        public List<Flag<?>> flags() {
            return List.of(PRIMARY, SECONDARY);
        }

        @Override
        public Verdict probe(IsolatorEnvironment environment) {
            Verdict base = LinuxRequirements.of(environment).verdict();
            if (!base.isUsable()) {
                return base;
            }
            return switch (NetClsPlace.of(environment)) {
                case NetClsPlace.Mounted(Hierarchy h)
                when h.unified() ->
                    Verdict.usable(base.evidence() + "; cgroup v2 at " + h.mountPoint() + " takes BPF programs");
                case NetClsPlace.Mounted(Hierarchy h) ->
                    Verdict.usable(base.evidence() + "; cgroup controller net_cls at " + h.mountPoint() + " (v1)");
                case NetClsPlace.Mountable(Path directory) ->
                    Verdict.usable(base.evidence() + "; cgroup controller net_cls, to be mounted at " + directory);
                case NetClsPlace.Nowhere(String why) ->
                    Verdict.unusable(
                            why,
                            "use a kernel built with CONFIG_CGROUP_BPF and mount cgroup v2, or with CONFIG_CGROUP_NET_CLASSID");
            };
        }

        @Override
        public Isolator create(IsolatorEnvironment environment) {
            FlagValues flags = environment.flags();
            Optional<Integer> primary = flags.find(PRIMARY);
            Optional<NetClsRange> secondary = flags.find(SECONDARY);
            if (secondary.isPresent() && primary.isEmpty()) {
                throw ContainerizerException.of(
                                ErrorCode.INVALID_FLAG,
                                "use flag",
                                "--" + SECONDARY.name(),
                                "there is no primary handle to go with the secondary ones")
                        .withHint("set --" + PRIMARY.name() + ", too");
            }
            Hierarchy hierarchy = NetClsPlace.open(environment);
            ContainerCgroups all = environment.service(ContainerCgroups.class);
            return new NetClsIsolator(
                    ControllerCgroups.in(all, hierarchy),
                    hierarchy.unified()
                            ? new NetClsDialect.Program(environment.service(CgroupCalls.class))
                            : new NetClsDialect.File(all.files()),
                    primary.map(p -> new NetClsHandles(
                            environment.service(Syscalls.class),
                            environment.runtimeDirectory().resolve("net_cls"),
                            p,
                            secondary.orElse(NetClsRange.ALL))));
        }
    }
}
