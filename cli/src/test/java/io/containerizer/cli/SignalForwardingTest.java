package io.containerizer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SignalForwardingTest {

    private final List<Integer> sent = new CopyOnWriteArrayList<>();
    private final AtomicInteger impatience = new AtomicInteger();

    @Test
    void signalsThatComeTooEarlyWait() {
        try (SignalForwarding forwarding = SignalForwarding.start()) {
            forwarding.arrived(SignalNames.TERM);
            forwarding.arrived(SignalNames.HUP);
            assertThat(sent).isEmpty();
            forwarding.passTo(sent::add, impatience::incrementAndGet);
            assertThat(sent).containsExactly(SignalNames.TERM, SignalNames.HUP);
            forwarding.arrived(SignalNames.INT);
            assertThat(sent).containsExactly(SignalNames.TERM, SignalNames.HUP, SignalNames.INT);
        }
    }

    /** Nothing but SIGKILL would end this program while a launch hangs. */
    @Test
    void whoeverInsistsBeforeThereIsAContainerEndsTheProgram() {
        List<Integer> ended = new CopyOnWriteArrayList<>();
        try (SignalForwarding forwarding = SignalForwarding.start(ended::add)) {
            forwarding.arrived(SignalNames.INT);
            forwarding.arrived(SignalNames.INT);
            assertThat(ended).isEmpty();
            forwarding.arrived(SignalNames.INT);
            assertThat(ended).containsExactly(SignalNames.INT);
        }
    }

    @Test
    void aSignalWaitsForTheLaunchOnlySoLong() throws Exception {
        BlockingQueue<Integer> ended = new LinkedBlockingQueue<>();
        try (SignalForwarding forwarding = SignalForwarding.start(ended::add)) {
            forwarding.arrived(SignalNames.TERM);
            assertThat(ended.poll(20, TimeUnit.SECONDS)).isEqualTo(SignalNames.TERM);
        }
    }

    @Test
    void theThirdInterruptInARowIsTheLast() {
        try (SignalForwarding forwarding = SignalForwarding.start()) {
            forwarding.passTo(sent::add, impatience::incrementAndGet);
            forwarding.arrived(SignalNames.INT);
            forwarding.arrived(SignalNames.INT);
            assertThat(impatience).hasValue(0);
            forwarding.arrived(SignalNames.INT);
            assertThat(impatience).hasValue(1);
            assertThat(sent).containsExactly(SignalNames.INT, SignalNames.INT);
        }
    }
}
