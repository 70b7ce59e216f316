package io.containerizer.linux.syscall;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;

/** A system call failed. */
public final class KernelException extends ContainerizerException {

    private static final long serialVersionUID = 1L;

    private final int errno;

    /**
     * @param call what was tried, in words
     * @param subject the path or number it was tried on
     */
    public KernelException(String call, String subject, int errno) {
        super(ErrorCode.KERNEL, call, subject, Errno.describe(errno), "", null);
        this.errno = errno;
    }

    public int errno() {
        return errno;
    }

    public boolean is(Errno expected) {
        return errno == expected.number();
    }
}
