package io.containerizer.lifecycle;

import io.containerizer.api.Container;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerStatus;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.Contribution;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Isolator;
import io.containerizer.api.IsolatorEnvironment;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.Limitation;
import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Resources;
import io.containerizer.api.Spelling;
import io.containerizer.api.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** The isolators of one engine, in prepare order. */
final class IsolatorSet {

    private static final System.Logger LOG = System.getLogger(IsolatorSet.class.getName());

    private final List<Isolator> isolators;
    private final PendingOperations pending;

    /** @param pending is told of every call for as long as it lasts */
    IsolatorSet(List<Isolator> isolators, PendingOperations pending) {
        this.isolators = List.copyOf(isolators);
        this.pending = pending;
    }

    /** Makes those named; one that is unknown or cannot work here stops the engine from starting. */
    static IsolatorSet create(
            List<String> names,
            Map<String, IsolatorFactory> factories,
            IsolatorEnvironment environment,
            PendingOperations pending) {
        List<Isolator> made = new ArrayList<>();
        for (String name : names) {
            IsolatorFactory factory = factories.get(name);
            if (factory == null) {
                throw unknown(name, factories.keySet());
            }
            Verdict verdict = factory.probe(environment);
            if (!verdict.isUsable()) {
                throw ContainerizerException.of(ErrorCode.UNUSABLE_ISOLATOR, "use isolator", name, verdict.evidence())
                        .withHint(verdict.remedy());
            }
            made.add(factory.create(environment));
        }
        return new IsolatorSet(made, pending);
    }

    private static ContainerizerException unknown(String name, Set<String> known) {
        return ContainerizerException.of(
                        ErrorCode.UNKNOWN_ISOLATOR, "use isolator", "'" + name + "'", "there is none of this name")
                .withHint(Spelling.nearest(name, known)
                        .map(n -> "did you mean " + n + "?")
                        .orElse("known are: "
                                + String.join(", ", known.stream().sorted().toList())));
    }

    private Stream<Isolator> forContainer(ContainerId id) {
        return isolators.stream().filter(i -> !id.isNested() || i.supportsNesting());
    }

    List<Contribution> prepare(Container container) {
        return forContainer(container.id())
                .map(i -> pending.during(i.name(), "prepare", container.id(), () -> i.prepare(container)))
                .toList();
    }

    void isolate(Container container, int pid) {
        forContainer(container.id())
                .forEach(i -> pending.during(i.name(), "isolate", container.id(), () -> i.isolate(container, pid)));
    }

    void watch(Container container, Consumer<Limitation> exceeded) {
        forContainer(container.id())
                .forEach(i -> pending.during(i.name(), "watch", container.id(), () -> i.watch(container, exceeded)));
    }

    void update(Container container, Resources requests, Resources limits) {
        forContainer(container.id())
                .forEach(i -> pending.during(
                        i.name(), "update", container.id(), () -> i.update(container, requests, limits)));
    }

    void recover(Collection<Container> live, Set<ContainerId> known) {
        isolators.forEach(i -> i.recover(
                live.stream()
                        .filter(c -> !c.id().isNested() || i.supportsNesting())
                        .toList(),
                known));
    }

    Optional<Limitation> explain(Container container) {
        return forContainer(container.id())
                .flatMap(i -> tryOr(i, Optional.<Limitation>empty(), x -> x.explain(container)).stream())
                .findFirst();
    }

    ResourceStatistics usage(Container container) {
        return forContainer(container.id())
                .map(i -> pending.during(
                        i.name(),
                        "usage",
                        container.id(),
                        () -> tryOr(i, ResourceStatistics.NONE, x -> x.usage(container))))
                .reduce(ResourceStatistics.NONE, ResourceStatistics::merge);
    }

    Map<String, Number> gauges() {
        Map<String, Number> all = new TreeMap<>();
        isolators.forEach(i -> all.putAll(tryOr(i, Map.<String, Number>of(), Isolator::gauges)));
        return all;
    }

    ContainerStatus status(Container container) {
        return forContainer(container.id())
                .map(i -> pending.during(
                        i.name(),
                        "status",
                        container.id(),
                        () -> tryOr(i, ContainerStatus.NONE, x -> x.status(container))))
                .reduce(ContainerStatus.NONE, ContainerStatus::merge);
    }

    /** One isolator's trouble costs only its own figures. */
    private static <T> T tryOr(Isolator isolator, T fallback, Function<Isolator, T> call) {
        try {
            return call.apply(isolator);
        } catch (ContainerizerException e) {
            LOG.log(System.Logger.Level.WARNING, () -> isolator.name() + ": " + e.getMessage());
            return fallback;
        }
    }

    void close() {
        isolators.forEach(Isolator::close);
    }

    /** In reverse order; goes on after a failure, and then fails with all of them. */
    void cleanup(ContainerId id) {
        List<ContainerizerException> failures = new ArrayList<>();
        for (Isolator isolator : isolators.reversed()) {
            if (id.isNested() && !isolator.supportsNesting()) {
                continue;
            }
            try {
                pending.during(isolator.name(), "cleanup", id, () -> isolator.cleanup(id));
            } catch (ContainerizerException e) {
                failures.add(e.during(ErrorCode.DESTROY_FAILED, "clean up " + isolator.name() + " of " + id));
            }
        }
        if (!failures.isEmpty()) {
            ContainerizerException first = failures.removeFirst();
            failures.forEach(first::addSuppressed);
            throw first;
        }
    }
}
