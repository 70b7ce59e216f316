package io.containerizer.lifecycle;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.containerizer.api.ContainerState;
import io.containerizer.launch.Plans;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LaunchesInFlightTest {

    private final LaunchesInFlight inFlight = new LaunchesInFlight();
    private final ManagedContainer one = container();
    private final ManagedContainer other = container();

    private static ManagedContainer container() {
        return new ManagedContainer(
                Plans.plan().container(), new IsolatorSet(List.of(), new PendingOperations()), ContainerState.STARTING);
    }

    /** What the removal finds when its turn has come. */
    private CompletableFuture<Long> removal() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Long> removal = CompletableFuture.supplyAsync(() -> {
            begun.countDown();
            inFlight.awaitQuiet();
            return System.nanoTime();
        });
        assertThat(begun.await(10, SECONDS)).isTrue();
        return removal;
    }

    @Test
    void withoutLaunchesNobodyWaits() throws Exception {
        assertThat(removal().get(10, SECONDS)).isNotNull();
    }

    /** It waits 50 ms at most: one of several tries must be faster than that, however busy the machine is. */
    @Test
    void aRemovalWaitsForTheLastOfTheLaunches() throws Exception {
        for (int tries = 0; tries < 50; tries++) {
            inFlight.begin(one);
            inFlight.begin(other);
            long begun = System.nanoTime();
            CompletableFuture<Long> removal = removal();
            inFlight.end(one);
            Thread.sleep(5);
            long before = System.nanoTime();
            inFlight.end(other);
            long removed = removal.get(10, SECONDS);
            if (removed - begun < MILLISECONDS.toNanos(50)) {
                assertThat(removed).isGreaterThan(before);
                return;
            }
        }
        fail("no removal came within the time that one waits at most");
    }

    @Test
    void aRemovalDoesNotWaitForever() throws Exception {
        inFlight.begin(one);
        assertThat(removal().get(10, SECONDS)).isNotNull();
    }

    @Test
    void theEndMayBeToldMoreThanOnce() throws Exception {
        inFlight.begin(one);
        inFlight.end(one);
        inFlight.end(one);
        inFlight.begin(other);
        inFlight.end(one); // says nothing of the other
        CompletableFuture<Long> removal = removal();
        inFlight.end(other);
        assertThat(removal.get(10, SECONDS)).isNotNull();
    }
}
