package io.containerizer.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.ContainerId;
import java.util.List;
import org.junit.jupiter.api.Test;

class PendingOperationsTest {

    private static final ContainerId WEB = ContainerId.of("web");

    private final PendingOperations pending = new PendingOperations();

    @Test
    void anOperationIsToldWhileItLasts() {
        List<PendingOperation> seen = pending.during("disk/du", "usage", WEB, () -> {
            pending.during("launcher", "fork", ContainerId.of("a"), () -> {});
            return pending.all();
        });
        assertThat(seen).containsExactly(new PendingOperation("disk/du::usage", WEB));
        assertThat(pending.all()).isEmpty();
    }

    @Test
    void twoOfAKindAreTwo() {
        pending.during(
                "x",
                "y",
                WEB,
                () -> pending.during(
                        "x", "y", WEB, () -> assertThat(pending.all()).hasSize(2)));
    }

    @Test
    void oneThatFailsIsOver() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> pending.during("x", "prepare", WEB, () -> {
                    throw new IllegalStateException("no");
                }));
        assertThat(pending.all()).isEmpty();
    }
}
