package io.containerizer.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.agent.http.Timing.Verdict;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TimingTest {

    private static final Duration HEADER = Limits.DEFAULTS.headerTime();
    private static final Duration IDLE = Limits.DEFAULTS.idleTime();
    private static final Duration LITTLE = Duration.ofNanos(1);

    private final AtomicLong now = new AtomicLong(-5);
    private final Timing timing = new Timing(Limits.DEFAULTS, now::get);

    private Verdict after(Duration time) {
        now.addAndGet(time.toNanos());
        return timing.judge();
    }

    @Test
    void aConnectionMayBeIdleForItsTime() {
        assertThat(after(IDLE.minus(LITTLE))).isEqualTo(Verdict.KEEP);
        assertThat(after(LITTLE)).isEqualTo(Verdict.CLOSE);
    }

    @Test
    void aRequestHasItsTimeFromTheFirstByteHoweverManyFollow() {
        timing.received();
        assertThat(after(HEADER.minus(LITTLE))).isEqualTo(Verdict.KEEP);
        timing.received();
        assertThat(after(LITTLE)).isEqualTo(Verdict.REFUSE);
    }

    @Test
    void aRequestThatWasRefusedIsNotServedAndItsConnectionEndsSoon() {
        timing.received();
        assertThat(after(HEADER)).isEqualTo(Verdict.REFUSE);
        assertThat(timing.beginServing()).isFalse();
        assertThat(after(Duration.ofMillis(999))).isEqualTo(Verdict.KEEP);
        assertThat(after(Duration.ofMillis(1))).isEqualTo(Verdict.CLOSE);
    }

    @Test
    void anAnswerMayTakeAnyTime() {
        timing.received();
        assertThat(timing.beginServing()).isTrue();
        assertThat(after(Duration.ofDays(100))).isEqualTo(Verdict.KEEP);
        timing.answered();
        assertThat(after(IDLE.minus(LITTLE))).isEqualTo(Verdict.KEEP);
        assertThat(after(LITTLE)).isEqualTo(Verdict.CLOSE);
    }

    @Test
    void aConnectionThatLastsMayBeIdleButItsRequestsHaveTheirTime() {
        timing.last();
        assertThat(after(Duration.ofDays(100))).isEqualTo(Verdict.KEEP);
        timing.received();
        assertThat(after(HEADER)).isEqualTo(Verdict.REFUSE);
    }

    @Test
    void patienceBeginsAnewWithEverythingTheClientTakes() {
        now.addAndGet(Duration.ofSeconds(59).toNanos());
        assertThat(timing.patience()).isEqualTo(Duration.ofSeconds(1));
        timing.sent();
        assertThat(timing.patience()).isEqualTo(Limits.DEFAULTS.sendTime());
    }
}
