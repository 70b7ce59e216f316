package io.containerizer.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.checkpoint.Layout;
import io.containerizer.checkpoint.RealDisk;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineIdentityTest {

    private final RealDisk disk = new RealDisk();
    private Layout layout;
    private EngineIdentity living;

    @BeforeEach
    void makeDirectories(@TempDir Path top) {
        layout = new Layout(top, top);
        disk.makeDirectories(layout.engines());
        disk.makeDirectories(layout.stagingDirectory());
        living = new EngineIdentity(layout, disk, "now");
    }

    private String written(String name) {
        disk.create(layout.engine(name), "");
        return name;
    }

    @Test
    void anEngineLivesUntilItRetires() {
        EngineIdentity other = new EngineIdentity(layout, disk, "now");
        assertThat(other.name()).isNotEqualTo(living.name());
        assertThat(living.isAlive(other.name())).isTrue();
        assertThat(living.isAlive(living.name())).isTrue();
        other.retire();
        assertThat(living.isAlive(other.name())).isFalse();
        assertThat(disk.list(layout.engines())).containsExactly(living.name());
    }

    @Test
    void anEngineOfAnotherProcessLivesAsLongAsTheProcess() throws Exception {
        Process process = new ProcessBuilder("sleep", "100").start();
        String engine = written(EngineIdentity.describe(process.toHandle()) + "-now-x");
        assertThat(living.isAlive(engine)).isTrue();
        process.destroyForcibly().waitFor();
        assertThat(living.isAlive(engine)).isFalse();
    }

    @Test
    void aPidThatWasGivenAgainIsAnotherProcess() {
        String engine = written(ProcessHandle.current().pid() + "-1-x");
        assertThat(living.isAlive(engine)).isFalse();
    }

    /** Pids and their times come again after a restart of the host. */
    @Test
    void anEngineOfAnotherBootIsDead() {
        String engine = written(EngineIdentity.describe(ProcessHandle.current()) + "-then-x");
        assertThat(living.isAlive(engine)).isFalse();
        assertThat(living.isOfThisBoot(engine)).isFalse();
        assertThat(living.isOfThisBoot(living.name())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "x-y-z", "-5-0-x", "99999999999999999999-0-x", "1", "1-", "0-0-x"})
    void whatNoEngineWroteIsNoEngine(String name) {
        assertThat(living.isAlive(written(name))).isFalse();
    }

    @Test
    void theDeadAreSweptAwayWithWhatTheyHadBegun() {
        String dead = written("1-1-dead");
        disk.makeDirectories(layout.stagingDirectory().resolve(dead + "-0/deep"));
        disk.makeDirectories(layout.stagingDirectory().resolve(living.name() + "-7"));
        disk.makeDirectories(layout.stagingDirectory().resolve("x"));
        living.sweepDeadEngines();
        assertThat(disk.list(layout.engines())).containsExactly(living.name());
        assertThat(disk.list(layout.stagingDirectory())).containsExactly(living.name() + "-7");
    }
}
