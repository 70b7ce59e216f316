package io.containerizer.launch;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.linux.event.Poller;
import io.containerizer.linux.syscall.Errno;
import io.containerizer.linux.syscall.KernelException;
import io.containerizer.linux.syscall.Syscalls;
import io.containerizer.linux.syscall.Syscalls.Message;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One connection to the native launcher. Requests carry a token, answers are matched to it; when the launcher dies,
 * every answer still outstanding becomes a failure.
 */
final class LauncherChannel implements AutoCloseable {

    private static final int REQUEST = 24;
    private static final int MAX_INLINE = 100_000;
    private static final int LAUNCH = 1;
    private static final int GO = 2;
    private static final int HOST_VIEW = 3;
    private static final int PLAN_IN_DESCRIPTOR = 1;
    private static final int GATED = 2;

    private final Syscalls calls;
    private final int socket;
    private final CompletableFuture<Poller.Watch> watch = new CompletableFuture<>();
    private final Map<Long, CompletableFuture<LauncherReply>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong tokens = new AtomicLong(1);
    private volatile boolean broken;
    private volatile ContainerizerException end = ContainerizerException.of(
            ErrorCode.LAUNCH_FAILED, "wait for", "native launcher", "it ended before it answered");

    LauncherChannel(Syscalls calls, Poller poller, int socket) {
        this.calls = calls;
        this.socket = socket;
        watch.complete(poller.watch(socket, Poller.READABLE, this::onReadable));
    }

    boolean isBroken() {
        return broken;
    }

    /** The pending answer to a launch; for a gated one there is a second answer after {@link #go}. */
    record Pending(long token, CompletableFuture<LauncherReply> answer) {}

    Pending launch(WireProgram program) {
        byte[] plan = program.bytes();
        int flags = program.gated() ? GATED : 0;
        int[] descriptors =
                program.descriptors().stream().mapToInt(Integer::intValue).toArray();
        if (plan.length <= MAX_INLINE) {
            return request(LAUNCH, flags, plan.length, plan, descriptors);
        }
        int memory = calls.memoryFile("plan", plan, true);
        try {
            int[] withPlan = new int[descriptors.length + 1];
            withPlan[0] = memory;
            System.arraycopy(descriptors, 0, withPlan, 1, descriptors.length);
            return request(LAUNCH, flags | PLAN_IN_DESCRIPTOR, plan.length, new byte[0], withPlan);
        } finally {
            calls.close(memory);
        }
    }

    /** Opens the gate of a launch. */
    Pending go(long token) {
        CompletableFuture<LauncherReply> answer = new CompletableFuture<>();
        waiting.put(token, answer);
        send(GO, 0, token, 0, new byte[0], new int[0]);
        if (broken) {
            failAll(); // it broke between the two lines above
        }
        return new Pending(token, answer);
    }

    /**
     * Chooses which of the host's mounts containers on the host's root see; none named: all.
     *
     * @param failed called when the launcher goes on with the view it had
     */
    void hostView(String staging, List<String> mountPoints, Runnable failed) {
        StringBuilder text = new StringBuilder(staging).append('\0');
        mountPoints.forEach(m -> text.append(m).append('\0'));
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        var _ = request(HOST_VIEW, 0, bytes.length, bytes, new int[0]).answer().thenAccept(r -> {
            if (r.errno() != 0) {
                failed.run();
                System.getLogger(LauncherChannel.class.getName())
                        .log(
                                System.Logger.Level.WARNING,
                                "cannot set up the launcher's view of the host's mounts: " + Errno.describe(r.errno()));
            }
        });
    }

    /** An answer that comes after all is not waited for any more. */
    void giveUp(long token) {
        waiting.remove(token);
    }

    private Pending request(int kind, int flags, int planLength, byte[] body, int[] descriptors) {
        long token = tokens.getAndIncrement();
        CompletableFuture<LauncherReply> answer = new CompletableFuture<>();
        waiting.put(token, answer);
        send(kind, flags, token, planLength, body, descriptors);
        if (broken) {
            failAll(); // it broke between the two lines above
        }
        return new Pending(token, answer);
    }

    private void send(int kind, int flags, long token, int planLength, byte[] body, int[] descriptors) {
        ByteBuffer message = ByteBuffer.allocate(REQUEST + body.length).order(ByteOrder.nativeOrder());
        message.putInt(kind)
                .putInt(flags)
                .putLong(token)
                .putInt(planLength)
                .putInt(0)
                .put(body);
        try {
            calls.send(socket, message.array(), descriptors);
        } catch (KernelException e) {
            if (!e.is(Errno.EPIPE) && !e.is(Errno.ECONNRESET)) { // of these, the other thread learns the reason
                waiting.remove(token);
                throw e;
            }
        }
    }

    private void onReadable() {
        Message message = receive();
        if (message.bytes().length < LauncherReply.SIZE) {
            breakOff();
            return;
        }
        LauncherReply reply = LauncherReply.parse(message);
        if (reply.kind() == LauncherReply.Kind.REFUSED) {
            end = LaunchFailures.refusal(reply.errno());
            breakOff();
            return;
        }
        CompletableFuture<LauncherReply> answer = waiting.remove(reply.token());
        if (answer != null) {
            answer.complete(reply);
        } else if (reply.pidfd() >= 0) {
            calls.close(reply.pidfd());
        }
    }

    /** What was sent before the connection was reset is still there to be read. */
    private Message receive() {
        for (int tries = 0; tries < 2; tries++) {
            try {
                return calls.receive(socket, LauncherReply.SIZE);
            } catch (KernelException e) {
                if (!e.is(Errno.ECONNRESET)) {
                    break;
                }
            }
        }
        return new Message(new byte[0], new int[0]);
    }

    private void breakOff() {
        broken = true;
        watch.join().close(); // the launcher may be faster than the constructor
        failAll();
    }

    private void failAll() {
        for (Long token : List.copyOf(waiting.keySet())) {
            CompletableFuture<LauncherReply> answer = waiting.remove(token);
            if (answer != null) {
                answer.completeExceptionally(end);
            }
        }
    }

    @Override
    public void close() {
        watch.join().close();
        broken = true;
        calls.close(socket);
        failAll();
    }
}
