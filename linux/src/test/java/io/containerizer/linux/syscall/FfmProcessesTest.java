package io.containerizer.linux.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real kernel's processes. */
class FfmProcessesTest {

    private static final int READABLE = 1;
    private static final int SIGKILL = 9;
    private static final int EXISTS = 0;

    private final Syscalls calls = new FfmSyscalls();

    @TempDir
    Path top;

    @Test
    void thisProcess() {
        assertThat(calls.pid()).isEqualTo((int) ProcessHandle.current().pid());
        assertThat(calls.effectiveUid()).isEqualTo(ownUid());
    }

    @Test
    void aPidfdTellsWhenItsProcessEnds() throws Exception {
        Process sleep = new ProcessBuilder("sleep", "60").start();
        int pidfd = calls.pidfdOpen((int) sleep.pid());
        int epoll = calls.epollCreate();
        calls.epollAdd(epoll, pidfd, READABLE, 5);
        assertThat(calls.epollWait(epoll, 0)).isEmpty();
        assertThat(calls.pidfdSignal(pidfd, EXISTS)).isTrue();
        assertThat(calls.pidfdSignal(pidfd, SIGKILL)).isTrue();
        assertThat(calls.epollWait(epoll, 10_000)).containsExactly(5);
        assertThat(sleep.waitFor()).isEqualTo(128 + SIGKILL);
        assertThat(calls.pidfdSignal(pidfd, EXISTS)).isFalse();
        calls.close(epoll);
        calls.close(pidfd);
    }

    @Test
    void aProcessThatIsGoneCannotBeOpened() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        assertThatExceptionOfType(KernelException.class)
                .isThrownBy(() -> calls.pidfdOpen((int) gone.pid()))
                .returns(Errno.ESRCH.number(), KernelException::errno);
    }

    @Test
    void aDescriptorOfAnotherProcessCanBeCopied() throws Exception {
        Path file = Files.writeString(top.resolve("f"), "content");
        Process sleep =
                new ProcessBuilder("sleep", "60").redirectInput(file.toFile()).start();
        int pidfd = calls.pidfdOpen((int) sleep.pid());
        int copy = calls.pidfdGetFd(pidfd, 0);
        assertThat(new String(calls.read(copy, 100), StandardCharsets.UTF_8)).isEqualTo("content");
        assertThatExceptionOfType(KernelException.class)
                .isThrownBy(() -> calls.pidfdGetFd(pidfd, 1000))
                .returns(Errno.EBADF.number(), KernelException::errno);
        calls.close(copy);
        calls.close(pidfd);
        sleep.destroyForcibly();
    }

    @Test
    void aSpawnedProgramInheritsOneDescriptorAndNoEnvironment() throws Exception {
        int shared = calls.open(top.resolve("out").toString(), OpenFlag.WRITE | OpenFlag.CREATE, 0600);
        int kept = calls.open(top.toString(), OpenFlag.READ, 0);
        String script = "exec >/proc/self/fd/" + shared + "; echo $0 $1; echo path=$HOME; test -e /proc/self/fd/" + kept
                + " && echo leaked; echo end";
        int pid = calls.spawn("/bin/sh", List.of("sh", "-c", script, "zero", "one"), shared);
        awaitExit(pid);
        assertThat(top.resolve("out")).hasContent("zero one\npath=\nend");
        calls.close(shared);
        calls.close(kept);
    }

    @Test
    void aProgramThatIsNotThereIsNotSpawned() {
        int any = calls.eventFd();
        assertThatExceptionOfType(KernelException.class)
                .isThrownBy(() -> calls.spawn(top.resolve("none").toString(), List.of("none"), any))
                .withMessage("start " + top.resolve("none") + ": ENOENT (No such file or directory)");
        calls.close(any);
    }

    private void awaitExit(int pid) {
        int pidfd = calls.pidfdOpen(pid);
        int epoll = calls.epollCreate();
        calls.epollAdd(epoll, pidfd, READABLE, 1);
        assertThat(calls.epollWait(epoll, (int) TimeUnit.SECONDS.toMillis(10))).hasSize(1);
        calls.close(epoll);
        calls.close(pidfd);
    }

    private static int ownUid() {
        try {
            return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
