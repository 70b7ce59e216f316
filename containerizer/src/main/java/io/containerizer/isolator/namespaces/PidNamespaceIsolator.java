package io.containerizer.isolator.namespaces;

import static io.containerizer.api.MountOption.NO_DEV;
import static io.containerizer.api.MountOption.NO_EXEC;
import static io.containerizer.api.MountOption.NO_SUID;

import io.containerizer.api.Container;
import io.containerizer.api.ContainerClass;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.Contribution;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Flag;
import io.containerizer.api.Isolator;
import io.containerizer.api.IsolatorEnvironment;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.LaunchStep.MountFileSystem;
import io.containerizer.api.Namespace;
import io.containerizer.api.Verdict;
import io.containerizer.isolator.LinuxRequirements;
import java.util.List;
import java.util.Set;

/**
 * {@code namespaces/pid}: processes outside a container can be neither seen nor signalled from inside, and the death of
 * its init is the death of all its processes.
 */
public final class PidNamespaceIsolator implements Isolator {

    private static final String NAME = "namespaces/pid";
    private static final Flag<Boolean> DISALLOW_SHARING = Flag.bool(
            "disallow_sharing_agent_pid_namespace",
            false,
            "Refuse top-level containers that ask to share the host's PID namespace.");

    private final boolean disallowSharing;

    private PidNamespaceIsolator(boolean disallowSharing) {
        this.disallowSharing = disallowSharing;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean supportsNesting() {
        return true;
    }

    @Override
    public Contribution prepare(Container container) {
        boolean share = container.spec().linux().sharePidNamespace();
        Contribution.Builder plan = Contribution.builder();
        if (container.id().isNested()) {
            plan.enterNamespace(Namespace.PID);
            if (container.spec().containerClass() == ContainerClass.DEBUG) {
                return plan.build();
            }
        } else if (share) {
            if (disallowSharing) {
                throw ContainerizerException.of(
                                ErrorCode.INVALID_SPEC,
                                "prepare container",
                                container.id().toString(),
                                "sharing the host's PID namespace is not allowed")
                        .withHint("set share_pid_namespace to false, or start with --" + DISALLOW_SHARING.name()
                                + "=false");
            }
            return Contribution.NONE;
        }
        if (!share) {
            plan.cloneNamespace(Namespace.PID);
        }
        if (container.rootfs().isEmpty()) { // with one, filesystem/linux mounts it there
            plan.step(new MountFileSystem("proc", "/proc", Set.of(NO_SUID, NO_DEV, NO_EXEC), ""));
        }
        return plan.build();
    }

    /** Makes it. */
    public static final class Factory implements IsolatorFactory {
        @Override
        public String name() {
            return NAME;
        }

        @Override
        public List<Flag<?>> flags() {
            return List.of(DISALLOW_SHARING);
        }

        @Override
        public Verdict probe(IsolatorEnvironment environment) {
            boolean ownMounts = environment.isolation().contains("filesystem/shared");
            LinuxRequirements needs = LinuxRequirements.of(environment).namespace("pid");
            return (ownMounts ? needs : needs.isolator("filesystem/linux")).verdict();
        }

        @Override
        public Isolator create(IsolatorEnvironment environment) {
            return new PidNamespaceIsolator(environment.flags().get(DISALLOW_SHARING));
        }
    }
}
