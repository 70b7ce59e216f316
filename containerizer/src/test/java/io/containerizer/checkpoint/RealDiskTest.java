package io.containerizer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealDiskTest {

    private final Disk disk = new RealDisk();

    @TempDir
    Path top;

    @Test
    void directories() {
        disk.makeDirectories(top.resolve("a/b/c"));
        disk.makeDirectories(top.resolve("a/b"));
        disk.makeDirectory(top.resolve("a/d"));
        assertThat(disk.list(top.resolve("a"))).containsExactly("b", "d");
        fails("make directory", "EEXIST (File exists)", () -> disk.makeDirectory(top.resolve("a")));
        fails("make directory", "ENOENT (No such file or directory)", () -> disk.makeDirectory(top.resolve("x/y")));
        disk.create(top.resolve("file"), "");
        fails("make directory", "ENOTDIR (Not a directory)", () -> disk.makeDirectories(top.resolve("file/y")));
    }

    @Test
    void aNewFile() {
        disk.create(top.resolve("f"), "content");
        assertThat(disk.read(top.resolve("f"))).contains("content");
        fails("write", "EEXIST (File exists)", () -> disk.create(top.resolve("f"), "other"));
        fails("write", "ENOENT (No such file or directory)", () -> disk.create(top.resolve("x/f"), ""));
        assertThat(disk.read(top.resolve("f"))).contains("content");
    }

    @Test
    void whatIsNotThereIsReadAsNothing() {
        assertThat(disk.read(top.resolve("none"))).isEmpty();
        assertThat(disk.exists(top.resolve("none"))).isFalse();
        assertThat(disk.list(top.resolve("none"))).isEmpty();
        disk.create(top.resolve("f"), "");
        assertThat(disk.list(top.resolve("f"))).isEmpty();
        assertThat(disk.exists(top.resolve("f"))).isTrue();
    }

    @Test
    void replacingLeavesNothingElse() {
        disk.replace(top.resolve("f"), "old");
        disk.replace(top.resolve("f"), "new");
        assertThat(disk.read(top.resolve("f"))).contains("new");
        assertThat(disk.list(top)).containsExactly("f");
    }

    @Test
    void aReaderSeesTheOldOrTheNewAndNeverAPart() {
        Path file = top.resolve("f");
        String old = "a".repeat(20_000);
        String other = "b".repeat(30_000);
        disk.replace(file, old);
        AtomicBoolean stop = new AtomicBoolean();
        CompletableFuture<Boolean> whole = CompletableFuture.supplyAsync(() -> {
            boolean good = true;
            while (!stop.get()) {
                String seen = disk.read(file).orElse("");
                good &= seen.equals(old) || seen.equals(other);
            }
            return good;
        });
        for (int i = 0; i < 200; i++) {
            disk.replace(file, i % 2 == 0 ? other : old);
        }
        stop.set(true);
        assertThat(whole.join()).isTrue();
    }

    @Test
    void movingNeverCoversWhatIsThere() {
        disk.makeDirectories(top.resolve("from"));
        disk.create(top.resolve("from/f"), "mine");
        disk.makeDirectories(top.resolve("full"));
        disk.create(top.resolve("full/f"), "theirs");
        disk.create(top.resolve("file"), "theirs");
        assertThat(disk.move(top.resolve("from"), top.resolve("full"))).isFalse();
        assertThat(disk.move(top.resolve("from"), top.resolve("file"))).isFalse();
        assertThat(disk.read(top.resolve("full/f"))).contains("theirs");
        assertThat(disk.read(top.resolve("file"))).contains("theirs");
        assertThat(disk.move(top.resolve("from"), top.resolve("to"))).isTrue();
        assertThat(disk.read(top.resolve("to/f"))).contains("mine");
        assertThat(disk.exists(top.resolve("from"))).isFalse();
    }

    @Test
    void movingWhatIsNotThereFails() {
        fails("move " + top + "/none to", "ENOENT", () -> disk.move(top.resolve("none"), top.resolve("to")));
        disk.makeDirectories(top.resolve("from"));
        fails("move " + top + "/from to", "ENOENT", () -> disk.move(top.resolve("from"), top.resolve("x/to")));
    }

    @Test
    void aTreeIsRemovedAndWhatItsLinksLeadToStays() throws IOException {
        disk.makeDirectories(top.resolve("tree/a/b"));
        disk.makeDirectories(top.resolve("outside"));
        disk.create(top.resolve("outside/f"), "stays");
        disk.create(top.resolve("tree/a/f"), "");
        Files.createSymbolicLink(top.resolve("tree/link"), top.resolve("outside"));
        Files.createSymbolicLink(top.resolve("tree/a/dangling"), top.resolve("none"));
        disk.remove(top.resolve("tree"));
        assertThat(disk.list(top)).containsExactly("outside");
        assertThat(disk.read(top.resolve("outside/f"))).contains("stays");
    }

    @Test
    void aLinkIsRemovedItself() throws IOException {
        disk.makeDirectories(top.resolve("outside/inner"));
        Files.createSymbolicLink(top.resolve("link"), top.resolve("outside"));
        disk.remove(top.resolve("link"));
        assertThat(disk.list(top)).containsExactly("outside");
        assertThat(disk.list(top.resolve("outside"))).containsExactly("inner");
    }

    @Test
    void removingMayBeRepeated() {
        disk.remove(top.resolve("none"));
        disk.remove(top.resolve("none/below"));
    }

    private static void fails(String step, String reason, ThrowingCallable call) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(call)
                .returns(ErrorCode.CHECKPOINT_FAILED, ContainerizerException::code)
                .satisfies(e -> assertThat(e.step()).isEqualTo(step))
                .satisfies(e -> assertThat(e.reason()).startsWith(reason));
    }
}
