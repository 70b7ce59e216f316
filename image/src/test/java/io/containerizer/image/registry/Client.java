package io.containerizer.image.registry;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.containerizer.api.ContainerizerException;
import io.containerizer.image.Image;
import io.containerizer.image.ImageReference;
import io.containerizer.image.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** A source under test: no time passes while it waits, but its clock is put forward. */
final class Client implements AutoCloseable {

    static final Platform AMD64 = Platform.parse("linux/amd64");
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    final List<Duration> pauses = new CopyOnWriteArrayList<>();
    final AtomicReference<Instant> now = new AtomicReference<>(START);
    final RegistrySource source;

    Client(RegistrySettings settings, Map<String, String> environment) {
        source = new RegistrySource(settings, RegistryParts.of(settings, environment, now::get, this::sleep, () -> 0));
    }

    Client(RegistrySettings settings) {
        this(settings, Map.of());
    }

    Client() {
        this(RegistrySettings.DEFAULT);
    }

    private void sleep(Duration pause) {
        pauses.add(pause);
        now.updateAndGet(instant -> instant.plus(pause));
    }

    Image find(String reference) {
        return source.find(ImageReference.parse(reference), AMD64);
    }

    /** The failure that looking for this ends with. */
    ContainerizerException failure(String reference) {
        return catchThrowableOfType(ContainerizerException.class, () -> find(reference));
    }

    /** The lowest layer, from there on. */
    byte[] layer(String reference, Image image, long offset) throws IOException {
        try (InputStream in = source.open(
                ImageReference.parse(reference), image, image.layers().getFirst(), offset)) {
            return in.readAllBytes();
        }
    }

    @Override
    public void close() {
        source.close();
    }
}
