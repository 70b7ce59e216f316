package io.containerizer.agent.manage;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;

/** What an endpoint of this package answers in JSON when it cannot do what it is asked for: the parts of an exception. */
public record Failure(ErrorCode code, String step, String subject, String reason, String hint) {

    static Failure of(ContainerizerException e) {
        return new Failure(e.code(), e.step(), e.subject(), e.reason(), e.hint().orElse(""));
    }

    /** The same as it was thrown. */
    public ContainerizerException exception() {
        ContainerizerException bare = ContainerizerException.of(code, step, subject, reason);
        return hint.isEmpty() ? bare : bare.withHint(hint);
    }
}
