package io.containerizer.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
import io.containerizer.api.Statistic;
import io.containerizer.api.Verdict;
import io.containerizer.testkit.CgroupFlavour;
import io.containerizer.testkit.FakeEnvironment;
import io.containerizer.testkit.TestContainer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IsolatorSetTest {

    @TempDir
    Path top;

    private final List<String> calls = new ArrayList<>();
    private final Set<String> failing = new HashSet<>();
    private final IsolatorSet set = new IsolatorSet(
            List.of(new Scripted("one", true), new Scripted("two", false), new Scripted("three", true)),
            new PendingOperations());
    private Container web;
    private Container nested;

    @BeforeEach
    void makeContainers() {
        web = TestContainer.named(top, "web").build();
        nested = TestContainer.in(top, web, "sh").build();
    }

    @Test
    void everythingGoesInOrderAndCleanupInReverse() {
        set.prepare(web);
        set.isolate(web, 5);
        set.watch(web, limitation -> {});
        set.update(web, Resources.NONE, Resources.NONE);
        set.cleanup(web.id());
        assertThat(calls)
                .containsExactly(
                        "one prepare web",
                        "two prepare web",
                        "three prepare web",
                        "one isolate web",
                        "two isolate web",
                        "three isolate web",
                        "one watch web",
                        "two watch web",
                        "three watch web",
                        "one update web",
                        "two update web",
                        "three update web",
                        "three cleanup web",
                        "two cleanup web",
                        "one cleanup web");
    }

    @Test
    void nestedContainersReachOnlyThoseThatSupportThem() {
        set.prepare(nested);
        set.usage(nested);
        set.explain(nested);
        set.recover(List.of(web, nested), Set.of());
        set.cleanup(nested.id());
        assertThat(calls)
                .containsExactly(
                        "one prepare web.sh",
                        "three prepare web.sh",
                        "one usage web.sh",
                        "three usage web.sh",
                        "one explain web.sh",
                        "three explain web.sh",
                        "one recover web, web.sh",
                        "two recover web",
                        "three recover web, web.sh",
                        "three cleanup web.sh",
                        "one cleanup web.sh");
    }

    @Test
    void aFailedPrepareEndsTheLaunch() {
        failing.add("two prepare");
        assertThatExceptionOfType(ContainerizerException.class).isThrownBy(() -> set.prepare(web));
        assertThat(calls).containsExactly("one prepare web", "two prepare web");
    }

    @Test
    void aFailedCleanupDoesNotKeepTheOthersFromTheirs() {
        failing.addAll(List.of("three cleanup", "one cleanup"));
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> set.cleanup(web.id()))
                .returns(ErrorCode.DESTROY_FAILED, ContainerizerException::code)
                .withMessageContaining("clean up three of web")
                .satisfies(e -> assertThat(e.getSuppressed())
                        .singleElement()
                        .satisfies(s -> assertThat(s).hasMessageContaining("clean up one of web")));
        assertThat(calls).hasSize(3);
    }

    @Test
    void whoCannotMeasureCostsOnlyItsOwnFigures() {
        failing.add("two usage");
        failing.add("one status");
        assertThat(set.usage(web).values()).isEqualTo(Map.of(Statistic.THREADS, 3, Statistic.PROCESSES, 1));
        assertThat(set.status(web).executorPid()).hasValue(3);
    }

    @Test
    void theFirstExplanationCounts() {
        failing.add("one explain");
        assertThat(set.explain(web))
                .hasValueSatisfying(l -> assertThat(l.message()).isEqualTo("two"));
        assertThat(calls).containsExactly("one explain web", "two explain web");
    }

    // ---- making them

    @Test
    void anUnknownNameIsRefusedWithTheNearestOne() {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> create("posix/cpus"))
                .returns(ErrorCode.UNKNOWN_ISOLATOR, ContainerizerException::code)
                .withMessageContaining("did you mean posix/cpu?");
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> create("gpu/nvidia"))
                .withMessageContaining("known are: cgroups/cpu, ");
    }

    @Test
    void whatTheHostCannotSupportIsRefusedWithTheRemedy() {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> create("refused"))
                .returns(ErrorCode.UNUSABLE_ISOLATOR, ContainerizerException::code)
                .withMessage("use isolator refused: it is missing; install it");
    }

    @Test
    void whatIsOnlyDegradedIsUsed() {
        assertThat(create("degraded").prepare(web)).hasSize(1);
    }

    private IsolatorSet create(String name) {
        Map<String, IsolatorFactory> factories = new TreeMap<>(IsolatorFactories.load());
        factories.put("refused", new Factory("refused", Verdict.unusable("it is missing", "install it")));
        factories.put("degraded", new Factory("degraded", Verdict.degraded("it is old", "renew it")));
        try (FakeEnvironment environment = new FakeEnvironment(top, CgroupFlavour.V1)) {
            return IsolatorSet.create(List.of(name), factories, environment, new PendingOperations());
        }
    }

    private final class Factory implements IsolatorFactory {
        private final String name;
        private final Verdict verdict;

        private Factory(String name, Verdict verdict) {
            this.name = name;
            this.verdict = verdict;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Verdict probe(IsolatorEnvironment environment) {
            return verdict;
        }

        @Override
        public Isolator create(IsolatorEnvironment environment) {
            return new Scripted(name, true);
        }
    }

    /** Notes every call, and fails where the test wants it to. */
    private final class Scripted implements Isolator {
        private final String name;
        private final boolean nesting;

        private Scripted(String name, boolean nesting) {
            this.name = name;
            this.nesting = nesting;
        }

        private void call(String what, String subject) {
            calls.add(name + " " + what + " " + subject);
            if (failing.contains(name + " " + what)) {
                throw ContainerizerException.of(ErrorCode.KERNEL, what, subject, "it fails");
            }
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public boolean supportsNesting() {
            return nesting;
        }

        @Override
        public void recover(Collection<Container> live, Set<ContainerId> known) {
            call(
                    "recover",
                    String.join(", ", live.stream().map(c -> c.id().toString()).toList()));
        }

        @Override
        public Contribution prepare(Container container) {
            call("prepare", container.id().toString());
            return Contribution.NONE;
        }

        @Override
        public void isolate(Container container, int pid) {
            call("isolate", container.id().toString());
        }

        @Override
        public void watch(Container container, Consumer<Limitation> exceeded) {
            call("watch", container.id().toString());
        }

        @Override
        public void update(Container container, Resources requests, Resources limits) {
            call("update", container.id().toString());
        }

        @Override
        public Optional<Limitation> explain(Container container) {
            call("explain", container.id().toString());
            return name.equals("two")
                    ? Optional.of(new Limitation(Limitation.Reason.REASON_CONTAINER_LIMITATION, name, Resources.NONE))
                    : Optional.empty();
        }

        @Override
        public ResourceStatistics usage(Container container) {
            call("usage", container.id().toString());
            return name.equals("one")
                    ? ResourceStatistics.NONE.with(Statistic.PROCESSES, 1).with(Statistic.THREADS, 1)
                    : ResourceStatistics.NONE.with(Statistic.THREADS, name.equals("two") ? 2 : 3);
        }

        @Override
        public ContainerStatus status(Container container) {
            call("status", container.id().toString());
            return new ContainerStatus(OptionalInt.of(name.equals("three") ? 3 : 1));
        }

        @Override
        public void cleanup(ContainerId id) {
            call("cleanup", id.toString());
        }
    }
}
