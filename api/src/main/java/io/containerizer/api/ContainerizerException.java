package io.containerizer.api;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one exception that crosses module borders. Its message tells what was tried, on what, why it failed (the errno's
 * name where the kernel said no), and what to do: {@code mount proc on /proc: EPERM (Operation not permitted); run as
 * root}.
 */
public class ContainerizerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String step;
    private final String subject;
    private final String reason;
    private final String hint;

    protected ContainerizerException(
            ErrorCode code, String step, String subject, String reason, String hint, @Nullable Throwable cause) {
        super(text(step, subject, reason, hint), cause);
        this.code = code;
        this.step = step;
        this.subject = subject;
        this.reason = reason;
        this.hint = hint;
    }

    /**
     * @param step what was tried, as a verb phrase in lower case
     * @param subject the path, id or flag it was tried on
     * @param reason why it failed
     */
    public static ContainerizerException of(ErrorCode code, String step, String subject, String reason) {
        return new ContainerizerException(code, step, subject, reason, "", null);
    }

    /** The same failure with the advice {@code hint}: what the reader can do about it. */
    public ContainerizerException withHint(String advice) {
        return copy(code, step, advice, getCause());
    }

    /** The same failure with the exception it came from. */
    public ContainerizerException causedBy(Throwable cause) {
        return copy(code, step, hint, cause);
    }

    /** The same failure seen from the outer step {@code outer}, under that step's code. */
    public ContainerizerException during(ErrorCode outerCode, String outer) {
        return copy(outerCode, outer + ": " + step, hint, this);
    }

    private ContainerizerException copy(ErrorCode newCode, String newStep, String advice, @Nullable Throwable cause) {
        ContainerizerException copy = new ContainerizerException(newCode, newStep, subject, reason, advice, cause);
        copy.setStackTrace(getStackTrace());
        return copy;
    }

    public ErrorCode code() {
        return code;
    }

    public String step() {
        return step;
    }

    public String subject() {
        return subject;
    }

    public String reason() {
        return reason;
    }

    public Optional<String> hint() {
        return hint.isEmpty() ? Optional.empty() : Optional.of(hint);
    }

    private static String text(String step, String subject, String reason, String hint) {
        StringBuilder text = new StringBuilder(step);
        if (!subject.isEmpty()) {
            text.append(' ').append(subject);
        }
        text.append(": ").append(reason);
        return hint.isEmpty() ? text.toString() : text.append("; ").append(hint).toString();
    }
}
