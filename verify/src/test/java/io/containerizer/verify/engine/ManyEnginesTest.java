package io.containerizer.verify.engine;

import static io.containerizer.verify.engine.EngineFixture.ISOLATION;
import static io.containerizer.verify.engine.EngineFixture.shell;
import static io.containerizer.verify.engine.EngineFixture.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.api.ContainerId;
import io.containerizer.api.FlagValues;
import io.containerizer.api.Termination;
import io.containerizer.lifecycle.Containerizer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Engines come and go in the same directories, as each start of the command line's program is one. */
@KernelTest
class ManyEnginesTest {

    private static final int ENGINES = 6;
    private static final int ROUNDS = 40;
    /** A guest of the lab does not come that far. */
    private static final long ENOUGH_NANOS = 10_000_000_000L;

    @Test
    void noneMindsWhatAnotherFinishesJustNow(EngineFixture fixture) {
        FlagValues flags = new FlagValues(fixture.flags(ISOLATION));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Integer>> all = new ArrayList<>();
            for (int engine = 0; engine < ENGINES; engine++) {
                String name = "e" + engine;
                all.add(CompletableFuture.supplyAsync(() -> rounds(flags, name), threads));
            }
            all.forEach(rounds -> assertThat(within(rounds)).isPositive());
        }
        fixture.assertNothingLeft();
    }

    /** How many there were. */
    private static int rounds(FlagValues flags, String name) {
        long began = System.nanoTime();
        int round = 0;
        for (; round < ROUNDS && System.nanoTime() - began < ENOUGH_NANOS; round++) {
            ContainerId id = ContainerId.of(name + "-" + round);
            try (Containerizer engine = Containerizer.open(flags)) {
                Termination end =
                        within(engine.launch(shell(id, "exit " + round).build()).terminated());
                assertThat(end.exitCode()).isEqualTo(round);
                engine.remove(id);
            }
        }
        return round;
    }
}
