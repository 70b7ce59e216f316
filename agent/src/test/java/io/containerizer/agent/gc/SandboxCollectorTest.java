package io.containerizer.agent.gc;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.agent.state.GarbageFigures;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SandboxCollectorTest {

    private final Instant now = Instant.EPOCH.plus(Duration.ofDays(100));
    private final List<Sandboxes.Unused> there = new ArrayList<>();
    private final List<String> removed = new ArrayList<>();
    private double usage;

    private final SandboxCollector collector = new SandboxCollector(
            new CollectionPolicy(Duration.ofDays(10), 0.1, false, Duration.ofMinutes(1)),
            List.of(nested -> List.copyOf(there), nested -> List.of()),
            () -> usage,
            () -> now);

    private void add(String id, int days) {
        Sandboxes.Unused[] self = new Sandboxes.Unused[1];
        self[0] = new Sandboxes.Unused(id, now.minus(Duration.ofDays(days)), () -> {
            if (id.equals("stuck")) {
                throw ContainerizerException.of(ErrorCode.CHECKPOINT_FAILED, "remove", "stuck", "EPERM");
            }
            removed.add(id);
            there.remove(self[0]);
        });
        there.add(self[0]);
    }

    @Test
    void removesWhatIsOldEnough() {
        add("new", 8);
        add("old", 10);
        collector.collect();
        assertThat(removed).containsExactly("old");
        assertThat(collector.figures()).isEqualTo(new GarbageFigures(1, 0, 1, Duration.ofDays(9)));
    }

    @Test
    void theFullerTheDiskTheSooner() {
        add("young", 2);
        usage = 0.65;
        collector.collect();
        assertThat(removed).isEmpty();
        usage = 0.75;
        collector.collect();
        assertThat(removed).containsExactly("young");
    }

    @Test
    void onAFullDiskEverythingUnusedGoes() {
        add("just-ended", 0);
        usage = 0.95;
        collector.collect();
        assertThat(removed).containsExactly("just-ended");
        assertThat(collector.figures().oldest()).isZero();
    }

    @Test
    void oneThatCannotBeRemovedStopsNoOther() {
        add("stuck", 20);
        add("old", 20);
        collector.collect();
        collector.collect();
        assertThat(removed).containsExactly("old");
        assertThat(collector.figures().failed()).isEqualTo(2);
    }
}
