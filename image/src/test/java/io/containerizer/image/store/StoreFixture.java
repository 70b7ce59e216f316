package io.containerizer.image.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.image.Digest;
import io.containerizer.image.ImageReference;
import io.containerizer.image.Platform;
import io.containerizer.linux.syscall.FfmSyscalls;
import io.containerizer.linux.syscall.FfmTreeCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A store in a directory of the test's, and what must be true of any store that nobody works on. */
record StoreFixture(Path directory, Clock clock) {

    static final Platform PLATFORM = Platform.parse("linux/amd64");

    /** A second passes with each look. */
    static final class Clock implements InstantSource {
        private Instant now = Instant.parse("2030-01-01T00:00:00Z");

        @Override
        public synchronized Instant instant() {
            now = now.plusSeconds(1);
            return now;
        }
    }

    StoreFixture(Path directory) {
        this(directory, new Clock());
    }

    static StoreDisk disk() {
        return new UnflushedDisk(new RealStoreDisk(new FfmSyscalls(), FfmTreeCalls::new));
    }

    ImageStore open() {
        return open(disk());
    }

    ImageStore open(StoreDisk disk) {
        return ImageStore.open(directory, clock, new PlainUnpacking(), disk);
    }

    static ImageReference reference(String name) {
        return ImageReference.parse(name);
    }

    /** Every image of the list has all its layers, with the content that their names promise, and nothing is half there. */
    void check(ImageStore store) {
        for (StoredImage image : store.list()) {
            List<Digest> layers = new ArrayList<>();
            for (Path layer : image.layers()) {
                layers.add(Digest.of(bytes(layer.resolve(PlainUnpacking.FILE))));
            }
            assertThat(layers)
                    .as("layers of %s", image.reference())
                    .containsExactlyElementsOf(
                            ImageRecords.distinct(image.config().diffIds()));
        }
        for (Path layer : list("layers/sha256")) {
            assertThat(Digest.of(bytes(layer.resolve("rootfs").resolve(PlainUnpacking.FILE)))
                            .hex())
                    .isEqualTo(layer.getFileName().toString());
        }
        assertThat(list("l")).as("links").hasSameSizeAs(list("layers/sha256"));
    }

    /** What is in a place of the store. */
    List<Path> list(String place) {
        if (!Files.isDirectory(directory.resolve(place))) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory.resolve(place))) {
            return entries.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
