package io.containerizer.isolator.disk;

import io.containerizer.api.ContainerizerException;
import io.containerizer.linux.syscall.Errno;
import io.containerizer.linux.syscall.KernelException;
import io.containerizer.linux.syscall.OpenFlag;
import io.containerizer.linux.syscall.Syscalls;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** Directories whose labels say what project they are charged to. */
final class LabelledDirectory {

    private LabelledDirectory() {}

    /** Opens one; the directories on the way to it are trusted, and no link in its own place is followed. */
    static <T> T on(Syscalls calls, Path directory, IntFunction<T> body) {
        Path name = Objects.requireNonNull(directory.getFileName(), "it is not /");
        Path above = Objects.requireNonNull(directory.getParent(), "it is not /");
        return onTrusted(calls, above, parent -> {
            int fd = calls.openBeneath(parent, name.toString(), OpenFlag.NONBLOCK);
            try {
                return body.apply(fd);
            } finally {
                calls.close(fd);
            }
        });
    }

    static <T> T onTrusted(Syscalls calls, Path directory, IntFunction<T> body) {
        int fd = calls.open(directory.toString(), OpenFlag.READ, 0);
        try {
            return body.apply(fd);
        } finally {
            calls.close(fd);
        }
    }

    /** The work directory was looked at when the engine started; what is asked for may be elsewhere. */
    static ContainerizerException hinted(ContainerizerException failure) {
        boolean noQuota = failure instanceof KernelException e
                && Stream.of(Errno.ENOSYS, Errno.ENOTTY, Errno.EOPNOTSUPP, Errno.ESRCH)
                        .anyMatch(e::is);
        return noQuota ? failure.withHint("sandboxes and volumes must be on an XFS mounted with -o prjquota") : failure;
    }
}
