package io.containerizer.launch;

import io.containerizer.api.ContainerId;
import io.containerizer.checkpoint.Layout;
import io.containerizer.linux.syscall.Errno;
import io.containerizer.linux.syscall.KernelException;
import io.containerizer.linux.syscall.OpenFlag;
import io.containerizer.linux.syscall.Syscalls;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/**
 * The file {@code status} of a container. Its init holds a record lock on it for life, writes {@code r} into it once the
 * command runs, and at the end the wait status. The lock says without doubt whether a container lives and who its init is: the kernel keeps it, and no
 * reused pid can have it. Once the file holds anything or has lost its name, no init can come to life on it.
 */
public final class StatusFile {

    /** The number under which an init keeps its terminal's master: KEEP_TERMINAL of plan.h. */
    static final int TERMINAL_DESCRIPTOR = 4;

    private static final int MAX_LENGTH = 256;
    private static final String REVOKED = "revoked\n";

    private final Syscalls calls;
    private final Layout layout;

    public StatusFile(Syscalls calls, Layout layout) {
        this.calls = calls;
        this.layout = layout;
    }

    /** What a finished init left. */
    public record Content(int status, Optional<String> failure) {}

    /** The pid of the init, if it lives. */
    public OptionalInt holder(ContainerId id) {
        return withFile(id, calls::recordLockOwner).orElse(OptionalInt.empty());
    }

    /** The living init, opened; asked twice, so that the pid cannot have passed to another process between. */
    Optional<InitProcess> openInit(ContainerId id) {
        for (OptionalInt pid = holder(id); pid.isPresent(); pid = holder(id)) {
            int pidfd;
            try {
                pidfd = calls.pidfdOpen(pid.getAsInt());
            } catch (KernelException e) {
                if (e.is(Errno.ESRCH)) {
                    continue;
                }
                throw e;
            }
            if (holder(id).equals(pid)) {
                return Optional.of(new InitProcess(pid.getAsInt(), pidfd));
            }
            calls.close(pidfd);
        }
        return Optional.empty();
    }

    /** What the init wrote; nothing when it was killed, or is still there. */
    public Optional<Content> read(ContainerId id) {
        return text(id).flatMap(StatusFile::parse);
    }

    /** Whether the command was ever started. */
    public boolean started(ContainerId id) {
        return text(id).map(text -> !text.isEmpty()
                        && !text.equals(REVOKED)
                        && failure(text).isEmpty())
                .orElse(false);
    }

    private Optional<String> text(ContainerId id) {
        return withFile(id, fd -> new String(calls.read(fd, MAX_LENGTH), StandardCharsets.US_ASCII));
    }

    /**
     * Makes sure that no init will ever live on this file: one that finds it written to gives up. What an init has left
     * stays.
     *
     * @return false when one lives now
     */
    public boolean revoke(ContainerId id) {
        return withFile(id, fd -> {
                    boolean free = calls.tryRecordLock(fd);
                    if (free && calls.read(fd, MAX_LENGTH).length == 0) {
                        calls.write(fd, REVOKED.getBytes(StandardCharsets.US_ASCII));
                    }
                    return free;
                })
                .orElse(true);
    }

    private static Optional<Content> parse(String text) {
        int end = text.indexOf('\n');
        try {
            return end < 0
                    ? Optional.empty()
                    : Optional.of(new Content(Integer.parseInt(text.substring(0, end)), failure(text)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> failure(String text) {
        return text.lines().skip(1).findFirst();
    }

    private <T> Optional<T> withFile(ContainerId id, IntFunction<T> use) {
        int fd;
        try {
            fd = calls.open(layout.status(id).toString(), OpenFlag.READ_WRITE, 0);
        } catch (KernelException e) {
            if (e.is(Errno.ENOENT)) {
                return Optional.empty();
            }
            throw e;
        }
        try {
            return Optional.of(use.apply(fd));
        } finally {
            calls.close(fd);
        }
    }
}
