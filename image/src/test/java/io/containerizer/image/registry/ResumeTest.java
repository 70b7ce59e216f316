package io.containerizer.image.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.containerizer.api.ContainerizerException;
import io.containerizer.image.Digest;
import io.containerizer.image.Image;
import io.containerizer.testkit.SeededTest;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Downloads over connections that break. */
class ResumeTest {

    private static final RegistrySettings IMPATIENT =
            RegistrySettings.DEFAULT.withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(20));

    private final FakeRegistry registry = FakeRegistry.plain();
    private final String app = registry.authority() + "/app:1";

    @AfterEach
    void close() {
        registry.close();
    }

    @SeededTest(count = 40)
    void bringsTheSameBytesWhereverConnectionsBreak(long seed) throws Exception {
        Random random = new Random(seed);
        int size = 1 + random.nextInt(300_000);
        FakeImage image = FakeImage.random(random, size).in(registry, "app", "1");
        try (Client client = new Client()) {
            Image found = client.find(app);
            for (int breaks = random.nextInt(8); breaks > 0; breaks--) {
                registry.script("/blobs/", disturbance(random, size));
            }
            int offset = random.nextBoolean() ? 0 : random.nextInt(size + 1);
            assertThat(client.layer(app, found, offset)).isEqualTo(Arrays.copyOfRange(image.layer(), offset, size));
        }
    }

    /** Never more than three in a row that bring nothing: those are given up. */
    private FakeRegistry.Behaviour disturbance(Random random, int size) {
        return switch (random.nextInt(4)) {
            case 0 -> registry.withoutRanges();
            default -> registry.cut(1 + random.nextInt(Math.max(1, size / 2)));
        };
    }

    @Test
    void asksForWhatIsMissingOnly() throws Exception {
        FakeImage image = FakeImage.random(new Random(1), 100_000).in(registry, "app", "1");
        try (Client client = new Client(IMPATIENT)) {
            Image found = client.find(app);
            registry.script("/blobs/", registry.stalled(60_000));
            assertThat(client.layer(app, found, 1000)).isEqualTo(Arrays.copyOfRange(image.layer(), 1000, 100_000));
        }
        assertThat(registry.asked("/blobs/" + Digest.of(image.layer())))
                .extracting(asked -> asked.header("Range"))
                .startsWith("bytes=1000-")
                .last()
                .isEqualTo("bytes=61000-");
    }

    @Test
    void asksNothingForNothing() throws Exception {
        FakeImage.random(new Random(1), 1000).in(registry, "app", "1");
        try (Client client = new Client()) {
            Image found = client.find(app);
            int before = registry.asked("").size();
            assertThat(client.layer(app, found, 1000)).isEmpty();
            assertThat(registry.asked("")).hasSize(before);
        }
    }

    @Test
    void givesUpWhenConnectionsBringNothing() {
        FakeImage.random(new Random(1), 1000).in(registry, "app", "1");
        try (Client client = new Client()) {
            Image found = client.find(app);
            registry.script("/blobs/", registry.cut(600));
            registry.script("/blobs/", FakeRegistry.times(100, registry.cut(0)));
            assertThatThrownBy(() -> client.layer(app, found, 0))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(registry.authority());
            assertThat(client.pauses).hasSizeBetween(4, 24);
        }
    }

    @Test
    void saysWhatTheRegistrySaysWhenItDoesNotGoOn() {
        FakeImage.random(new Random(1), 1000).in(registry, "app", "1");
        try (Client client = new Client(IMPATIENT)) {
            Image found = client.find(app);
            registry.script("/blobs/", registry.stalled(600), FakeRegistry.error(403, "DENIED", "no more"));
            assertThatThrownBy(() -> client.layer(app, found, 0))
                    .isInstanceOf(IOException.class)
                    .hasMessageContainingAll("403", "DENIED: no more")
                    .hasCauseInstanceOf(ContainerizerException.class);
        }
    }

    @Test
    void goesOnAfterASilence() throws Exception {
        FakeImage image = FakeImage.random(new Random(1), 50_000).in(registry, "app", "1");
        try (Client client = new Client(IMPATIENT)) {
            Image found = client.find(app);
            registry.script("/blobs/", registry.stalled(20_000));
            assertThat(client.layer(app, found, 0)).isEqualTo(image.layer());
            assertThat(client.pauses).isNotEmpty();
        }
    }

    @Test
    void refusesBytesOfAnotherPlace() {
        FakeImage image = FakeImage.random(new Random(1), 1000).in(registry, "app", "1");
        String rest = "x".repeat(400);
        try (Client client = new Client()) {
            Image found = client.find(app);
            for (String range : List.of("bytes 599-999/1000", "bytes 600-999/1001", "bytes=600-", "")) {
                registry.script(
                        "/blobs/", FakeRegistry.status(206, "application/octet-stream", rest, "Content-Range", range));
                assertThatThrownBy(() -> client.layer(app, found, 600))
                        .isInstanceOf(ContainerizerException.class)
                        .hasMessageContainingAll("from 600 on", "'" + range + "'");
            }
        }
        assertThat(image.layer()).hasSize(1000);
    }

    @Test
    void refusesALayerOfAnotherSizeBeforeReadingIt() {
        FakeImage image = FakeImage.random(new Random(1), 1000).in(registry, "app", "1");
        registry.put("app/blobs/" + Digest.of(image.layer()), "x/y", new byte[1001]);
        try (Client client = new Client()) {
            Image found = client.find(app);
            assertThatThrownBy(() -> client.layer(app, found, 0))
                    .isInstanceOf(ContainerizerException.class)
                    .hasMessageContaining("it has 1001 bytes there, and the manifest says 1000");
        }
    }

    @Test
    void goesOnAtTheRegistryWhenAMirrorDies() throws Exception {
        FakeImage image = FakeImage.random(new Random(1), 50_000).in(registry, "app", "1");
        try (FakeRegistry mirror = FakeRegistry.plain();
                Client client = new Client(RegistrySettings.DEFAULT.withMirrors(
                        Map.of(registry.authority(), List.of(mirror.address()))))) {
            image.in(mirror, "app", "1");
            Image found = client.find(app);
            mirror.script("/blobs/", mirror.cut(20_000));
            mirror.script("/blobs/", FakeRegistry.times(10, FakeRegistry.error(500, "UNKNOWN", "dying")));
            assertThat(client.layer(app, found, 0)).isEqualTo(image.layer());
        }
        assertThat(registry.asked("/blobs/")).hasSize(1);
    }
}
