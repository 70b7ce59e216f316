package io.containerizer.linux.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real kernel's event queues, counters and files in memory. */
class FfmEventsTest {

    private static final int READABLE = 1;
    private static final long SECOND_TAG = 0x1234_5678_9abc_def0L;

    private final Syscalls calls = new FfmSyscalls();
    private final int epoll = calls.epollCreate();
    private final int one = calls.eventFd();
    private final int two = calls.eventFd();

    @AfterEach
    void close() {
        IntStream.of(epoll, one, two).forEach(calls::close);
    }

    @Test
    void tagsComeBackAsTheyWere() {
        calls.epollAdd(epoll, one, READABLE, -1);
        calls.epollAdd(epoll, two, READABLE, SECOND_TAG);
        assertThat(calls.epollWait(epoll, 0)).isEmpty();
        calls.eventFdSignal(two);
        assertThat(calls.epollWait(epoll, 1000)).containsExactly(SECOND_TAG);
        calls.eventFdSignal(one);
        assertThat(calls.epollWait(epoll, 1000)).containsExactlyInAnyOrder(-1, SECOND_TAG);
    }

    @Test
    void whatIsReadIsReadyNoMore() {
        calls.epollAdd(epoll, one, READABLE, 1);
        calls.eventFdSignal(one);
        calls.eventFdSignal(one);
        assertThat(calls.read(one, 8)).hasSize(8).contains(2);
        assertThat(calls.epollWait(epoll, 0)).isEmpty();
        assertThatExceptionOfType(KernelException.class)
                .isThrownBy(() -> calls.read(one, 8))
                .returns(Errno.EAGAIN.number(), KernelException::errno);
    }

    @Test
    void whatIsRemovedIsNotReported() {
        calls.epollAdd(epoll, one, READABLE, 1);
        calls.eventFdSignal(one);
        calls.epollRemove(epoll, one);
        assertThat(calls.epollWait(epoll, 0)).isEmpty();
        calls.epollRemove(epoll, one); // again, and nothing happens
    }

    @Test
    void aWaitEndsWithTheEvent() {
        calls.epollAdd(epoll, one, READABLE, 7);
        CompletableFuture<long[]> ready = CompletableFuture.supplyAsync(() -> calls.epollWait(epoll, -1));
        calls.eventFdSignal(one);
        assertThat(ready.join()).containsExactly(7);
    }

    @Test
    void ordinaryFilesCannotBeWatched(@TempDir Path top) throws IOException {
        int fd = calls.open(Files.createFile(top.resolve("f")).toString(), OpenFlag.READ, 0);
        assertThatExceptionOfType(KernelException.class)
                .isThrownBy(() -> calls.epollAdd(epoll, fd, READABLE, 1))
                .returns(Errno.EPERM.number(), KernelException::errno);
        calls.close(fd);
    }

    @Test
    void aSealedFileInMemoryCannotBeChanged() throws IOException {
        byte[] content = "plan".getBytes(StandardCharsets.US_ASCII);
        int sealed = calls.memoryFile("test", content, true);
        assertThat(Files.readAllBytes(Path.of("/proc/self/fd/" + sealed))).isEqualTo(content);
        for (int flag : List.of(OpenFlag.WRITE, OpenFlag.WRITE | OpenFlag.TRUNCATE)) {
            assertThatExceptionOfType(KernelException.class)
                    .isThrownBy(() -> calls.write(calls.open("/proc/self/fd/" + sealed, flag, 0), content))
                    .returns(Errno.EPERM.number(), KernelException::errno);
        }
        calls.close(sealed);
    }

    @Test
    void anOpenOneCan() throws IOException {
        int open = calls.memoryFile("test", new byte[] {1}, false);
        calls.write(open, new byte[] {2});
        assertThat(Files.readAllBytes(Path.of("/proc/self/fd/" + open))).containsExactly(1, 2);
        calls.close(open);
    }

    /** Every thread has an errno of its own, and it is asked for right after the call. */
    @Test
    void threadsDoNotSeeEachOthersErrors() {
        List<CompletableFuture<Boolean>> checks = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> IntStream.range(0, 2000)
                        .allMatch(n -> i % 2 == 0
                                ? errno(() -> calls.read(Integer.MAX_VALUE, 1)) == Errno.EBADF.number()
                                : errno(() -> calls.rmdir("/nonexistent/x")) == Errno.ENOENT.number())))
                .toList();
        assertThat(checks).allSatisfy(c -> assertThat(c.join()).isTrue());
    }

    private static int errno(Runnable call) {
        try {
            call.run();
            return 0;
        } catch (KernelException e) {
            return e.errno();
        }
    }
}
