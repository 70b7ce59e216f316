package io.containerizer.image.unpack;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.linux.syscall.Errno;
import io.containerizer.linux.syscall.KernelException;
import java.util.EnumSet;
import java.util.Set;

/** Says what went wrong, with which entry, and whose fault it is: the archive's or this host's. */
final class LayerFailure {

    private static final String STEP = "unpack";

    /** What the kernel says to names and values that it cannot have. */
    private static final Set<Errno> OF_ARCHIVE = EnumSet.of(
            Errno.ENOENT,
            Errno.ENOTDIR,
            Errno.EISDIR,
            Errno.EEXIST,
            Errno.ELOOP,
            Errno.ENAMETOOLONG,
            Errno.EINVAL,
            Errno.EFBIG,
            Errno.EMLINK,
            Errno.ERANGE,
            Errno.E2BIG,
            Errno.EOVERFLOW);

    private LayerFailure() {}

    /** @param where the entry, or what stands for it */
    static ContainerizerException of(BadArchive e, String where) {
        return ContainerizerException.of(ErrorCode.INVALID_IMAGE, STEP, where, e.reason())
                .causedBy(e);
    }

    static ContainerizerException of(KernelException e, String where) {
        ErrorCode code = OF_ARCHIVE.stream().anyMatch(e::is) ? ErrorCode.INVALID_IMAGE : ErrorCode.KERNEL;
        ContainerizerException failure = ContainerizerException.of(code, STEP, where, e.step() + ": " + e.reason())
                .causedBy(e);
        String hint = hint(e);
        return hint.isEmpty() ? failure : failure.withHint(hint);
    }

    private static String hint(KernelException e) {
        if (e.is(Errno.EPERM) || e.is(Errno.EACCES)) {
            return "run as root, with all capabilities: files of images have owners, modes and devices of their own";
        }
        if (e.is(Errno.ENOSPC) || e.is(Errno.EDQUOT)) {
            return "free space or inodes on the file system of the images, or remove some of them";
        }
        return e.is(Errno.EOPNOTSUPP) ? "keep images on a file system with extended attributes" : "";
    }
}
