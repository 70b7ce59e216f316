package io.containerizer.linux.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.linux.syscall.Syscalls.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real kernel's Unix sockets. Only the native launcher accepts connections, so the test does that by hand. */
class FfmSocketsTest {

    private static final int ACCEPT4 = System.getProperty("os.arch").equals("aarch64") ? 242 : 288;

    private final FfmSyscalls calls = new FfmSyscalls();
    private final List<Integer> open = new ArrayList<>();

    @TempDir
    Path top;

    @AfterEach
    void close() {
        open.forEach(calls::close);
    }

    @Test
    void messagesKeepTheirBorders() {
        int[] pair = pair();
        calls.send(pair[0], bytes("one"), new int[0]);
        calls.send(pair[0], bytes("three"), new int[0]);
        assertThat(text(calls.receive(pair[1], 100))).isEqualTo("one");
        assertThat(text(calls.receive(pair[1], 100))).isEqualTo("three");
    }

    @Test
    void whatDoesNotFitIsCutOff() {
        int[] pair = pair();
        calls.send(pair[0], bytes("longer"), new int[0]);
        calls.send(pair[0], bytes("next"), new int[0]);
        assertThat(text(calls.receive(pair[1], 4))).isEqualTo("long");
        assertThat(text(calls.receive(pair[1], 4))).isEqualTo("next");
    }

    @Test
    void descriptorsTravelWithTheMessage() throws IOException {
        int[] pair = pair();
        Path file = Files.writeString(top.resolve("f"), "content");
        int fd = calls.open(file.toString(), OpenFlag.READ, 0);
        calls.send(pair[0], bytes("m"), new int[] {fd});
        calls.close(fd);
        Message message = calls.receive(pair[1], 10);
        assertThat(message.descriptors()).hasSize(1);
        open.add(message.descriptors()[0]);
        assertThat(calls.read(message.descriptors()[0], 100)).isEqualTo(bytes("content"));
        assertThat(Files.readString(Path.of("/proc/self/fdinfo/" + message.descriptors()[0])))
                .as("closed on exec")
                .containsPattern("flags:\\s+0?2[0-7]{6}\n");
    }

    @Test
    void asManyDescriptorsAsThereAreSlotsInAMessage() {
        int[] pair = pair();
        int[] many = IntStream.range(0, 16).map(i -> pair[0]).toArray();
        calls.send(pair[0], bytes("m"), many);
        int[] received = calls.receive(pair[1], 10).descriptors();
        assertThat(received).hasSize(16).doesNotHaveDuplicates();
        Arrays.stream(received).forEach(open::add);
    }

    @Test
    void anEmptyMessageMeansThatTheOtherSideIsGone() {
        int[] pair = pair();
        calls.close(pair[0]);
        assertThat(calls.receive(pair[1], 10).bytes()).isEmpty();
        fails(Errno.EPIPE, () -> calls.send(pair[1], bytes("m"), new int[0]));
    }

    @Test
    void whereNobodyListensThereIsNoConnection() throws IOException {
        fails(Errno.ENOENT, () -> calls.connect(path()));
        calls.close(calls.listen(path()));
        fails(Errno.ECONNREFUSED, () -> calls.connect(path()));
        fails(Errno.EADDRINUSE, () -> calls.listen(path()));
        fails(Errno.ENAMETOOLONG, () -> calls.connect("/" + "x".repeat(107)));
        fails(Errno.ENOENT, () -> calls.connect("/" + "x".repeat(106)));
    }

    @Test
    void failuresLeaveNoDescriptorBehind() throws IOException {
        calls.close(calls.listen(path()));
        long before = descriptors();
        for (int i = 0; i < 20; i++) {
            fails(Errno.ECONNREFUSED, () -> calls.connect(path()));
            fails(Errno.EADDRINUSE, () -> calls.listen(path()));
            fails(Errno.ENAMETOOLONG, () -> calls.connect("/" + "x".repeat(200)));
            fails(Errno.ENAMETOOLONG, () -> calls.listen("/" + "x".repeat(200)));
        }
        assertThat(descriptors()).isLessThan(before + 20);
    }

    private static long descriptors() throws IOException {
        try (var entries = Files.list(Path.of("/proc/self/fd"))) {
            return entries.count();
        }
    }

    private int[] pair() {
        int listening = calls.listen(path());
        int client = calls.connect(path());
        int accepted = (int) new NativeCall().call(ACCEPT4, listening, 0, 0, OpenFlag.CLOSE_ON_EXEC, 0, 0);
        open.addAll(List.of(listening, client, accepted));
        return new int[] {client, accepted};
    }

    private String path() {
        return top.resolve("s").toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(Message message) {
        return new String(message.bytes(), StandardCharsets.US_ASCII);
    }

    private static void fails(Errno errno, ThrowingCallable call) {
        assertThatExceptionOfType(KernelException.class)
                .isThrownBy(call)
                .returns(errno.number(), KernelException::errno);
    }
}
