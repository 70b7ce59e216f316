package io.containerizer.launch;

import io.containerizer.api.Command;
import io.containerizer.api.Container;
import io.containerizer.api.ContainerClass;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.Contribution;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Identity;
import io.containerizer.api.LaunchStep;
import io.containerizer.api.LaunchStep.CgroupStep;
import io.containerizer.api.LaunchStep.JoinCgroup;
import io.containerizer.api.LaunchStep.MakeCgroup;
import io.containerizer.api.Namespace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** Merges the isolators' contributions into one plan, in isolator order. */
public final class PlanMerger {

    public static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final String sandboxDirectory;

    /** @param sandboxDirectory where a container with a root file system of its own sees its sandbox */
    public PlanMerger(String sandboxDirectory) {
        this.sandboxDirectory = sandboxDirectory;
    }

    public LaunchPlan merge(Container container, List<Contribution> contributions) {
        ContainerSpec spec = container.spec();
        Set<Namespace> clone = new TreeSet<>();
        Set<Namespace> enter = new TreeSet<>();
        List<LaunchStep> steps = new ArrayList<>();
        contributions.forEach(c -> {
            clone.addAll(c.cloneNamespaces());
            enter.addAll(c.enterNamespaces());
            steps.addAll(c.steps());
        });
        Command command = command(spec, contributions);
        return new LaunchPlan(
                spec.id(),
                container.parentInit(),
                clone,
                enter,
                cgroups(contributions),
                container.root(),
                steps,
                command,
                environment(container, command, contributions),
                workingDirectory(container, contributions),
                identity(container.identity(), contributions),
                only("rlimits", contributions, c -> c.rlimits().isEmpty() ? Optional.empty() : Optional.of(c.rlimits()))
                        .orElse(List.of()),
                only("capabilities", contributions, Contribution::capabilities),
                contributions.stream().anyMatch(Contribution::noNewPrivileges),
                spec.stdio(),
                spec.terminal(),
                container.sandbox(),
                container.runtimeDirectory(),
                spec.terminal().isPresent() || contributions.stream().anyMatch(Contribution::gate));
    }

    private static Command command(ContainerSpec spec, List<Contribution> contributions) {
        Command command =
                only("the command", contributions, Contribution::command).orElse(spec.command());
        if (command.isOfImage() && spec.containerClass() != ContainerClass.POD) {
            throw ContainerizerException.of(
                            ErrorCode.INVALID_SPEC,
                            "choose the command of",
                            spec.id().toString(),
                            "the request names none, and no isolator took one from an image")
                    .withHint("name a command; docker/runtime in --isolation takes it from a container's image");
        }
        return command;
    }

    /**
     * Made first, then configured, then joined; several isolators may name the same cgroup. In version 2 a process is in
     * one cgroup only: the innermost of those named, which all the others contain.
     */
    private static List<CgroupStep> cgroups(List<Contribution> contributions) {
        Set<CgroupStep> all = new LinkedHashSet<>();
        contributions.forEach(c -> all.addAll(c.cgroups()));
        Optional<CgroupStep> innermost = all.stream()
                .filter(s -> s instanceof JoinCgroup join && join.unified())
                .max(Comparator.comparingInt(s -> s.subject().length()));
        return Stream.of(
                        all.stream().filter(s -> s instanceof MakeCgroup),
                        all.stream().filter(s -> !(s instanceof MakeCgroup) && !(s instanceof JoinCgroup)),
                        all.stream().filter(s -> s instanceof JoinCgroup join && !join.unified()),
                        innermost.stream())
                .flatMap(Function.identity())
                .toList();
    }

    private static Identity identity(Identity base, List<Contribution> contributions) {
        Set<Integer> groups = new LinkedHashSet<>(base.groups());
        contributions.forEach(c -> groups.addAll(c.groups()));
        return new Identity(base.uid(), base.gid(), List.copyOf(groups));
    }

    /**
     * Later wins: the parent's (DEBUG only), the engine's, the sandbox, the isolators' in order, the command's own; last
     * a PATH where none of them has one.
     */
    private Map<String, String> environment(Container container, Command command, List<Contribution> contributions) {
        Map<String, String> all = new LinkedHashMap<>();
        boolean debug = container.spec().containerClass() == ContainerClass.DEBUG;
        if (debug) {
            container.parent().ifPresent(p -> {
                all.putAll(p.environment());
                all.putAll(p.command().environment());
            });
        }
        all.putAll(container.spec().environment());
        if (!debug) {
            all.put("MESOS_SANDBOX", sandboxInside(container));
        }
        contributions.forEach(c -> all.putAll(c.environment()));
        all.putAll(command.environment());
        all.putIfAbsent("PATH", DEFAULT_PATH);
        return all;
    }

    private String workingDirectory(Container container, List<Contribution> contributions) {
        Optional<String> wanted = only("the working directory", contributions, Contribution::workingDirectory);
        boolean inRootfs = container.rootfs().isPresent();
        return wanted.filter(w -> inRootfs || container.spec().containerClass() == ContainerClass.DEBUG)
                .orElseGet(() -> sandboxInside(container));
    }

    /** Where the container sees its sandbox; a DEBUG container sees its parent's. */
    private String sandboxInside(Container container) {
        if (container.spec().containerClass() == ContainerClass.DEBUG) {
            boolean parentHasRootfs =
                    container.parent().map(ContainerSpec::hasOwnRoot).orElse(false);
            return parentHasRootfs
                    ? sandboxDirectory
                    : container.parentSandbox().orElse(container.sandbox()).toString();
        }
        return container.rootfs().isPresent()
                ? sandboxDirectory
                : container.sandbox().toString();
    }

    private static <T> Optional<T> only(
            String what, List<Contribution> contributions, Function<Contribution, Optional<T>> part) {
        List<T> set = contributions.stream().map(part).flatMap(Optional::stream).toList();
        if (set.size() > 1) {
            throw ContainerizerException.of(
                            ErrorCode.INVALID_SPEC, "merge launch plan", what, set.size() + " isolators set it")
                    .withHint("leave one of them out of --isolation");
        }
        return set.stream().findFirst();
    }
}
