package io.containerizer.linux.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real kernel's files. */
class FfmFilesTest {

    private final Syscalls calls = new FfmSyscalls();

    @TempDir
    Path top;

    @Test
    void whatIsWrittenCanBeRead() {
        byte[] content = new byte[300_000];
        new Random(1).nextBytes(content);
        int out = calls.open(path("f"), OpenFlag.WRITE | OpenFlag.CREATE | OpenFlag.EXCLUSIVE, 0600);
        calls.write(out, content);
        calls.close(out);
        int in = calls.open(path("f"), OpenFlag.READ, 0);
        assertThat(calls.read(in, 400_000)).isEqualTo(content);
        assertThat(calls.read(in, 400_000)).isEmpty();
        calls.close(in);
    }

    @Test
    void aReadTakesAtMostWhatWasAskedForAndGoesOnFromThere() throws IOException {
        int in = calls.open(file("f", "abcde"), OpenFlag.READ, 0);
        assertThat(new String(calls.read(in, 2), StandardCharsets.UTF_8)).isEqualTo("ab");
        assertThat(new String(calls.read(in, 9), StandardCharsets.UTF_8)).isEqualTo("cde");
        calls.close(in);
    }

    @Test
    void appendingAndTruncating() throws IOException {
        file("f", "one");
        append("f", OpenFlag.APPEND, "two");
        assertThat(top.resolve("f")).hasContent("onetwo");
        append("f", OpenFlag.TRUNCATE, "3");
        assertThat(top.resolve("f")).hasContent("3");
    }

    @Test
    void anErrorTellsCallPathAndErrno() {
        fails(Errno.ENOENT, "open " + path("none"), () -> calls.open(path("none"), OpenFlag.READ, 0));
        fails(Errno.ENOENT, "make directory", () -> calls.mkdir(path("none/d"), 0755));
        fails(Errno.EEXIST, "make directory " + top, () -> calls.mkdir(top.toString(), 0755));
        fails(Errno.ENOENT, "remove directory", () -> calls.rmdir(path("none")));
        fails(Errno.ENOENT, "remove", () -> calls.unlink(path("none")));
        fails(Errno.EISDIR, "open", () -> calls.open(top.toString(), OpenFlag.WRITE, 0));
        fails(Errno.ENOENT, "change mode of", () -> calls.chmod(path("none"), 0));
        fails(Errno.ENOENT, "change owner of", () -> calls.chown(path("none"), 1, 1));
        fails(Errno.ENOENT, "look at the file system of", () -> calls.fileSystemType(path("none")));
        fails(Errno.ENAMETOOLONG, "open", () -> calls.open(path("x".repeat(256)), OpenFlag.READ, 0));
        fails(Errno.ENOENT, "rename " + path("a") + " to " + path("b"), () -> calls.rename(path("a"), path("b")));
    }

    @Test
    void directoriesAreMadeAndRemoved() throws IOException {
        calls.mkdir(path("d"), 0700);
        file("d/f", "");
        fails(Errno.ENOTEMPTY, "remove directory " + path("d"), () -> calls.rmdir(path("d")));
        fails(Errno.ENOTDIR, "remove directory", () -> calls.rmdir(path("d/f")));
        calls.unlink(path("d/f"));
        calls.rmdir(path("d"));
        assertThat(top).isEmptyDirectory();
    }

    @Test
    void renamingReplaces() throws IOException {
        file("a", "new");
        file("b", "old");
        calls.rename(path("a"), path("b"));
        assertThat(top.resolve("a")).doesNotExist();
        assertThat(top.resolve("b")).hasContent("new");
    }

