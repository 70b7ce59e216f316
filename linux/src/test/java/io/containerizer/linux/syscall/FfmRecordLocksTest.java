package io.containerizer.linux.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real kernel's record locks. They belong to processes, so it takes two. */
class FfmRecordLocksTest {

    private final Syscalls calls = new FfmSyscalls();
    private Path file;

    @BeforeEach
    void makeFile(@TempDir Path top) throws Exception {
        file = Files.createFile(top.resolve("status"));
    }

    @Test
    void aLockOfAnotherProcessShowsWhoseItIs() throws Exception {
        Process holder = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(holder.inputReader().readLine()).isEqualTo("locked");

        int fd = calls.open(file.toString(), OpenFlag.READ_WRITE, 0);
        assertThat(calls.tryRecordLock(fd)).isFalse();
        assertThat(calls.recordLockOwner(fd)).hasValue((int) holder.pid());

        holder.outputWriter().close();
        holder.waitFor();
        assertThat(calls.recordLockOwner(fd)).isEmpty();
        assertThat(calls.tryRecordLock(fd)).isTrue();
        calls.close(fd);
    }

    @Test
    void onesOwnLockIsNoObstacle() {
        int one = calls.open(file.toString(), OpenFlag.READ_WRITE, 0);
        int two = calls.open(file.toString(), OpenFlag.READ_WRITE, 0);
        assertThat(calls.tryRecordLock(one)).isTrue();
        assertThat(calls.tryRecordLock(two)).isTrue();
        assertThat(calls.recordLockOwner(two)).isEmpty();
        calls.close(one);
        calls.close(two);
    }
}
