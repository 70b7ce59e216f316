package io.containerizer.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.ContainerizerException;
import io.containerizer.linux.syscall.TreeSize;
import io.containerizer.linux.syscall.TreeSize.Place;
import io.containerizer.testkit.RequiresLinux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuCommandTest {

    @TempDir
    Path top;

    private Path file(String name, int size) throws IOException {
        Path file = top.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, new byte[size]);
    }

    @Test
    @RequiresLinux
    void itAgreesWithTheWalk() throws IOException {
        file("a/one", 100_000);
        Files.createLink(top.resolve("a/two"), file("b/three", 50_000));
        assertThat(DuCommand.bytes(top, List.of()))
                .isEqualTo(new TreeSize(Thread::new).bytes(Place.of(top), List.of()));
    }

    @Test
    void whatIsExcludedDoesNotCount() throws IOException {
        long empty = DuCommand.bytes(top, List.of());
        file("a/one", 100_000);
        List<Path> excluded = List.of(top.resolve("a"), top.resolve("none"), top.resolveSibling("elsewhere"));
        assertThat(DuCommand.bytes(top, List.of())).isGreaterThan(100_000);
        assertThat(DuCommand.bytes(top, excluded)).isEqualTo(empty);
    }

    @Test
    void aFileThatVanishedIsNoError() {
        String output = "du: cannot access 'x/y': No such file or directory\n136\tx\n";
        assertThat(DuCommand.total(Path.of("x"), output, 1)).isEqualTo(136);
    }

    @Test
    void whatCannotBeReadIs() {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() ->
                        DuCommand.total(Path.of("x"), "du: cannot read directory 'x/y': Permission denied\n4\tx\n", 1))
                .withMessageContaining("measure disk usage of x: du: cannot read directory 'x/y': Permission denied");
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> DuCommand.bytes(top.resolve("none"), List.of()))
                .withMessageContaining("none");
    }
}
