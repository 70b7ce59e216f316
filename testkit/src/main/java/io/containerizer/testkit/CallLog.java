package io.containerizer.testkit;

import io.containerizer.linux.syscall.Errno;
import io.containerizer.linux.syscall.KernelException;
import java.io.IOException;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was asked of {@link RecordingSyscalls}, and which calls are to fail. */
public final class CallLog {

    private final String root;
    private final List<String> calls = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();
    private int failIn = Integer.MAX_VALUE;
    private Errno failWith = Errno.EIO;

    CallLog(Path root) {
        this.root = root.toString();
    }

    /** A failure to come: of calls with this name whose subject ends so. */
    private static final class Failure {
        private final String call;
        private final String ending;
        private final Errno errno;
        private int times;

        private Failure(String call, String ending, Errno errno, int times) {
            this.call = call;
            this.ending = ending;
            this.errno = errno;
            this.times = times;
        }
    }

    /** All calls, {@code mkdir /a/b 755} and so on, paths as the kernel would name them. Of some names only, if any are given. */
    public synchronized List<String> calls(String... names) {
        List<String> wanted = List.of(names);
        return calls.stream()
                .filter(c -> wanted.isEmpty() || wanted.contains(c.split(" ", 2)[0]))
                .toList();
    }

    public synchronized void forget() {
        calls.clear();
    }

    /** Makes the next calls fail that have this name (of the method) and a subject that ends so. */
    public synchronized void fail(String call, String ending, Errno errno, int times) {
        failures.add(new Failure(call, ending, errno, times));
    }

    /** Makes one call fail, whatever it is: the first after {@code others} more. */
    public synchronized void failAfter(int others, Errno errno) {
        failIn = others;
        failWith = errno;
    }

    /** Takes {@link #failAfter} back. True: that call has come, and failed. */
    public synchronized boolean hasFailed() {
        boolean failed = failIn < 0;
        failIn = Integer.MAX_VALUE;
        return failed;
    }

    /** What a call does. */
    interface Body<T> {
        T run() throws IOException;
    }

    synchronized void add(String call) {
        calls.add(call);
    }

    /**
     * Notes a call, and makes or fails it.
     *
     * @param words as the real kernel's exception has them
     * @param told the subject in the exception
     * @param subject the subject in the log
     */
    <T> T run(String name, String words, String told, String subject, String detail, Body<T> body) {
        try {
            Optional<Errno> failure = note(name, subject, detail);
            if (failure.isPresent()) {
                throw error(failure.get());
            }
            return body.run();
        } catch (IOException e) {
            throw new KernelException(words, told, FakeFiles.errno(e).number());
        } catch (NonReadableChannelException | NonWritableChannelException e) {
            throw new KernelException(words, told, Errno.EBADF.number());
        }
    }

    private synchronized Optional<Errno> note(String name, String subject, String detail) {
        String shown = subject.startsWith(root + "/") ? subject.substring(root.length()) : subject;
        calls.add((name + " " + shown + " " + detail).strip());
        if (failIn >= 0 && failIn != Integer.MAX_VALUE && failIn-- == 0) {
            return Optional.of(failWith);
        }
        for (Failure failure : failures) {
            if (failure.times > 0 && failure.call.equals(name) && shown.endsWith(failure.ending)) {
                failure.times--;
                return Optional.of(failure.errno);
            }
        }
        return Optional.empty();
    }

    static IOException error(Errno errno) {
        return FakeFiles.failure(Path.of(""), errno);
    }
}
