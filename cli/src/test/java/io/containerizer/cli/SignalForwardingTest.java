package io.containerizer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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
