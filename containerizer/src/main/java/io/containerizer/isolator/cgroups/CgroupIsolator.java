package io.containerizer.isolator.cgroups;

import io.containerizer.api.Container;
import io.containerizer.api.ContainerId;
import io.containerizer.api.Contribution;
import io.containerizer.api.Isolator;
import io.containerizer.api.LaunchStep.SetCgroup;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** What isolators have in common that give each container a cgroup in the hierarchies of some controllers. */
abstract class CgroupIsolator implements Isolator {

    /** Its containers' cgroups. */
    final ControllerCgroups cgroups;

    private final String name;

    CgroupIsolator(String name, ControllerCgroups cgroups) {
        this.name = name;
        this.cgroups = cgroups;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final boolean supportsNesting() {
        return true;
    }

    @Override
    public void recover(Collection<Container> live, Set<ContainerId> known) {
        cgroups.recover(live);
    }

    @Override
    public final Contribution prepare(Container container) {
        Contribution.Builder plan = Contribution.builder().cgroups(cgroups.plan(container));
        if (container.hasOwnCgroups()) {
            configure(container, plan);
        }
        return plan.build();
    }

    /** Adds to the plan what the new cgroup of a container needs. */
    abstract void configure(Container container, Contribution.Builder plan);

    /** Adds that values are written to the control files of a container's cgroup, in this order. */
    final void set(Contribution.Builder plan, Container container, Map<String, String> files) {
        Path directory = cgroups.directory(container);
        files.forEach((file, value) -> plan.cgroup(new SetCgroup(directory + "/" + file, value)));
    }

    @Override
    public void cleanup(ContainerId id) {
        cgroups.cleanup(id);
    }
}
