package io.containerizer.cli;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;

/** A command line that cannot be understood. */
final class UsageException extends ContainerizerException {

    private static final long serialVersionUID = 1L;

    /** @param command the words that name the command, for the hint */
    UsageException(String command, String reason) {
        super(ErrorCode.INVALID_FLAG, command, "", reason, "see: containerizer " + command + " --help", null);
    }

    /** A command line without a known command. */
    UsageException(String reason) {
        super(ErrorCode.INVALID_FLAG, "read command line", "", reason, "see: containerizer --help", null);
    }
}
