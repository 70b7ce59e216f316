package io.containerizer.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.Command;
import io.containerizer.api.ContainerClass;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.ImageRequest;
import io.containerizer.lifecycle.Containerizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Containers of images out of a directory of archives, with what the images say of their command. */
@KernelTest
class DockerRuntimeTest {

    private static final String ISOLATION = "filesystem/linux,namespaces/pid,docker/runtime";
    private static final List<String> ENTRYPOINT = List.of("/bin/printf", "%s ", "E");
    private static final List<String> CMD = List.of("/bin/printf", "%s ", "C");

    /**
     * Every cell of the table in which something can run, per image. {@code printf} shows the arguments behind its first,
     * and busybox is what {@code argv[0]} says: both would show a word too many or too few.
     */
    @ParameterizedTest(name = "entrypoint {0}, cmd {1}")
    @CsvSource(delimiter = '|', textBlock = """
            false | false | error               | error
            false | true  | C                   | A
            true  | false | E                   | E %s A
            true  | true  | E /bin/printf %s C  | E %s A
            """)
    void theCommandIsTheRequestsOrTheImages(
            boolean entrypoint, boolean cmd, String silent, String arguments, EngineFixture fixture) {
        Map<String, Object> config = new HashMap<>();
        if (entrypoint) {
            config.put("Entrypoint", ENTRYPOINT);
        }
        if (cmd) {
            config.put("Cmd", CMD);
        }
        Containerizer engine = engine(fixture, config);
        assertThat(outcome(fixture, engine, Command.ofImage())).isEqualTo(silent);
        assertThat(outcome(fixture, engine, Command.ofImage(List.of("%s ", "A"))))
                .isEqualTo(arguments);
        assertThat(outcome(fixture, engine, new Command(false, "/bin/id", List.of(), Map.of())))
                .startsWith("uid=0");
        assertThat(outcome(fixture, engine, new Command(false, "busybox", List.of("printf", "%s ", "A"), Map.of())))
                .isEqualTo("A");
        assertThat(outcome(fixture, engine, Command.shell("echo $0 line"))).isEqualTo("sh line");
        assertThat(outcome(fixture, engine, new Command(true, "echo $0 line", List.of("unused"), Map.of())))
                .isEqualTo("sh line");
    }

