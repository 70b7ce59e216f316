package io.containerizer.verify.engine;

import static io.containerizer.verify.engine.EngineFixture.ISOLATION;
import static io.containerizer.verify.engine.EngineFixture.eventually;
import static io.containerizer.verify.engine.EngineFixture.shell;
import static io.containerizer.verify.engine.EngineFixture.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.containerizer.api.Bytes;
import io.containerizer.api.Command;
import io.containerizer.api.ContainerClass;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.LinuxInfo;
import io.containerizer.api.Resources;
import io.containerizer.lifecycle.Containerizer;
import io.containerizer.lifecycle.LaunchedContainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@KernelTest
class NestedTest {

    private static final ContainerId PARENT = ContainerId.of("p");
    private static final ContainerId CHILD = PARENT.child("c");

    private static ContainerSpec.Builder debug(String line) {
        return shell(CHILD, line).containerClass(ContainerClass.DEBUG);
    }

    private static Path nestedSandbox(EngineFixture fixture) {
        return fixture.sandbox(PARENT.child("c"));
    }

    /** Its user puts a link where sandboxes of nested containers used to be. */
    @Test
    void aParentCannotLeadItsChildrenAstray(EngineFixture fixture) throws IOException {
        Path victim = Files.createDirectories(fixture.top().resolve("victim/c"));
        Files.writeString(victim.resolve("file"), "precious");
        Containerizer engine = fixture.engine(ISOLATION);
        engine.launch(shell(PARENT, "ln -s " + victim.getParent() + " containers; exec sleep 1000")
                .user("65534:65534")
                .build());
        eventually(
                "the link is there",
                () -> Files.isSymbolicLink(fixture.sandbox(PARENT).resolve("containers")));
        ContainerId child = PARENT.child("c");
        LaunchedContainer launched = engine.launch(
                shell(child, "echo hello").user("65534:65534").keep(false).build());
        within(launched.terminated());
        within(engine.destroy(PARENT));
        engine.remove(PARENT);
        assertThat(victim).isDirectoryContaining(p -> p.endsWith("file"));
        assertThat(victim.resolve("file")).hasContent("precious");
        assertThat(victim.resolve("stdout")).doesNotExist();
    }

    @Test
    void aDebugContainerSeesItsParentFromInside(EngineFixture fixture) {
        Containerizer engine = fixture.engine(ISOLATION);
        engine.launch(shell(PARENT, "echo from-parent > mark; sleep 1234")
                .rootfs(fixture.rootfs())
                .build());
        eventually(
                "the parent is at work",
                () -> Files.exists(fixture.sandbox(PARENT).resolve("mark")));
        assertThat(within(engine.launch(debug("ps; cat mark; cat /proc/self/cgroup; pwd")
                                        .build())
                                .terminated())
                        .exitCode())
                .isZero();
        String out = EngineFixture.read(nestedSandbox(fixture).resolve("stdout"));
        assertThat(out).contains("sleep 1234", "from-parent", "/mnt/mesos/sandbox");
        if (fixture.cgroups().stream().anyMatch(p -> p.toString().contains("memory"))) {
            assertThat(out).containsPattern(":memory:/mesos-test[^/]*/p\n");
        }
    }

    @Test
    void aDebugContainerCanBeDestroyedAlone(EngineFixture fixture) {
        Containerizer engine = fixture.engine(ISOLATION);
        engine.launch(shell(PARENT, "sleep 1000").build());
        engine.launch(debug("setsid sleep 2000 & sleep 2001").build());
        eventually("both sleep", () -> fixture.processes().size() >= 4);
        assertThat(within(engine.destroy(CHILD)).exitCode()).isEqualTo(137);
        assertThat(engine.find(PARENT).orElseThrow().pid()).isPresent();
        eventually("only the parent's are left", () -> fixture.processes().size() <= 2);
    }

    @Test
    void aPodWaitsForWhatIsNestedInItAndEndsByASignal(EngineFixture fixture) {
        Containerizer engine = fixture.engine(ISOLATION);
        LaunchedContainer pod = engine.launch(pod().build());
        LaunchedContainer child =
                engine.launch(shell(CHILD, "sleep 0.1 & exit 3").keep(false).build());
        assertThat(within(child.terminated()).exitCode()).isEqualTo(3);
        assertThat(pod.terminated()).isNotDone();
        assertThat(fixture.processes()).as("no command of anybody's").isEmpty();
        assertThat(engine.find(PARENT).orElseThrow().pid()).isPresent();
        engine.kill(PARENT, 28); // SIGWINCH is nothing to end for
        engine.kill(PARENT, 15);
        assertThat(within(pod.terminated()).status()).isEqualTo(15);
        assertThat(fixture.cgroups()).isEmpty();
    }

