package io.containerizer.image.store;

import static io.containerizer.image.store.StoreFixture.PLATFORM;
import static io.containerizer.image.store.StoreFixture.reference;
import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.image.TestImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is on the medium when: after a crash of the machine no record may promise what is not there. */
class DurabilityTest {

    @TempDir
    private Path directory;

    private final List<String> seen = new ArrayList<>();

    /** Tells what is flushed, and what becomes visible. */
    private final class Watched extends DelegatingDisk {

        Watched() {
            super(StoreFixture.disk());
        }

        @Override
        <T> T around(Supplier<T> operation) {
            return operation.get();
        }

        private void saw(String what) {
            synchronized (seen) {
                seen.add(what);
            }
        }

        @Override
        public void flush(Path flushed) {
            saw("files on the medium: " + flushed.getFileName());
            super.flush(flushed);
        }

        @Override
        public void write(Path file, String content) {
            saw("on the medium: " + (file.endsWith("layer.json") ? "record of layer" : "record of image"));
            super.write(file, content);
        }

        @Override
        public void move(Path from, Path to) {
            saw("appears in " + Objects.requireNonNull(to.getParent()).getFileName());
            super.move(from, to);
        }
    }

    @Test
    void aLayerIsOnTheMediumBeforeItAppearsAndAnImageAfterItsLayers() {
        TestSource source = new TestSource().with("a", TestImage.of("linux/amd64", "a"));
        try (ImageStore store = new StoreFixture(directory.resolve("store")).open(new Watched())) {
            store.pull(reference("a"), PLATFORM, source, PullObserver.NONE);
        }
        assertThat(seen)
                .containsExactly(
                        "files on the medium: rootfs",
                        "on the medium: record of layer",
                        "appears in sha256",
                        "on the medium: record of image");
    }
}
