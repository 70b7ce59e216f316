package io.containerizer.isolator.cgroups;

import io.containerizer.api.Container;
import io.containerizer.api.Contribution;
import io.containerizer.api.Isolator;
import io.containerizer.api.IsolatorEnvironment;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.Verdict;
import io.containerizer.isolator.LinuxRequirements;
import io.containerizer.linux.cgroup.ContainerCgroups;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** {@code cgroups/cpuset}: a cpuset of its own for each container, at first its parent's, for operators to narrow. */
public final class CpusetIsolator extends CgroupIsolator {

    private static final String NAME = "cgroups/cpuset";

    private CpusetIsolator(ControllerCgroups cgroups) {
        super(NAME, cgroups);
    }

    /** In version 1 a new cpuset is empty, and an empty one can hold no process. */
    @Override
    void configure(Container container, Contribution.Builder plan) {
        if (!cgroups.isUnified()) {
            Path parent = Objects.requireNonNull(cgroups.directory(container).getParent());
            for (String file : List.of("cpuset.cpus", "cpuset.mems")) {
                cgroups.files().read(parent, file).ifPresent(v -> set(plan, container, Map.of(file, v.strip())));
            }
        }
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
