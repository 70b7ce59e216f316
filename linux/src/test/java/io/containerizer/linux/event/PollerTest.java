package io.containerizer.linux.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.linux.syscall.FfmSyscalls;
import io.containerizer.linux.syscall.KernelException;
import io.containerizer.linux.syscall.Syscalls;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the real kernel; events are counters that are signalled. */
@Timeout(10)
class PollerTest {

    /** What callbacks throw here on purpose need not be read by anybody. */
    private static final Logger QUIET = Logger.getLogger(Poller.class.getName());

    private final Syscalls calls = new FfmSyscalls();
    private final Poller poller = new Poller(calls);
    private final int one = calls.eventFd();
    private final int two = calls.eventFd();
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        poller.close();
        calls.close(one);
        calls.close(two);
    }

    @Test
    void eachEventReachesItsWatch() throws InterruptedException {
        watch(one, "one");
        watch(two, "two");
        calls.eventFdSignal(two);
        assertThat(next()).isEqualTo("two");
        calls.eventFdSignal(one);
        assertThat(next()).isEqualTo("one");
        calls.eventFdSignal(two);
        assertThat(next()).isEqualTo("two");
    }

    @Test
    void aWatchIsCalledAsLongAsTheDescriptorIsReady() throws InterruptedException {
        Poller.Watch watch = poller.watch(one, Poller.READABLE, () -> seen.add("ready"));
        calls.eventFdSignal(one);
        assertThat(next()).isEqualTo("ready");
        assertThat(next()).isEqualTo("ready");
        watch.close();
    }

    @Test
    void aClosedWatchIsNotCalledAnyMore() throws InterruptedException {
        Poller.Watch watch = watch(one, "one");
        watch(two, "two");
        watch.close();
        watch.close();
        calls.eventFdSignal(one);
        calls.eventFdSignal(two);
        assertThat(next()).isEqualTo("two");
        calls.eventFdSignal(two);
        assertThat(next()).isEqualTo("two");
        assertThat(seen).isEmpty();
    }

    @Test
    void aWatchMayCloseItself() throws InterruptedException {
        Poller.Watch[] self = new Poller.Watch[1];
        self[0] = poller.watch(one, Poller.READABLE, () -> {
            self[0].close();
            seen.add("once");
        });
        calls.eventFdSignal(one);
        assertThat(next()).isEqualTo("once");
        watch(two, "two");
        calls.eventFdSignal(two);
        assertThat(next()).isEqualTo("two");
        assertThat(seen).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, AssertionError.class, OutOfMemoryError.class})
    void whateverACallbackThrowsTheOthersAreStillCalled(Class<? extends Throwable> thrown) throws InterruptedException {
        QUIET.setLevel(Level.OFF);
        poller.watch(one, Poller.READABLE, () -> {
            calls.read(one, 8);
            seen.add("throws");
            PollerTest.<RuntimeException>sneak(thrown);
        });
        watch(two, "two");
        calls.eventFdSignal(one);
        assertThat(next()).isEqualTo("throws");
        calls.eventFdSignal(two);
        assertThat(next()).isEqualTo("two");
        calls.eventFdSignal(one);
        assertThat(next()).isEqualTo("throws");
        QUIET.setLevel(null);
    }

    @Test
    void aWatchForOneEventEndsWithIt() throws InterruptedException {
        Poller.Watch watch = poller.watchOnce(one, () -> seen.add("once"));
        watch(two, "two");
        calls.eventFdSignal(one);
        assertThat(next()).isEqualTo("once");
        calls.eventFdSignal(two);
        assertThat(next()).isEqualTo("two");
        assertThat(seen).isEmpty();
        watch.close();
    }

    @Test
    void whatCannotBeWatchedIsSaidAtOnce() {
        int file = calls.memoryFile("test", new byte[0], false);
        assertThatExceptionOfType(KernelException.class).isThrownBy(() -> watch(file, "never"));
        calls.close(file);
        assertThatExceptionOfType(KernelException.class).isThrownBy(() -> watch(Integer.MAX_VALUE, "never"));
    }

    @Test
    void closingEndsTheThread() throws InterruptedException {
        Poller other = new Poller(calls);
        Thread[] thread = new Thread[1];
        other.watch(one, Poller.READABLE, () -> {
            calls.read(one, 8);
            thread[0] = Thread.currentThread();
            seen.add("seen");
        });
        calls.eventFdSignal(one);
        next();
        other.close();
        other.close();
        thread[0].join(TimeUnit.SECONDS.toMillis(5));
        assertThat(thread[0].isAlive()).isFalse();
    }

    private Poller.Watch watch(int fd, String name) {
        return poller.watch(fd, Poller.READABLE, () -> {
            calls.read(fd, 8);
            seen.add(name);
        });
    }

    private String next() throws InterruptedException {
        return seen.poll(5, TimeUnit.SECONDS);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Class<? extends Throwable> type) throws T {
        try {
            throw (T) type.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