    private static String outcome(EngineFixture fixture, Containerizer engine, Command command) {
        ContainerId id = ContainerId.random();
        ContainerSpec.Builder spec = ContainerSpec.builder(id, command).image(new ImageRequest("app", true));
        try {
            return fixture.run(engine, spec).strip().replaceAll(" +", " ");
        } catch (ContainerizerException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_IMAGE);
            assertThat(e).hasMessageContaining("the image has neither Entrypoint nor Cmd; name a command");
            return "error";
        }
    }

    @Test
    void variablesAndTheWorkingDirectoryAreTheImagesWhereTheRequestSaysNothing(EngineFixture fixture) {
        Containerizer engine = engine(
                fixture,
                Map.of(
                        "Cmd", List.of("/bin/sh", "-c", "pwd; echo $A $B $C $PATH"),
                        "Env", List.of("PATH=/bin", "A=image", "B=image", "C=image"),
                        "WorkingDir", "/made/on/demand"));
        ContainerSpec.Builder spec = ContainerSpec.builder(
                        ContainerId.of("r"), Command.ofImage().withEnvironment(Map.of("C", "request")))
                .environment(Map.of("A", "engine"))
                .image(new ImageRequest("app", true));
        assertThat(fixture.run(engine, spec)).isEqualTo("/made/on/demand\nimage image request /bin\n");
    }

    @Test
    void theImagesWordsCanBeIgnored(EngineFixture fixture) {
        Map<String, Object> config =
                Map.of("Cmd", List.of("/bin/true"), "Env", List.of("A=image"), "WorkingDir", "/bin");
        Containerizer engine = engine(fixture, config, Map.of("docker_ignore_runtime", "true"));
        ContainerSpec.Builder spec = ContainerSpec.builder(ContainerId.of("r"), Command.shell("pwd; echo A=$A"))
                .image(new ImageRequest("app", true));
        assertThat(fixture.run(engine, spec)).isEqualTo("/mnt/mesos/sandbox\nA=\n");
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> engine.launch(ContainerSpec.builder(ContainerId.of("s"), Command.ofImage())
                        .image(new ImageRequest("app", true))
                        .build()))
                .withMessageContaining("the request names none, and no isolator took one from an image");
    }

    @Test
    void aCommandBesideTheContainersOwnHasItsVariablesAndItsWorkingDirectory(EngineFixture fixture) {
        Containerizer engine = engine(
                fixture,
                Map.of(
                        "Cmd",
                        List.of("/bin/sleep", "1000"),
                        "Env",
                        List.of("A=image", "B=image"),
                        "WorkingDir",
                        "/bin"));
        ContainerId id = ContainerId.of("r");
        var _ = engine.launch(ContainerSpec.builder(id, Command.ofImage().withEnvironment(Map.of("B", "request")))
                .image(new ImageRequest("app", true))
                .build());
        ContainerSpec.Builder beside = ContainerSpec.builder(id.child("beside"), Command.shell("pwd; echo $A $B"))
                .containerClass(ContainerClass.DEBUG);
        assertThat(fixture.run(engine, beside)).isEqualTo("/bin\nimage request\n");
        EngineFixture.within(engine.destroy(id));
    }

    /** The source is asked again only where the request says so. */
    @Test
    void anImageIsFetchedWhenItIsMissingOrNotToBeCached(EngineFixture fixture) {
        Containerizer engine = engine(fixture, Map.of("Cmd", List.of("/bin/printf", "old")));
        assertThat(run(fixture, engine, "a", true)).isEqualTo("old");
        save(fixture, Map.of("Cmd", List.of("/bin/printf", "new")));
        assertThat(run(fixture, engine, "b", true)).isEqualTo("old");
        assertThat(run(fixture, engine, "c", false)).isEqualTo("new");
        assertThat(run(fixture, engine, "d", true)).isEqualTo("new");
    }

    private static String run(EngineFixture fixture, Containerizer engine, String id, boolean cached) {
        return fixture.run(
                engine,
                ContainerSpec.builder(ContainerId.of(id), Command.ofImage()).image(new ImageRequest("app", cached)));
    }

    @Test
    void anEngineWithoutProvidersSaysHowToGetOne(EngineFixture fixture) {
        Containerizer engine = fixture.engine(ISOLATION);
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> engine.launch(ContainerSpec.builder(ContainerId.of("r"), Command.ofImage())
                        .image(new ImageRequest("app", true))
                        .build()))
                .withMessageContaining(
                        "find image app: this engine has no images; start it with --image_providers=docker");
    }

    private static Containerizer engine(EngineFixture fixture, Map<String, Object> config) {
        return engine(fixture, config, Map.of());
    }

    private static Containerizer engine(EngineFixture fixture, Map<String, Object> config, Map<String, String> more) {
        save(fixture, config);
        Map<String, String> flags = fixture.flags(ISOLATION);
        flags.put("image_providers", "docker");
        flags.put("docker_registry", fixture.top().resolve("images").toString());
        flags.put("docker_store_dir", fixture.top().resolve("store").toString());
        flags.putAll(more);
        return fixture.engine(flags);
    }

    private static void save(EngineFixture fixture, Map<String, Object> config) {
        Path rootfs = fixture.top().resolve("rootfs");
        try {
            if (Files.notExists(rootfs)) {
                rootfs = fixture.rootfs();
                Files.createSymbolicLink(rootfs.resolve("bin/printf"), Path.of("busybox"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        new SavedImage(fixture.top().resolve("images")).make("app", rootfs, config);
    }
}
