package io.containerizer.verify.engine;

import static io.containerizer.verify.engine.EngineFixture.ISOLATION;
import static io.containerizer.verify.engine.EngineFixture.shell;
import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.api.ContainerId;
import io.containerizer.lifecycle.Containerizer;
import io.containerizer.linux.syscall.FfmSyscalls;
import io.containerizer.linux.syscall.Syscalls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the native launcher makes of requests that no engine sends. */
@KernelTest
class LauncherProtocolTest {

    private static final int LAUNCH = 1;
    private static final int HOST_VIEW = 3;
    private static final int PLAN_IN_DESCRIPTOR = 1;
    private static final int FAILED = 2;
    private static final int DONE = 4;
    private static final int ENOENT = 2;
    private static final int EBADMSG = 74;

    /** A step that is complete. */
    private static final byte[] PIVOT = op(17, new long[0]);

    private final Syscalls calls = new FfmSyscalls();

    private record Reply(int kind, int index, int errno) {}

    static Stream<Arguments> incompletePlans() {
        byte[] cut = Arrays.copyOf(PIVOT, PIVOT.length);
        ByteBuffer.wrap(cut).order(ByteOrder.nativeOrder()).putInt(4, 1 << 20);
        byte[] unterminated = op(1, new long[0], "/directory");
        unterminated[64 + 10] = 'x';
        return Stream.of(
                Arguments.of("an operation longer than the plan", cut),
                Arguments.of("an operation that there is not", op(99, new long[0])),
                Arguments.of("a mount without its strings", op(12, new long[6], "proc", "/proc")),
                Arguments.of("a string without its end", unterminated),
                Arguments.of("two strings for one", op(1, new long[0], "/one\0/two")),
                Arguments.of("a slot that there is not", op(3, new long[] {48}, "/dev/null")),
                Arguments.of("no slot where one must be", op(9, new long[] {-1})),
                Arguments.of("more arguments than strings", op(30, new long[] {3, 0}, "sh", "/bin", "sh", "-c")),
                Arguments.of("counts whose sum wraps", op(30, new long[] {-1, 3}, "sh", "/bin", "sh", "A=b")),
                Arguments.of("no program to execute", op(30, new long[] {-2, 0})));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("incompletePlans")
    void anIncompletePlanIsRefusedBeforeAnyOfItIsDone(String name, byte[] step, EngineFixture fixture)
            throws IOException {
        Path made = fixture.top().resolve("made");
        byte[] plan = join(op(1, new long[] {0755}, made.toString()), step);
        assertThat(afterALaunch(fixture, LAUNCH, 0, plan.length, plan)).isEqualTo(new Reply(FAILED, 1, EBADMSG));
        assertThat(made).doesNotExist();
    }

    @Test
    void aPlanInMemoryMustBeUnchangeableAndAsLongAsItClaims(EngineFixture fixture) throws IOException {
        int open = calls.memoryFile("plan", PIVOT, false);
        int sealed = calls.memoryFile("plan", PIVOT, true);
        int file = calls.open(Files.write(fixture.top().resolve("plan"), PIVOT).toString(), 0, 0);
        Reply refused = new Reply(FAILED, 0, EBADMSG);
        assertThat(afterALaunch(fixture, LAUNCH, PLAN_IN_DESCRIPTOR, PIVOT.length, new byte[0], open))
                .isEqualTo(refused);
        assertThat(ask(fixture, LAUNCH, PLAN_IN_DESCRIPTOR, PIVOT.length, new byte[0], file))
                .isEqualTo(refused);
        assertThat(ask(fixture, LAUNCH, PLAN_IN_DESCRIPTOR, 1 << 20, new byte[0], sealed))
                .isEqualTo(refused);
        assertThat(ask(fixture, LAUNCH, PLAN_IN_DESCRIPTOR, PIVOT.length, new byte[0]))
                .isEqualTo(refused);
        for (int fd : new int[] {open, sealed, file}) {
            calls.close(fd);
        }
    }

    @Test
    void aViewOfTheHostThatCannotBeMadeLeavesTheFormerOne(EngineFixture fixture) throws IOException {
        Containerizer engine = fixture.engine(ISOLATION);
        fixture.run(engine, shell(ContainerId.of("before"), "true"));
        Path namespace = Path.of("/proc/" + LauncherFaultsTest.launcher(fixture) + "/ns/mnt");
        Path before = Files.readSymbolicLink(namespace);
        byte[] view = (fixture.top() + "/nothing\0/proc\0").getBytes(StandardCharsets.UTF_8);
        assertThat(ask(fixture, HOST_VIEW, 0, view.length, view)).isEqualTo(new Reply(DONE, 0, ENOENT));
        assertThat(Files.readSymbolicLink(namespace)).isEqualTo(before);
        fixture.run(engine, shell(ContainerId.of("after"), "true"));
    }

    /** Asks a launcher that has launched before, and launches again after it. */
    private Reply afterALaunch(
            EngineFixture fixture, int kind, int flags, int length, byte[] body, int... descriptors) {
        Containerizer engine = fixture.engine(ISOLATION);
        fixture.run(engine, shell(ContainerId.of("before"), "true"));
        Reply reply = ask(fixture, kind, flags, length, body, descriptors);
        fixture.run(engine, shell(ContainerId.of("after"), "true"));
        return reply;
    }

    private Reply ask(EngineFixture fixture, int kind, int flags, int length, byte[] body, int... descriptors) {
        int socket = calls.connect(LauncherFaultsTest.socket(fixture));
        try {
            ByteBuffer request = ByteBuffer.allocate(24 + body.length).order(ByteOrder.nativeOrder());
            request.putInt(kind)
                    .putInt(flags)
                    .putLong(1)
                    .putInt(length)
                    .putInt(0)
                    .put(body);
            calls.send(socket, request.array(), descriptors);
            ByteBuffer reply =
                    ByteBuffer.wrap(calls.receive(socket, 24).bytes()).order(ByteOrder.nativeOrder());
            return new Reply(reply.getInt(0), reply.getInt(16), reply.getInt(20));
        } finally {
            calls.close(socket);
        }
    }

    /** As {@code struct op} of plan.h. */
    private static byte[] op(int code, long[] arguments, String... strings) {
        byte[] payload = Stream.of(strings)
                .map(s -> (s + "\0").getBytes(StandardCharsets.UTF_8))
                .reduce(new byte[0], LauncherProtocolTest::join);
        int length = (64 + payload.length + 7) / 8 * 8;
        ByteBuffer op = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
        op.putShort((short) code)
                .putShort((short) 0)
                .putInt(length)
                .putInt(strings.length)
                .putInt(payload.length);
        for (int i = 0; i < 6; i++) {
            op.putLong(i < arguments.length ? arguments[i] : 0);
        }
        return op.put(payload).array();
    }

    private static byte[] join(byte[] one, byte[] other) {
        return ByteBuffer.allocate(one.length + other.length)
                .put(one)
                .put(other)
                .array();
    }
}
