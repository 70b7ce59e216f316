package io.containerizer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.containerizer.api.ContainerizerException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFollowerTest {

    @TempDir
    Path sandbox;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private LogFollower follower() {
        return LogFollower.of(sandbox, Optional.of(Channels.newChannel(out)), Optional.of(Channels.newChannel(err)));
    }

    private void append(String file, byte[] bytes) throws IOException {
        Files.write(sandbox.resolve(file), bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Test
    void whatIsThereIsCopiedByteForByte() throws Exception {
        byte[] bytes = new byte[5_000_000];
        new Random(1).nextBytes(bytes);
        append("stdout", bytes);
        append("stderr", new byte[] {1, 2, 3});
        try (LogFollower logs = follower()) {
            logs.drain();
        }
        assertThat(out.toByteArray()).isEqualTo(bytes);
        assertThat(err.toByteArray()).containsExactly(1, 2, 3);
    }

    /** Else whoever reads the logs as root would read root's files to the container's owner, or hang at a pipe. */
    @Test
    void whatAContainerPutInPlaceOfALogIsNotRead() throws Exception {
        Path secret = Files.writeString(sandbox.resolve("secret"), "secret");
        Files.createSymbolicLink(sandbox.resolve("stdout"), secret);
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(this::follower)
                .withMessageContaining("something else in place");
        Files.delete(sandbox.resolve("stdout"));
        assertThat(new ProcessBuilder("mkfifo", sandbox.resolve("stdout").toString())
                        .start()
                        .waitFor())
                .isZero();
        assertThatExceptionOfType(ContainerizerException.class).isThrownBy(this::follower);
        assertThat(out.size()).isZero();
    }

    @Test
    void whatComesLaterIsCopiedToTheLastByte() throws Exception {
        append("stdout", new byte[0]);
        CompletableFuture<Integer> end = new CompletableFuture<>();
        Thread writer = Thread.ofPlatform().start(() -> {
            try {
                for (int i = 0; i < 100; i++) {
                    append("stdout", (i + "\n").getBytes());
                    if (i % 10 == 0) {
                        TimeUnit.MILLISECONDS.sleep(5);
                    }
                }
                append("stdout", "the tail".getBytes());
            } catch (IOException | InterruptedException e) {
                end.completeExceptionally(e);
            }
            end.complete(0);
        });
        try (LogFollower logs = follower()) {
            logs.follow(end);
        }
        writer.join();
        assertThat(out.toString().lines()).hasSize(101).endsWith("99", "the tail");
    }

    @Test
    void aFileThatWasEmptiedIsReadFromItsBeginning() throws Exception {
        append("stdout", "long before".getBytes());
        try (LogFollower logs = follower()) {
            logs.drain();
            Files.write(sandbox.resolve("stdout"), new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
            append("stdout", "after".getBytes());
            logs.drain();
        }
        assertThat(out).hasToString("long beforeafter");
    }

    @Test
    void thereMayBeNothingToFollow() {
        try (LogFollower logs = follower()) {
            assertThat(logs.isEmpty()).isTrue();
        }
    }

    @Test
    void aClosedOutputEndsIt() throws Exception {
        append("stdout", "x".getBytes());
        WritableByteChannel closed = new WritableByteChannel() {
            @Override
            public int write(ByteBuffer bytes) throws IOException {
                throw new IOException("Broken pipe");
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };
        try (LogFollower logs = LogFollower.of(sandbox, Optional.of(closed), Optional.empty())) {
            assertThatThrownBy(logs::drain)
                    .isInstanceOfSatisfying(
                            OutputClosedException.class,
                            e -> assertThat(e.isBrokenPipe()).isTrue());
        }
    }
}
