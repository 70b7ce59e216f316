package io.containerizer.lifecycle;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.api.ContainerState;
import io.containerizer.api.Termination;
import io.containerizer.launch.Plans;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class LastingContainersTest {

    private final BlockingQueue<ManagedContainer> lasted = new LinkedBlockingQueue<>();

    private static ManagedContainer container() {
        return new ManagedContainer(
                Plans.plan().container(), new IsolatorSet(List.of(), new PendingOperations()), ContainerState.RUNNING);
    }

    @Test
    void eachContainerThatLastsIsToldOfOnce() throws Exception {
        LastingContainers lasting = new LastingContainers(Runnable::run, lasted::add);
        List<ManagedContainer> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(container());
            lasting.add(all.getLast());
            Thread.sleep(i % 3);
        }
        List<ManagedContainer> seen = new ArrayList<>();
        while (seen.size() < all.size()) {
            ManagedContainer next = lasted.poll(10, SECONDS);
            assertThat(next).as("number %d", seen.size()).isNotNull();
            seen.add(next);
        }
        assertThat(seen).containsExactlyElementsOf(all);
        assertThat(lasted.poll(50, MILLISECONDS)).isNull();
    }

    @Test
    void oneThatHasEndedIsPassedOver() throws Exception {
        LastingContainers lasting = new LastingContainers(Runnable::run, lasted::add);
        ManagedContainer ended = container();
        ManagedContainer later = container();
        lasting.add(ended);
        ended.exited().complete(Termination.of(0));
        lasting.add(later);
        assertThat(lasted.poll(10, SECONDS)).isSameAs(later);
        assertThat(lasted).isEmpty();
    }

    /** Whoever closes the engine may rely on all that was put off being done, also what is being done elsewhere. */
    @Test
    void drainingWaitsForWhatIsUnderWay() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            LastingContainers lasting = new LastingContainers(threads, container -> {
                begun.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                lasted.add(container);
            });
            ManagedContainer first = container();
            lasting.add(first);
            assertThat(begun.await(10, SECONDS)).isTrue();
            ManagedContainer second = container();
            lasting.add(second);
            var drained = threads.submit(() -> lasting.drain(lasted::add));
            Thread.sleep(20);
            assertThat(lasted).isEmpty();
            goOn.countDown();
            drained.get(10, SECONDS);
            assertThat(lasted).containsExactly(first, second);
        }
    }
}
