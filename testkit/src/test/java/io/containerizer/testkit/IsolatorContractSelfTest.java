package io.containerizer.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.containerizer.api.Container;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.Contribution;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Isolator;
import io.containerizer.api.IsolatorEnvironment;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Statistic;
import io.containerizer.api.Verdict;
import io.containerizer.linux.cgroup.ContainerCgroups;
import io.containerizer.linux.cgroup.Hierarchy;
import java.nio.file.Files;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** The contract suite lets good isolators pass, and finds each of these faults. */
class IsolatorContractSelfTest {

    /** One cgroup per container, and what can be wrong with it. */
    enum Fault {
        NONE,
        THROWS_FOR_UNKNOWN,
        FORGETS_BEFORE_IT_IS_DONE,
        LEAVES_ITS_CGROUP,
        TAKES_WHAT_IS_THERE,
        PLANS_NOTHING,
        MEASURES_THE_DEAD,
        MIXES_CONTAINERS_UP,
        ANOTHER_NAME,
        ACTS_WHEN_ASKED,
        FORGETS_OVER_A_RESTART
    }

    @ParameterizedTest
    @EnumSource
    void findsTheFault(Fault fault) {
        Suite.fault = fault;
        Set<String> failed = failedTests();
        switch (fault) {
            case NONE -> assertThat(failed).isEmpty();
            case THROWS_FOR_UNKNOWN ->
                assertThat(failed).contains("anUnknownContainerIsNothingToIt", "cleanupMayComeTwiceAndWithoutALaunch");
            case FORGETS_BEFORE_IT_IS_DONE -> assertThat(failed).containsExactly("aCleanupThatFailedIsSimplyRepeated");
            case LEAVES_ITS_CGROUP -> assertThat(failed).contains("nothingIsLeftOfAContainer", "aNameMayBeUsedAgain");
            case TAKES_WHAT_IS_THERE -> assertThat(failed).containsExactly("whatSomebodyElseMadeIsNotRemoved");
            case PLANS_NOTHING -> assertThat(failed).contains("itPlansForEveryContainer");
            case MEASURES_THE_DEAD -> assertThat(failed).contains("afterTheEndAContainerUsesNothing");
            case MIXES_CONTAINERS_UP -> assertThat(failed).contains("containersArePlannedForAtTheSameTime");
            case ANOTHER_NAME -> assertThat(failed).containsExactly("itHasTheNameOfItsFactory");
            case ACTS_WHEN_ASKED -> assertThat(failed).contains("lookingAtTheHostChangesNothing");
            case FORGETS_OVER_A_RESTART -> assertThat(failed).containsExactly("anotherEngineTakesOver");
        }
    }

    private static Set<String> failedTests() {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create(LauncherConfig.builder()
                        .enableTestExecutionListenerAutoRegistration(false)
                        .build())
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(Suite.class))
                                .build(),
                        summary);
        return summary.getSummary().getFailures().stream()
                .map(f -> f.getTestIdentifier().getSource().orElseThrow())
                .map(source -> ((MethodSource) source).getMethodName())
                .collect(Collectors.toSet());
    }

    static final class Suite extends IsolatorContractTest {
        private static Fault fault = Fault.NONE;

        @Override
        protected IsolatorFactory factory() {
            return new Factory(fault);
        }
    }

    private record Factory(Fault fault) implements IsolatorFactory {
        @Override
        public String name() {
            return "test/faulty";
        }

        @Override
        public Verdict probe(IsolatorEnvironment environment) {
            if (fault == Fault.ACTS_WHEN_ASKED) {
                create(environment);
            }
            return Verdict.usable("it is a test");
        }

        @Override
        public Isolator create(IsolatorEnvironment environment) {
            ContainerCgroups cgroups = environment.service(ContainerCgroups.class);
            return new Faulty(fault, cgroups, cgroups.prepareRoot("memory"));
        }
    }

    private static final class Faulty implements Isolator {
        private final Fault fault;
        private final ContainerCgroups cgroups;
        private final Hierarchy hierarchy;
        private final Set<ContainerId> owned = ConcurrentHashMap.newKeySet();
        private volatile ContainerId last = ContainerId.of("first");

        private Faulty(Fault fault, ContainerCgroups cgroups, Hierarchy hierarchy) {
            this.fault = fault;
            this.cgroups = cgroups;
            this.hierarchy = hierarchy;
        }

        @Override
        public String name() {
            return fault == Fault.ANOTHER_NAME ? "another" : "test/faulty";
        }

        @Override
        public void recover(Collection<Container> live, Set<ContainerId> known) {
            if (fault != Fault.FORGETS_OVER_A_RESTART) {
                live.forEach(c -> owned.add(c.id()));
            }
        }

        @Override
        public Contribution prepare(Container container) {
            if (fault == Fault.PLANS_NOTHING) {
                return null;
            }
            ContainerId id = fault == Fault.MIXES_CONTAINERS_UP ? last : container.id();
            last = container.id();
            if (fault != Fault.TAKES_WHAT_IS_THERE && Files.exists(cgroups.directory(hierarchy, id))) {
                throw ContainerizerException.of(ErrorCode.ALREADY_EXISTS, "make cgroup", id.toString(), "it is there");
            }
            owned.add(id);
            return Contribution.builder()
                    .cgroups(cgroups.make(hierarchy, id))
                    .cgroup(cgroups.join(hierarchy, id))
                    .build();
        }

        @Override
        public ResourceStatistics usage(Container container) {
            return fault == Fault.MEASURES_THE_DEAD
                    ? ResourceStatistics.NONE.with(Statistic.THREADS, 1)
                    : ResourceStatistics.NONE;
        }

        @Override
        public void cleanup(ContainerId id) {
            boolean known = owned.contains(id);
            if (fault == Fault.THROWS_FOR_UNKNOWN && !known) {
                throw new IllegalStateException("unknown");
            }
            if (fault == Fault.FORGETS_BEFORE_IT_IS_DONE) {
                owned.remove(id);
            }
            if (known && fault != Fault.LEAVES_ITS_CGROUP) {
                cgroups.remove(hierarchy, id);
            }
            owned.remove(id);
        }
    }
}
