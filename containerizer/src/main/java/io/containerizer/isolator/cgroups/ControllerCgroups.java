package io.containerizer.isolator.cgroups;

import io.containerizer.api.Container;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.LaunchStep.CgroupStep;
import io.containerizer.linux.cgroup.CgroupFiles;
import io.containerizer.linux.cgroup.ContainerCgroups;
import io.containerizer.linux.cgroup.Hierarchy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The cgroups that one isolator makes for containers, in the hierarchies of its controllers. */
final class ControllerCgroups {

    private final ContainerCgroups cgroups;
    private final List<String> controllers;
    private final List<Hierarchy> hierarchies;
    private final Set<ContainerId> owned = ConcurrentHashMap.newKeySet();

    /** Makes the root in each hierarchy; the first controller's is the main one. */
    ControllerCgroups(ContainerCgroups cgroups, List<String> controllers) {
        this.cgroups = cgroups;
        this.controllers = List.copyOf(controllers);
        this.hierarchies =
                controllers.stream().map(cgroups::prepareRoot).distinct().toList();
    }

    private ControllerCgroups(ContainerCgroups cgroups, Hierarchy hierarchy) {
        this.cgroups = cgroups;
        this.controllers = List.of();
        this.hierarchies = List.of(hierarchy);
        cgroups.prepareRoot(hierarchy);
    }

    /** Those in one hierarchy, whatever controls it. */
    static ControllerCgroups in(ContainerCgroups cgroups, Hierarchy hierarchy) {
        return new ControllerCgroups(cgroups, hierarchy);
    }

    CgroupFiles files() {
        return cgroups.files();
    }

    /** For usage, which is asked for again and again. */
    CgroupFiles figures() {
        return cgroups.figures();
    }

    boolean isUnified() {
        return hierarchies.getFirst().unified();
    }

    /** Where the container's limits and figures are, in the main hierarchy. */
    Path directory(Container container) {
        return cgroups.directory(hierarchies.getFirst(), container.cgroupOwner());
    }

    /** @param controller its place in the list this was made with */
    Path directory(int controller, Container container) {
        Hierarchy hierarchy =
                cgroups.hierarchies().controlling(controllers.get(controller)).orElse(hierarchies.getFirst());
        return cgroups.directory(hierarchy, container.cgroupOwner());
    }

    /** Steps that make and join the container's cgroups, or only join those it shares. */
    List<CgroupStep> plan(Container container) {
        ContainerId id = container.id();
        List<CgroupStep> steps = new ArrayList<>();
        if (container.hasOwnCgroups()) {
            hierarchies.forEach(h -> refuseIfThere(cgroups.directory(h, id)));
            owned.add(id);
            for (Hierarchy hierarchy : hierarchies) {
                if (id.isNested()) {
                    cgroups.prepareNested(hierarchy, id, controllers);
                }
                steps.addAll(cgroups.make(hierarchy, id));
            }
        }
        hierarchies.forEach(h -> steps.add(cgroups.join(h, container.cgroupOwner())));
        return steps;
    }

    /** What is there without a record of ours belongs to somebody else, and must not be taken, nor removed later. */
    private static void refuseIfThere(Path directory) {
        if (Files.exists(directory)) {
            throw ContainerizerException.of(
                            ErrorCode.ALREADY_EXISTS, "make cgroup", directory.toString(), "it is there already")
                    .withHint(
                            "another engine uses the same --cgroups_root; give this one another, or the container another name");
        }
    }

    void recover(Collection<Container> live) {
        live.stream().filter(Container::hasOwnCgroups).map(Container::id).forEach(owned::add);
    }

    void cleanup(ContainerId id) {
        if (owned.contains(id)) {
            hierarchies.forEach(h -> cgroups.remove(h, id));
            owned.remove(id);
        }
    }
}
