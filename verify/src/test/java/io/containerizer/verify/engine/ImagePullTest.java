package io.containerizer.verify.engine;

import static io.containerizer.verify.engine.EngineFixture.eventually;
import static io.containerizer.verify.engine.EngineFixture.shell;
import static io.containerizer.verify.engine.EngineFixture.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.ImageRequest;
import io.containerizer.api.Secret;
import io.containerizer.lifecycle.Containerizer;
import io.containerizer.lifecycle.LaunchedContainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Engines whose images come from a registry while containers are launched, destroyed, and images removed. */
@KernelTest
class ImagePullTest {

    private static final ContainerId ID = ContainerId.of("i");
    private static final ContainerId OTHER = ContainerId.of("o");
    private static final String PULL_TIMES = "containerizer/mesos/provisioner/docker_store/image_pull_ms";

    private LittleRegistry registry;
    private Path rootfs;

    @BeforeEach
    void start(EngineFixture fixture) throws Exception {
        rootfs = fixture.rootfs();
        registry = new LittleRegistry(rootfs);
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private static Containerizer engine(EngineFixture fixture) {
        Map<String, String> flags = fixture.flags("filesystem/linux,namespaces/pid,docker/runtime,volume/image");
        flags.put("image_providers", "docker");
        flags.put("docker_store_dir", fixture.top().resolve("store").toString());
        return fixture.engine(flags);
    }

    private ContainerSpec.Builder spec(ContainerId id, String line) {
        return shell(id, line).image(new ImageRequest(registry.image(), true));
    }

    private CompletableFuture<LaunchedContainer> launch(Containerizer engine, ContainerId id) {
        return CompletableFuture.supplyAsync(
                () -> engine.launch(spec(id, "echo ran").build()));
    }

    @Test
    void whoeverIsDestroyedWhileHisImageComesIsGoneAtOnce(EngineFixture fixture) {
        Containerizer engine = engine(fixture);
        registry.stopHalfway();
        CompletableFuture<LaunchedContainer> launch = launch(engine, ID);
        eventually("half of the layer is there", () -> registry.halves() == 1);
        long before = System.nanoTime();
        within(engine.destroy(ID));
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> within(launch))
                .havingCause()
                .isInstanceOfSatisfying(
                        ContainerizerException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.DESTROYED_DURING_LAUNCH))
                .withMessage("launch container i: it was destroyed before it was PREPARING");
        assertThat(engine.find(ID)).isEmpty();
        eventually("nothing half-made is left", () -> staged(fixture).isEmpty());
        assertThat(fixture.top().resolve("store/images")).isEmptyDirectory();
        registry.goOn();
        assertThat(fixture.run(engine, spec(ID, "echo ran"))).isEqualTo("ran\n");
    }

    private static List<String> staged(EngineFixture fixture) {
        try (var staged = Files.walk(fixture.top().resolve("store/staging"))) {
            return staged.map(p -> p.getFileName().toString())
                    .filter(name -> name.startsWith("layer-"))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of("something"); // which goes while it is looked at
        }
    }

    @Test
    void othersGetTheImageAllTheSame(EngineFixture fixture) {
        Containerizer engine = engine(fixture);
        registry.stopHalfway();
        CompletableFuture<LaunchedContainer> first = launch(engine, ID);
        CompletableFuture<LaunchedContainer> second = launch(engine, OTHER);
        eventually("half of the layer is there", () -> registry.halves() == 1);
        eventually("both wait for it", () -> engine.containers().size() == 2);
        within(engine.destroy(ID));
        assertThatThrownBy(() -> within(first)).hasMessageContaining("it was destroyed");
        registry.goOn();
        assertThat(within(within(second).terminated()).exitCode()).isZero();
        assertThat(fixture.stdout(OTHER)).isEqualTo("ran\n");
    }

    @Test
    void anEngineTellsOfItsPullsAndRemovesWhatNobodyUses(EngineFixture fixture) throws IOException {
        Containerizer engine = engine(fixture);
        assertThat(engine.gauges())
                .containsEntry("containerizer/mesos/provisioner/remove_container_errors", 0L)
                .containsEntry("containerizer/mesos/provisioner/bind/remove_rootfs_errors", 0L)
                .doesNotContainKey(PULL_TIMES);
        LaunchedContainer running = engine.launch(spec(ID, "sleep 1000").build());
        assertThat(engine.gauges()).containsKey(PULL_TIMES).containsEntry(PULL_TIMES + "/count", 1);
        assertThat(engine.pruneImages(List.of()).images())
                .as("while it is used")
                .isEmpty();
        within(engine.destroy(ID));
        within(running.terminated());
        assertThat(engine.pruneImages(List.of(registry.image())).images())
                .as("while it is excluded")
                .isEmpty();
        assertThat(engine.pruneImages(List.of()).images())
                .extracting(Object::toString)
                .containsExactly(registry.image());
        try (var layers = Files.walk(fixture.top().resolve("store/layers"))) {
            assertThat(layers.filter(p -> p.endsWith("rootfs"))).isEmpty();
        }
    }

    @Test
    void aContainerWhoseImageIsUnknownBlocksPruning(EngineFixture fixture) throws IOException {
        Containerizer engine = engine(fixture);
        engine.launch(spec(ID, "sleep 1000").build());
        try (var uses = Files.list(fixture.top().resolve("store/uses"))) {
            for (Path use : uses.toList()) {
                Files.delete(use);
            }
        }
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> engine.pruneImages(List.of()))
                .withMessageContaining("it uses an image, and the store does not know which");
        within(engine.destroy(ID));
        assertThat(engine.pruneImages(List.of()).images()).hasSize(1);
    }

    @Test
    void credentialsOfAnImageAreUsedAndWrittenNowhere(EngineFixture fixture) throws IOException {
        registry.lock("ann", "hunter2 of the image");
        Map<String, String> flags = fixture.flags("filesystem/linux,namespaces/pid,docker/runtime");
        flags.put("image_providers", "docker");
        flags.put("docker_store_dir", fixture.top().resolve("store").toString());
        flags.put("docker_config", config("wrong one of the operator"));
        Containerizer engine = fixture.engine(flags);
        assertThatThrownBy(() -> engine.launch(spec(OTHER, "true").build()))
                .hasMessageContaining("401 Unauthorized")
                .hasMessageContaining("--docker_config");
        ImageRequest request =
                new ImageRequest(registry.image(), true).withDockerConfig(Secret.of(config("hunter2 of the image")));
        LaunchedContainer launched =
                engine.launch(spec(ID, "sleep 1000").image(request).build());
        assertThat(EngineFixture.read(fixture.runtimeDirectory().resolve("containers/i/config")))
                .contains("\"docker_config\":\"withheld\"");
        assertThat(request.toString()).contains("withheld").doesNotContain("hunter2");
        assertThat(filesWith(fixture.top(), "hunter2 of the image")).isEmpty();
        within(engine.destroy(ID));
        within(launched.terminated());
    }

    private String config(String password) {
        return "{\"auths\": {\"" + registry.authority() + "\": {\"username\": \"ann\", \"password\": \"" + password
                + "\"}}}";
    }

    private static List<Path> filesWith(Path top, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (var files = Files.walk(top)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> contains(file, bytes))
                    .toList();
        }
    }

    private static boolean contains(Path file, byte[] bytes) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                    .contains(new String(bytes, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
