package io.containerizer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.image.Compression;
import io.containerizer.image.Digest;
import io.containerizer.image.Layer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PullProgressTest {

    private static final Layer BASE = layer("a", 2048);
    private static final Layer TOP = layer("b", -1);

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private long now;

    private PullProgress progress(boolean terminal) {
        return new PullProgress(
                new PrintStream(written, true, StandardCharsets.UTF_8), terminal, () -> Instant.ofEpochMilli(now));
    }

    @Test
    void whereNobodyLooksThereAreLinesForBeginningAndEnd() {
        try (PullProgress progress = progress(false)) {
            progress.present(BASE);
            progress.begun(TOP);
            progress.progressed(TOP, 1024);
            progress.done(TOP, 4096);
        }
        assertThat(written.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "aaaaaaaaaaaa: already here", "bbbbbbbbbbbb: fetching", "bbbbbbbbbbbb: done, 4KB unpacked");
    }

    @Test
    void onATerminalEachLayerHasALine() {
        try (PullProgress progress = progress(true)) {
            progress.begun(BASE);
            progress.begun(TOP);
            written.reset();
            progress.progressed(BASE, 512);
            assertThat(written.size()).as("too early to paint again").isZero();
            now = 100;
            progress.progressed(TOP, 1024);
            assertThat(written.toString(StandardCharsets.UTF_8))
                    .isEqualTo("\033[2A\r\033[Kaaaaaaaaaaaa: 512B of 2KB\n\r\033[Kbbbbbbbbbbbb: 1KB\n");
            progress.done(BASE, 8192);
            progress.progressed(TOP, 3072);
            written.reset();
        }
        assertThat(written.toString(StandardCharsets.UTF_8))
                .as("the last state stays")
                .isEqualTo("\033[2A\r\033[Kaaaaaaaaaaaa: done, 8KB unpacked\n\r\033[Kbbbbbbbbbbbb: 3KB\n");
    }

    @Test
    void anImageWithoutAnyNewsIsSilent() {
        progress(true).close();
        assertThat(written.size()).isZero();
    }

    private static Layer layer(String digit, long size) {
        return new Layer(new Digest("sha256", digit.repeat(64)), Optional.empty(), size, Compression.GZIP);
    }
}
