package io.containerizer.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.ContainerState;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Limitation;
import io.containerizer.api.Resources;
import io.containerizer.api.Termination;
import io.containerizer.launch.Plans;
import io.containerizer.testkit.SeededTest;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ManagedContainerTest {

    private static ManagedContainer in(ContainerState state) {
        return new ManagedContainer(
                Plans.plan().container(), new IsolatorSet(List.of(), new PendingOperations()), state);
    }

    @Test
    void aLaunchPassesEveryState() {
        ManagedContainer container = in(ContainerState.STARTING);
        for (ContainerState next : List.of(
                ContainerState.PROVISIONING,
                ContainerState.PREPARING,
                ContainerState.ISOLATING,
                ContainerState.RUNNING)) {
            container.to(next);
            assertThat(container.state()).isEqualTo(next);
        }
        assertThat(container.startDestroying()).isTrue();
        container.finish();
        assertThat(container.state()).isEqualTo(ContainerState.TERMINATED);
    }

    @Test
    void aDestroyedContainerDoesNotGetAnyFurther() {
        ManagedContainer container = in(ContainerState.PREPARING);
        container.startDestroying();
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> container.to(ContainerState.ISOLATING))
                .returns(ErrorCode.DESTROYED_DURING_LAUNCH, ContainerizerException::code);
    }

    @Test
    void oneOfAllCallersDestroysIt() {
        ManagedContainer container = in(ContainerState.RUNNING);
        AtomicInteger destroyers = new AtomicInteger();
        CompletableFuture.allOf(IntStream.range(0, 16)
                        .mapToObj(i -> CompletableFuture.runAsync(() -> {
                            if (container.startDestroying()) {
                                destroyers.incrementAndGet();
                            }
                        }))
                        .toArray(CompletableFuture[]::new))
                .join();
        assertThat(destroyers).hasValue(1);
    }

    @Test
    void aFailedDestructionMayBeTriedAgain() {
        ManagedContainer container = in(ContainerState.RUNNING);
        container.startDestroying();
        CompletableFuture<Termination> first = container.terminated();
        first.completeExceptionally(new IllegalStateException());
        assertThat(container.startDestroying()).isTrue();
        assertThat(container.startDestroying()).isFalse();
        assertThat(container.terminated()).isNotSameAs(first).isNotDone();
        container.finish();
        assertThat(container.startDestroying()).isFalse();
    }

    @Test
    void aRecoveredContainerHasItsLaunchBehindIt() {
        assertThat(in(ContainerState.RUNNING).launchEnded()).isDone();
        assertThat(in(ContainerState.STARTING).launchEnded()).isNotDone();
    }

    @Test
    void theFirstLimitationCounts() {
        ManagedContainer container = in(ContainerState.RUNNING);
        container.exceeded(limitation("first"));
        container.exceeded(limitation("second"));
        assertThat(container.limitation()).contains(limitation("first"));
    }

    @Test
    void resourcesAreThoseOfTheRequestUntilAnUpdate() {
        Resources one = Resources.NONE.withCpus(1);
        ManagedContainer container = new ManagedContainer(
                Plans.plan().with(s -> s.resources(one)).container(),
                new IsolatorSet(List.of(), new PendingOperations()),
                ContainerState.RUNNING);
        assertThat(container.requests()).isEqualTo(one);
        container.setResources(one.withCpus(2), one.withCpus(4));
        assertThat(container.requests().cpus()).isEqualTo(2);
        assertThat(container.limits().cpus()).isEqualTo(4);
    }

    /** Whatever is called in whatever order, only legal transitions happen. */
    @SeededTest(count = 200)
    void noOrderOfCallsLeadsAround(long seed) {
        Random random = new Random(seed);
        ManagedContainer container = in(ContainerState.STARTING);
        for (int i = 0; i < 20; i++) {
            ContainerState before = container.state();
            try {
                switch (random.nextInt(3)) {
                    case 0 -> container.startDestroying();
                    case 1 -> container.finish();
                    default -> container.to(ContainerState.values()[random.nextInt(7)]);
                }
            } catch (ContainerizerException | IllegalStateException e) {
                assertThat(container.state()).isEqualTo(before);
            }
            assertThat(container.state() == before || before.next().contains(container.state()))
                    .as("%s -> %s", before, container.state())
                    .isTrue();
        }
    }

    private static Limitation limitation(String message) {
        return new Limitation(Limitation.Reason.REASON_CONTAINER_LIMITATION, message, Resources.NONE);
    }
}
