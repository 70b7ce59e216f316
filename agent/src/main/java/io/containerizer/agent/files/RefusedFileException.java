package io.containerizer.agent.files;

import io.containerizer.agent.http.Answer;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.linux.syscall.Errno;
import io.containerizer.linux.syscall.KernelException;

/** A file that is not served to who asks. */
public final class RefusedFileException extends ContainerizerException {

    private static final long serialVersionUID = 1L;

    private final int status;

    private RefusedFileException(int status, ErrorCode code, String path, String reason) {
        super(code, "serve", "'" + path + "'", reason, "", null);
        this.status = status;
    }

    static RefusedFileException bad(String path, String reason) {
        return new RefusedFileException(400, ErrorCode.INVALID_SPEC, path, reason);
    }

    static RefusedFileException forbidden(String path) {
        return new RefusedFileException(403, ErrorCode.INVALID_SPEC, path, "you may not");
    }

    static RefusedFileException unknown(String path) {
        return new RefusedFileException(404, ErrorCode.NOT_FOUND, path, "there is no such file");
    }

    /** What the kernel says, without telling what is outside of what is served. */
    static RefusedFileException of(String path, KernelException e) {
        if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR)) {
            return unknown(path);
        }
        if (e.is(Errno.EXDEV) || e.is(Errno.ELOOP) || e.is(Errno.ENAMETOOLONG)) {
            return bad(path, "it is inaccessible");
        }
        return new RefusedFileException(500, ErrorCode.KERNEL, path, e.reason());
    }

    /** What to answer with. */
    public Answer answer() {
        return Answer.text(status, String.valueOf(getMessage()));
    }

    /** As in HTTP: 400, 403, 404 or 500. */
    public int status() {
        return status;
    }
}
