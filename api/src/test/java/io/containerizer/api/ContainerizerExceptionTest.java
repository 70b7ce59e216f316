package io.containerizer.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ContainerizerExceptionTest {

    private final ContainerizerException plain =
            ContainerizerException.of(ErrorCode.KERNEL, "mount proc on", "/proc", "EPERM (Operation not permitted)");

    @Test
    void theMessageTellsStepSubjectReasonAndAdvice() {
        assertThat(plain).hasMessage("mount proc on /proc: EPERM (Operation not permitted)");
        assertThat(plain.withHint("run as root"))
                .hasMessage("mount proc on /proc: EPERM (Operation not permitted); run as root");
    }

    @Test
    void anEmptySubjectLeavesNoGap() {
        assertThat(ContainerizerException.of(ErrorCode.INTERNAL, "read flags", "", "why"))
                .hasMessage("read flags: why");
    }

    @Test
    void thePartsCanBeAskedFor() {
        assertThat(plain.code()).isEqualTo(ErrorCode.KERNEL);
        assertThat(plain.step()).isEqualTo("mount proc on");
        assertThat(plain.subject()).isEqualTo("/proc");
        assertThat(plain.reason()).isEqualTo("EPERM (Operation not permitted)");
        assertThat(plain.hint()).isEmpty();
        assertThat(plain.withHint("x").hint()).contains("x");
    }

    @Test
    void anOuterStepGivesItsCodeAndKeepsTheRest() {
        ContainerizerException outer =
                plain.withHint("run as root").during(ErrorCode.LAUNCH_FAILED, "launch container web");
        assertThat(outer)
                .hasMessage("launch container web: mount proc on /proc: EPERM (Operation not permitted); run as root");
        assertThat(outer.code()).isEqualTo(ErrorCode.LAUNCH_FAILED);
        assertThat(outer.subject()).isEqualTo("/proc");
        assertThat(outer.getCause()).hasMessageStartingWith("mount proc");
    }

    @Test
    void adviceAndCauseDoNotDriveEachOtherOut() {
        IOException cause = new IOException("no");
        assertThat(plain.causedBy(cause).withHint("x")).hasCause(cause).hasMessageEndingWith("; x");
        assertThat(plain.withHint("x").causedBy(cause)).hasCause(cause).hasMessageEndingWith("; x");
    }

    @Test
    void theStackLeadsToWhereItFailed() {
        StackTraceElement[] made = plain.getStackTrace();
        assertThat(plain.withHint("x").during(ErrorCode.INTERNAL, "y").getStackTrace())
                .isEqualTo(made);
    }
}
