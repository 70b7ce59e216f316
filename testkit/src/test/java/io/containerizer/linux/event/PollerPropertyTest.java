package io.containerizer.linux.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.linux.syscall.FfmSyscalls;
import io.containerizer.linux.syscall.Syscalls;
import io.containerizer.testkit.RecordingSyscalls;
import io.containerizer.testkit.SeededTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Descriptors are used again at once, and events may be on their way when their watch is closed. */
@Timeout(60)
class PollerPropertyTest {

    @Test
    void aLateEventReachesNobodyElse() throws InterruptedException {
        RecordingSyscalls kernel = new RecordingSyscalls(Path.of("/nonexistent"));
        try (Poller poller = new Poller(kernel)) {
            int old = kernel.eventFd();
            List<String> seen = new ArrayList<>();
            poller.watch(old, Poller.READABLE, () -> seen.add("old")).close();
            kernel.close(old);
            int reused = kernel.eventFd();
            assertThat(reused).isEqualTo(old);
            Semaphore called = new Semaphore(0);
            poller.watch(reused, Poller.READABLE, () -> {
                kernel.read(reused, 8);
                called.release();
            });
            for (long tag = -2; tag < 2; tag++) { // those of closed watches, and some that never were
                if (tag != 0) {
                    kernel.deliverLate(tag);
                }
            }
            assertThat(called.tryAcquire(20, TimeUnit.MILLISECONDS)).isFalse();
            kernel.eventFdSignal(reused);
            assertThat(called.tryAcquire(5, TimeUnit.SECONDS)).isTrue();
            assertThat(seen).isEmpty();
        }
    }

    /** On the real kernel: watches come and go on the same numbers while others signal them. */
    @SeededTest(count = 10)
    void anEventReachesOnlyTheWatchItWasMeantFor(long seed) {
        Random random = new Random(seed);
        Syscalls calls = new FfmSyscalls();
        ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
        try (Poller poller = new Poller(calls)) {
            for (int round = 0; round < 200; round++) {
                int fd = calls.eventFd();
                boolean signalled = random.nextBoolean();
                CompletableFuture<Void> seen = new CompletableFuture<>();
                int number = round;
                Poller.Watch watch = poller.watch(fd, Poller.READABLE, () -> {
                    if (!signalled) {
                        wrong.add("round " + number + " was called without a signal");
                    }
                    seen.complete(null);
                });
                if (signalled) {
                    calls.eventFdSignal(fd);
                    if (random.nextBoolean()) {
                        seen.join();
                    }
                }
                watch.close();
                calls.close(fd);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @SeededTest(count = 5)
    void noEventIsLost(long seed) throws Exception {
        Random random = new Random(seed);
        Syscalls calls = new FfmSyscalls();
        Semaphore seen = new Semaphore(0);
        try (Poller poller = new Poller(calls)) {
            List<Integer> descriptors = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                int fd = calls.eventFd();
                descriptors.add(fd);
                if (random.nextBoolean()) {
                    poller.watchOnce(fd, seen::release);
                } else {
                    poller.watch(fd, Poller.READABLE, () -> {
                        calls.read(fd, 8);
                        seen.release();
                    });
                }
            }
            descriptors.forEach(calls::eventFdSignal);
            assertThat(seen.tryAcquire(50, 10, TimeUnit.SECONDS)).isTrue();
            assertThat(seen.tryAcquire(5, TimeUnit.MILLISECONDS)).isFalse();
            descriptors.forEach(calls::close);
        }
    }
}
