package io.containerizer.agent.gc;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.agent.state.ExecutorState;
import io.containerizer.agent.state.FrameworkState;
import io.containerizer.agent.state.Frameworks;
import io.containerizer.checkpoint.RealDisk;
import io.containerizer.protocol.mesos.ExecutorID;
import io.containerizer.protocol.mesos.ExecutorInfo;
import io.containerizer.protocol.mesos.FrameworkInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutorSandboxesTest {

    @TempDir
    private Path top;

    @TempDir
    private Path nested;

    private Path run(String framework, String executor, String run) throws IOException {
        Path runs = Files.createDirectories(
                top.resolve(framework).resolve("executors").resolve(executor).resolve("runs"));
        Path sandbox = Files.createDirectory(runs.resolve(run));
        Files.writeString(sandbox.resolve("stdout"), "text");
        Files.deleteIfExists(runs.resolve("latest"));
        Files.createSymbolicLink(runs.resolve("latest"), sandbox);
        return sandbox;
    }

    private ExecutorSandboxes with(Path... used) {
        List<ExecutorState> executors = List.of(used).stream()
                .map(sandbox -> new ExecutorState(
                        ExecutorInfo.newBuilder()
                                .setExecutorId(ExecutorID.newBuilder().setValue("e"))
                                .build(),
                        "c",
                        sandbox,
                        "",
                        ExecutorState.Phase.RUNNING,
                        true,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of()))
                .toList();
        FrameworkState framework = new FrameworkState(
                FrameworkInfo.newBuilder().setName("f").setUser("u").build(), List.of(), executors, List.of());
        return new ExecutorSandboxes(
                top,
                nested,
                new Frameworks() {
                    @Override
                    public List<FrameworkState> active() {
                        return List.of(framework);
                    }

                    @Override
                    public List<FrameworkState> completed() {
                        return List.of();
                    }
                },
                new RealDisk());
    }

    @Test
    void whatIsUsedStays() throws IOException {
        Path used = run("f", "e", "one");
        run("f", "e", "two");
        List<Sandboxes.Unused> unused = with(used).unused(false);
        assertThat(unused).extracting(Sandboxes.Unused::name).containsExactly("f/executors/e/runs/two");
        unused.getFirst().removal().run();
        assertThat(top.resolve("f/executors/e/runs/two")).doesNotExist();
        assertThat(used.resolve("stdout")).exists();
        assertThat(top.resolve("f/executors/e/runs/latest")).isSymbolicLink();
    }

    @Test
    void withARunGoesWhatWasNestedInIt() throws IOException {
        run("f", "e", "one");
        Path kept = Files.createDirectories(nested.resolve("another"));
        Path gone = Files.createDirectories(nested.resolve("one/containers/task/sandbox"));
        with().unused(false).getFirst().removal().run();
        assertThat(gone).doesNotExist();
        assertThat(kept).exists();
    }

    @Test
    void withTheLastRunGoesWhatItWasIn() throws IOException {
        run("f", "e", "one");
        run("g", "e", "one");
        run("g", "x", "one");
        with().unused(false).stream()
                .filter(sandbox -> !sandbox.name().startsWith("g/executors/x"))
                .forEach(sandbox -> sandbox.removal().run());
        assertThat(top).isDirectoryNotContaining("glob:**f");
        assertThat(top.resolve("g/executors")).isDirectoryContaining("glob:**x").isDirectoryNotContaining("glob:**e");
    }

    @Test
    void whereNothingIsNothingIsFound() {
        assertThat(new ExecutorSandboxes(top.resolve("missing"), top, with().frameworks(), new RealDisk()).unused(true))
                .isEmpty();
    }
}
