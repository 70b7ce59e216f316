package io.containerizer.verify.engine;

import static io.containerizer.verify.engine.EngineFixture.eventually;
import static io.containerizer.verify.engine.EngineFixture.shell;
import static io.containerizer.verify.engine.EngineFixture.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.containerizer.api.Command;
import io.containerizer.api.ContainerClass;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.Volume;
import io.containerizer.lifecycle.Containerizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@KernelTest
class SharedFilesystemTest {

    private static final String ISOLATION = "filesystem/shared";
    private static final ContainerId ID = ContainerId.of("s");
    private static final String MARK =
            "of-a-container-" + ProcessHandle.current().pid();

    private static ContainerSpec.Builder with(ContainerId id, String line, Volume... volumes) {
        return shell(id, line).volumes(List.of(volumes));
    }

    private static Path directory(EngineFixture fixture, String name) throws IOException {
        return Files.createDirectories(fixture.top().resolve(name));
    }

    private static void host(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                .as(String.join(" ", command))
                .isZero();
    }

    /** The example of the user guide; the work directory of the test lies in /tmp, too. */
    @Test
    void eachContainerHasAPrivateTmp(EngineFixture fixture) throws IOException {
        Map<String, String> flags = fixture.flags(ISOLATION);
        flags.put(
                "default_container_info",
                "{\"type\":\"MESOS\",\"volumes\":[{\"host_path\":\"tmp\",\"container_path\":\"/tmp\",\"mode\":\"RW\"}]}");
        Containerizer engine = fixture.engine(flags);
        Path marker = Path.of("/tmp", MARK);
        ContainerId other = ContainerId.of("t");
        String line = "stat -c %a:%u:%g /tmp; [ -e " + marker + " ] || echo nothing; echo $0 > " + marker + "; cat "
                + marker + "; pwd; echo data > here";
        String first = fixture.run(engine, shell(ID, line));
        String second = fixture.run(engine, shell(other, line));
        assertThat(first.lines())
                .containsExactly(
                        "1777:0:0", "nothing", "sh", fixture.sandbox(ID).toString());
        assertThat(second.lines())
                .containsExactly(
                        "1777:0:0", "nothing", "sh", fixture.sandbox(other).toString());
        assertThat(marker).doesNotExist();
        assertThat(fixture.sandbox(ID).resolve("tmp").resolve(MARK)).hasContent("sh");
        assertThat(fixture.sandbox(ID).resolve("here")).hasContent("data");
        assertThat(Files.getAttribute(fixture.sandbox(ID).resolve("tmp"), "unix:mode"))
                .isEqualTo(041777);
    }

    @Test
    void aSharedDirectoryIsTheSameForAll(EngineFixture fixture) throws IOException {
        Path data = directory(fixture, "data");
        Path target = directory(fixture, "target");
        Containerizer engine = fixture.engine(ISOLATION);
        Volume volume = Volume.of(data.toString(), target.toString());
        fixture.run(engine, with(ID, "echo one > " + target + "/file", volume));
        assertThat(data.resolve("file")).hasContent("one");
        assertThat(fixture.run(engine, with(ContainerId.of("t"), "cat " + target + "/file", volume)))
                .isEqualTo("one\n");
        assertThat(target).isEmptyDirectory();
    }

    @Test
    void readOnlyHoldsBelowNestedMountsToo(EngineFixture fixture) throws Exception {
        Path data = directory(fixture, "data");
        Path nested = directory(fixture, "data/nested");
        Path target = directory(fixture, "target");
        host("mount", "-t", "tmpfs", "tmpfs", nested.toString());
        try {
            Containerizer engine = fixture.engine(ISOLATION);
            String line =
                    "for f in " + target + "/f " + target + "/nested/f; do echo x > $f && echo wrote; done; echo end";
            assertThat(fixture.run(
                            engine,
                            with(
                                    ID,
                                    line,
                                    Volume.of(data.toString(), target.toString())
                                            .asReadOnly())))
                    .isEqualTo("end\n");
            assertThat(fixture.stderr(ID)).containsIgnoringCase("read-only file system");
            assertThat(fixture.stderr(ID).lines()).hasSize(2);
        } finally {
            host("umount", nested.toString());
        }
    }

