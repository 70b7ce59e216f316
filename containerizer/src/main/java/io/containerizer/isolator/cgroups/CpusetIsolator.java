package io.containerizer.isolator.cgroups;

import io.containerizer.api.Container;
import io.containerizer.api.ContainerId;
import io.containerizer.api.Contribution;
import io.containerizer.api.Isolator;
import io.containerizer.api.IsolatorEnvironment;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.LaunchStep.SetCgroup;
import io.containerizer.api.Verdict;
import io.containerizer.isolator.LinuxRequirements;
import io.containerizer.linux.cgroup.ContainerCgroups;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** {@code cgroups/cpuset}: a cpuset of its own for each container, at first its parent's, for operators to narrow. */
public final class CpusetIsolator implements Isolator {

    private static final String NAME = "cgroups/cpuset";

    private final ControllerCgroups cgroups;

    private CpusetIsolator(ControllerCgroups cgroups) {
        this.cgroups = cgroups;
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
    public void recover(Collection<Container> live, Set<ContainerId> known) {
        cgroups.recover(live);
    }

    /** In version 1 a new cpuset is empty, and an empty one can hold no process. */
    @Override
    public Contribution prepare(Container container) {
        Contribution.Builder plan = Contribution.builder().cgroups(cgroups.plan(container));
        if (container.hasOwnCgroups() && !cgroups.isUnified()) {
            Path directory = cgroups.directory(container);
            for (String file : List.of("cpuset.cpus", "cpuset.mems")) {
                cgroups.files()
                        .read(Objects.requireNonNull(directory.getParent()), file)
                        .ifPresent(v -> plan.cgroup(new SetCgroup(directory + "/" + file, v.strip())));
            }
        }
        return plan.build();
    }

    @Override
    public void cleanup(ContainerId id) {
        cgroups.cleanup(id);
    }

    /** Makes it. */
    public static final class Factory implements IsolatorFactory {
        @Override
        public String name() {
            return NAME;
        }

        @Override
        public Verdict probe(IsolatorEnvironment environment) {
            return LinuxRequirements.of(environment).controller("cpuset").verdict();
        }

        @Override
        public Isolator create(IsolatorEnvironment environment) {
            return new CpusetIsolator(
                    new ControllerCgroups(environment.service(ContainerCgroups.class), List.of("cpuset")));
        }
    }
}
