package io.containerizer.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.linux.syscall.Errno;
import io.containerizer.linux.syscall.KernelException;
import io.containerizer.linux.syscall.OpenFlag;
import io.containerizer.linux.syscall.Syscalls.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What no comparison with the real kernel can show: recording, failing on demand, and what is made up. */
class RecordingSyscallsTest {

    @TempDir(factory = InMemory.class)
    Path root;

    private RecordingSyscalls kernel;

    @BeforeEach
    void boot() {
        kernel = new RecordingSyscalls(root);
    }

    @Test
    void callsAreRecordedWithThePathsOfTheKernel() {
        kernel.mkdir("/a", 0755);
        kernel.mkdir(root.resolve("a/b").toString(), 0700);
        int fd = kernel.open("/a/f", OpenFlag.WRITE | OpenFlag.CREATE, 0600);
        kernel.write(fd, new byte[] {'x'});
        kernel.close(fd);
        assertThat(kernel.log().calls("mkdir", "open", "write"))
                .containsExactly("mkdir /a 755", "mkdir /a/b 700", "open /a/f", "write /a/f x");
        kernel.log().forget();
        assertThat(kernel.log().calls()).isEmpty();
    }

    @Test
    void filesAreThoseOfItsRoot() throws IOException {
        Files.createDirectories(root.resolve("proc/self"));
        Files.writeString(root.resolve("proc/self/mountinfo"), "recorded");
        int fd = kernel.open("/proc/self/mountinfo", OpenFlag.READ, 0);
        assertThat(kernel.read(fd, 100)).asString().isEqualTo("recorded");
    }

    @Test
    void chosenCallsFailAsOftenAsAskedFor() {
        kernel.log().fail("mkdir", "/b", Errno.ENOSPC, 2);
        kernel.mkdir("/a", 0755);
        fails(Errno.ENOSPC, () -> kernel.mkdir("/b", 0755));
        fails(Errno.ENOSPC, () -> kernel.mkdir("/a/b", 0755));
        kernel.mkdir("/b", 0755);
    }

    @Test
    void oneCallFailsWhateverItIs() {
        kernel.log().failAfter(1, Errno.EIO);
        kernel.mkdir("/a", 0755);
        fails(Errno.EIO, () -> kernel.stat("/a"));
        assertThat(kernel.log().hasFailed()).isTrue();
        assertThat(kernel.stat("/a")).isPresent();
        assertThat(kernel.log().hasFailed()).isFalse();
    }

    @Test
    void processesLiveUntilTheyAreKilled() {
        fails(Errno.ESRCH, () -> kernel.pidfdOpen(7));
        kernel.process(7);
        int pidfd = kernel.pidfdOpen(7);
        int epoll = kernel.epollCreate();
        kernel.epollAdd(epoll, pidfd, 1, 70);
        assertThat(kernel.pidfdSignal(pidfd, 15)).isTrue();
        assertThat(kernel.epollWait(epoll, 0)).isEmpty();
        assertThat(kernel.pidfdSignal(pidfd, 9)).isTrue();
        assertThat(kernel.epollWait(epoll, 0)).containsExactly(70);
        assertThat(kernel.pidfdSignal(pidfd, 9)).isFalse();
        fails(Errno.ESRCH, () -> kernel.pidfdOpen(7));
    }

    @Test
    void aFileOfTheKernelTellsOfAChangeOnce() {
        FakeEnvironment host = new FakeEnvironment(root, CgroupFlavour.V2);
        String events =
                host.cgroups().mountPoint("memory").resolve("memory.events").toString();
        int fd = host.kernel().open(events, OpenFlag.READ, 0);
        int epoll = host.kernel().epollCreate();
        host.kernel().epollAdd(epoll, fd, 2, 5);
        host.kernel().changed(Path.of(events));
        assertThat(host.kernel().epollWait(epoll, 0)).containsExactly(5);
        assertThat(host.kernel().epollWait(epoll, 0)).isEmpty();
        host.close();
    }

    @Test
    void aClosedDescriptorIsWatchedNoMore() {
        int event = kernel.eventFd();
        int epoll = kernel.epollCreate();
        kernel.epollAdd(epoll, event, 1, 1);
        kernel.eventFdSignal(event);
        kernel.close(event);
        assertThat(kernel.epollWait(epoll, 0)).isEmpty();
        assertThat(kernel.eventFd()).as("the lowest number that is free").isEqualTo(event);
    }

    @Test
    void socketsPassMessagesBothWays() {
        fails(Errno.ENOENT, () -> kernel.connect("/s"));
        int listening = kernel.listen("/s");
        int socket = kernel.connect("/s");
        kernel.send(socket, new byte[] {1}, new int[] {9});
        assertThat(kernel.sent(socket))
                .singleElement()
                .satisfies(m -> assertThat(m.descriptors()).containsExactly(9));
        kernel.arrive(socket, new Message(new byte[] {2}, new int[0]));
        assertThat(kernel.receive(socket, 10).bytes()).containsExactly(2);
        kernel.hangUp(socket);
        assertThat(kernel.receive(socket, 10).bytes()).isEmpty();
        fails(Errno.EPIPE, () -> kernel.send(socket, new byte[1], new int[0]));
        kernel.close(listening);
        fails(Errno.ECONNREFUSED, () -> kernel.connect("/s"));
    }

    @Test
    void aSpawnedProgramServesTheSocketItInherited() {
        int listening = kernel.listen("/s");
        kernel.spawn("/launcher", List.of("launcher"), listening);
        kernel.close(listening);
        assertThat(kernel.connect("/s")).isPositive();
    }

    @Test
    void recordLocksAreThoseOfOthers() throws IOException {
        Path file = Files.createFile(root.resolve("status"));
        int fd = kernel.open("/status", OpenFlag.READ_WRITE, 0);
        assertThat(kernel.recordLockOwner(fd)).isEmpty();
        assertThat(kernel.tryRecordLock(fd)).isTrue();
        kernel.lockRecord(file, 7);
        assertThat(kernel.recordLockOwner(fd)).hasValue(7);
        assertThat(kernel.tryRecordLock(fd)).isFalse();
    }

    private static void fails(Errno errno, ThrowingCallable call) {
        assertThatExceptionOfType(KernelException.class)
                .isThrownBy(call)
                .returns(errno.number(), KernelException::errno);
    }
}