    @Test
    void aReadOnlyPrivateTmpLeavesTheSandboxWritable(EngineFixture fixture) {
        Containerizer engine = fixture.engine(ISOLATION);
        String line = "(echo x > /tmp/f) 2>/dev/null && echo wrote; echo data > here && cat here";
        assertThat(fixture.run(engine, with(ID, line, Volume.of("tmp", "/tmp").asReadOnly())))
                .isEqualTo("data\n");
    }

    /** The second source lies below what the first volume hides. */
    @Test
    void sourcesAreThoseOfTheHost(EngineFixture fixture) throws IOException {
        Path data = directory(fixture, "data");
        Files.writeString(data.resolve("file"), "of the host\n");
        Containerizer engine = fixture.engine(ISOLATION);
        assertThat(fixture.run(
                        engine,
                        with(ID, "cat /mnt/file", Volume.of("tmp", "/tmp"), Volume.of(data.toString(), "/mnt"))))
                .isEqualTo("of the host\n");
    }

    @Test
    void itGoesWithPidNamespaces(EngineFixture fixture) {
        Containerizer engine = fixture.engine("filesystem/shared,namespaces/pid");
        assertThat(fixture.run(engine, with(ID, "ls -d /proc/[0-9]* | wc -l; ls /tmp", Volume.of("tmp", "/tmp")))
                        .lines()
                        .findFirst()
                        .orElseThrow()
                        .strip())
                .isIn("2", "3", "4");
    }

    @Test
    void nestedContainersSeeWhatTheirParentSees(EngineFixture fixture) throws IOException {
        Path target = directory(fixture, "target");
        Containerizer engine = fixture.engine(ISOLATION);
        engine.launch(
                with(ID, "echo private > " + target + "/file; exec sleep 1000", Volume.of("mine", target.toString()))
                        .build());
        eventually("the file is there", () -> Files.exists(fixture.sandbox(ID).resolve("mine/file")));
        for (ContainerSpec spec : List.of(
                shell(ID.child("child"), "cat " + target + "/file").build(),
                ContainerSpec.builder(ID.child("debug"), Command.shell("cat " + target + "/file"))
                        .containerClass(ContainerClass.DEBUG)
                        .build())) {
            assertThat(within(engine.launch(spec).terminated()).status()).isZero();
            assertThat(fixture.stdout(spec.id())).isEqualTo("private\n");
        }
        within(engine.destroy(ID));
    }

    @Test
    void aNestedSandboxThatItsParentHidesIsRefused(EngineFixture fixture) {
        Containerizer engine = fixture.engine(ISOLATION);
        engine.launch(with(ID, "sleep 1000", Volume.of("tmp", "/tmp")).build());
        assertThatThrownBy(() -> engine.launch(shell(ID.child("child"), "true").build()))
                .hasMessageContaining("--work_dir");
        within(engine.destroy(ID));
    }

    @Test
    void errorsNameTheVolume(EngineFixture fixture) throws IOException {
        Containerizer engine = fixture.engine(ISOLATION);
        Path file = Files.writeString(fixture.top().resolve("file"), "");
        Path target = directory(fixture, "target");
        assertThatThrownBy(() -> engine.launch(with(ID, "true", Volume.of(file.toString(), target.toString()))
                        .build()))
                .hasMessageContaining(target.toString())
                .hasMessageContaining("ENOTDIR");
        assertThatThrownBy(() -> engine.launch(
                        with(ID, "true", Volume.of("a", target + "/missing")).build()))
                .hasMessageContaining("mount volume on " + target + "/missing")
                .hasMessageContaining("does not exist on the host");
        assertThatThrownBy(() ->
                        engine.launch(with(ID, "true", Volume.of("a", "/dev")).build()))
                .hasMessageContaining("connect standard streams: ENOENT")
                .hasMessageContaining("does a volume hide its /dev?");
        fixture.assertNothingLeft();
    }

    @Test
    void defaultsThatNobodyMountsAreRefusedAtTheStart(EngineFixture fixture) {
        Map<String, String> flags = fixture.flags("filesystem/posix");
        flags.put("default_container_info", "{\"type\":\"MESOS\"}");
        assertThatThrownBy(() -> fixture.engine(flags))
                .hasMessageContaining("--default_container_info")
                .hasMessageContaining("filesystem/shared");
    }
}