    @Test
    void statTellsWhatStandsThere() throws IOException {
        file("f", "");
        Files.createLink(top.resolve("second"), top.resolve("f"));
        Files.createSymbolicLink(top.resolve("l"), Path.of("f"));
        calls.chmod(path("f"), 04640);
        Syscalls.FileInfo file = calls.stat(path("l")).orElseThrow();
        assertThat(file.isDirectory()).isFalse();
        assertThat(file.permissions()).isEqualTo(04640);
        assertThat(file.links()).isEqualTo(2);
        assertThat(file.inode()).isEqualTo(Files.getAttribute(top.resolve("f"), "unix:ino"));
        assertThat(file.device()).isNotZero();
        assertThat(file.uid()).isEqualTo(calls.effectiveUid());
        assertThat(calls.stat(top.toString()).orElseThrow().isDirectory()).isTrue();
    }

    @Test
    void statTellsNothingWhereThereIsNothing() throws IOException {
        file("f", "");
        Files.createSymbolicLink(top.resolve("dangling"), Path.of("none"));
        Files.createSymbolicLink(top.resolve("loop"), Path.of("loop"));
        assertThat(calls.stat(path("none"))).isEmpty();
        assertThat(calls.stat(path("f/below"))).isEmpty();
        assertThat(calls.stat(path("dangling"))).isEmpty();
        fails(Errno.ELOOP, "look at", () -> calls.stat(path("loop")));
    }

    @Test
    void theFileSystemOfProcIsProc() {
        assertThat(calls.fileSystemType("/proc")).isEqualTo(0x9fa0);
    }

    @Test
    void pathsAreUtf8() {
        calls.mkdir(path("\u00e4\u65e5"), 0755);
        assertThat(calls.stat(path("\u00e4\u65e5"))).isPresent();
        calls.rmdir(path("\u00e4\u65e5"));
    }

    @Test
    void descriptorsAreClosedOnExec() throws IOException {
        int fd = calls.open(file("f", ""), OpenFlag.READ, 0);
        assertThat(Files.readString(Path.of("/proc/self/fdinfo/" + fd))).containsPattern("flags:\\s+0?2[0-7]{6}\n");
        calls.close(fd);
    }

    @Test
    void aClosedDescriptorIsNoDescriptor() throws IOException {
        int fd = calls.open(file("f", ""), OpenFlag.READ, 0);
        calls.close(fd);
        fails(Errno.EBADF, "read " + Integer.MAX_VALUE, () -> calls.read(Integer.MAX_VALUE, 1));
        fails(Errno.EBADF, "write", () -> calls.write(Integer.MAX_VALUE, new byte[1]));
        assertThatNoException().isThrownBy(() -> calls.close(Integer.MAX_VALUE));
    }

    @Test
    void aLockBelongsToOneOpenFile() throws IOException {
        file("f", "");
        int one = calls.open(path("f"), OpenFlag.READ_WRITE, 0);
        int two = calls.open(path("f"), OpenFlag.READ_WRITE, 0);
        assertThat(calls.tryLock(one)).isTrue();
        assertThat(calls.tryLock(one)).isTrue();
        assertThat(calls.tryLock(two)).isFalse();
        calls.close(one);
        assertThat(calls.tryLock(two)).isTrue();
        calls.close(two);
    }

    @Test
    void lockWaitsUntilTheOtherIsClosed() throws Exception {
        file("f", "");
        int one = calls.open(path("f"), OpenFlag.READ_WRITE, 0);
        int two = calls.open(path("f"), OpenFlag.READ_WRITE, 0);
        calls.lock(one);
        CompletableFuture<Void> locked = CompletableFuture.runAsync(() -> calls.lock(two));
        assertThat(locked).isNotDone();
        calls.close(one);
        locked.get(10, TimeUnit.SECONDS);
        calls.close(two);
    }

    private String path(String name) {
        return top.resolve(name).toString();
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(top.resolve(name), content).toString();
    }

    private void append(String name, int flag, String content) {
        int fd = calls.open(path(name), OpenFlag.WRITE | flag, 0);
        calls.write(fd, content.getBytes(StandardCharsets.UTF_8));
        calls.close(fd);
    }

    private static void fails(Errno errno, String message, ThrowingCallable call) {
        assertThatExceptionOfType(KernelException.class)
                .isThrownBy(call)
                .returns(errno.number(), KernelException::errno)
                .withMessageStartingWith(message);
    }
}