    private static ContainerSpec.Builder pod() {
        return ContainerSpec.builder(PARENT, Command.none()).containerClass(ContainerClass.POD);
    }

    @Test
    void anotherEngineFindsAPodAndWhatIsNestedInIt(EngineFixture fixture) {
        Containerizer first = fixture.engine(ISOLATION);
        first.launch(pod().build());
        first.launch(shell(CHILD, "sleep 1000").build());
        first.close();
        Containerizer second = fixture.engine(ISOLATION);
        second.recover();
        assertThat(second.find(PARENT).orElseThrow().pid()).isPresent();
        assertThat(within(second.destroy(PARENT)).status()).isEqualTo(9);
        assertThat(within(second.await(CHILD)).status()).isEqualTo(9);
        assertThat(fixture.processes()).isEmpty();
    }

    @Test
    void aPodRunsNothingItself(EngineFixture fixture) {
        assertThatThrownBy(() ->
                        shell(PARENT, "true").containerClass(ContainerClass.POD).build())
                .isInstanceOf(ContainerizerException.class)
                .hasMessageContaining("has no command");
        assertThatThrownBy(() -> pod().rootfs(fixture.rootfs()).build()).hasMessageContaining("has no command");
        assertThatThrownBy(() -> ContainerSpec.builder(CHILD, Command.none())
                        .containerClass(ContainerClass.POD)
                        .build())
                .hasMessageContaining("cannot be nested");
    }

    @Test
    void childrenGoWithTheirParent(EngineFixture fixture) {
        Containerizer engine = fixture.engine(ISOLATION);
        engine.launch(shell(PARENT, "sleep 1000").build());
        var debug = engine.launch(debug("sleep 1000").build());
        var nested = engine.launch(shell(PARENT.child("n"), "sleep 1000").build());
        var deep =
                engine.launch(shell(PARENT.child("n").child("d"), "sleep 1000").build());
        within(engine.destroy(PARENT));
        assertThat(debug.terminated()).isDone();
        assertThat(nested.terminated()).isDone();
        assertThat(deep.terminated()).isDone();
        assertThat(fixture.cgroups()).isEmpty();
    }

    @Test
    void aNestedContainerHasItsOwnProcessesUnlessItShares(EngineFixture fixture) {
        Containerizer engine = fixture.engine(ISOLATION);
        engine.launch(shell(PARENT, "sleep 1234").build());
        within(engine.launch(shell(CHILD, "ps -e -o args=").build()).terminated());
        assertThat(EngineFixture.read(nestedSandbox(fixture).resolve("stdout"))).doesNotContain("sleep 1234");
        ContainerId sharing = PARENT.child("s");
        within(engine.launch(shell(sharing, "ps -e -o args=")
                        .linux(LinuxInfo.DEFAULT.withSharePidNamespace(true))
                        .build())
                .terminated());
        assertThat(EngineFixture.read(fixture.sandbox(PARENT.child("s")).resolve("stdout")))
                .contains("sleep 1234");
    }

    @Test
    void aNestedContainerMayHaveCgroupsOfItsOwn(EngineFixture fixture) {
        Containerizer engine = fixture.engine(ISOLATION);
        engine.launch(shell(PARENT, "sleep 1000")
                .resources(new Resources(1, Bytes.megabytes(256), Bytes.ZERO))
                .build());
        engine.launch(shell(CHILD, "sleep 1000")
                .resources(new Resources(0.5, Bytes.megabytes(64), Bytes.ZERO))
                .linux(LinuxInfo.DEFAULT.withShareCgroups(false))
                .build());
        assertThat(fixture.cgroups().stream().map(Path::toString)).anyMatch(p -> p.endsWith("/p/mesos/c"));
        within(engine.destroy(CHILD));
        assertThat(engine.find(PARENT).orElseThrow().pid()).isPresent();
        assertThatThrownBy(() -> engine.launch(shell(PARENT.child("x").child("y"), "true")
                        .linux(LinuxInfo.DEFAULT.withShareCgroups(false))
                        .build()))
                .isInstanceOf(ContainerizerException.class);
    }

    @Test
    void theRecordOfANestedContainerStaysUntilRemoved(EngineFixture fixture) {
        Containerizer engine = fixture.engine(ISOLATION);
        engine.launch(shell(PARENT, "sleep 1000").build());
        within(engine.launch(shell(CHILD, "exit 5").build()).terminated());
        assertThat(within(engine.await(CHILD)).exitCode()).isEqualTo(5);
        engine.remove(CHILD);
        assertThat(engine.find(CHILD)).isEmpty();
        assertThat(Files.exists(nestedSandbox(fixture))).isFalse();
    }
}
