package io.containerizer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {

    private static final String TIME = "2026-11-27T10:00:00Z";

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream also = new ByteArrayOutputStream();

    private PrintStream open(long large) throws IOException {
        return new PrintStream(new LogFile(also, directory.resolve("log"), () -> Instant.parse(TIME), large), true);
    }

    @Test
    void linesGoToBothAndHaveTheTimeInTheFile() throws IOException {
        try (PrintStream log = open(1000)) {
            log.print("one ");
            log.println("line");
            log.println("two");
        }
        assertThat(also).hasToString("one line\ntwo\n");
        assertThat(directory.resolve("log")).hasContent(TIME + " one line\n" + TIME + " two\n");
    }

    @Test
    void whatIsThereStays() throws IOException {
        open(1000).println("before");
        open(1000).println("after");
        assertThat(Files.readAllLines(directory.resolve("log"))).hasSize(2);
    }

    @Test
    void aLargeFileIsPutAsideAndSomeAreKept() throws IOException {
        try (PrintStream log = open(100)) {
            for (int i = 0; i < 100; i++) {
                log.println("line " + i);
            }
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.sorted().toList();
        }
        assertThat(files)
                .extracting(f -> f.getFileName().toString())
                .containsExactly("log", "log.1", "log.2", "log.3", "log.4");
        for (Path file : files) {
            assertThat(Files.size(file)).isLessThanOrEqualTo(100);
        }
        assertThat(Files.readString(directory.resolve("log"))).endsWith("line 99\n");
    }
}
