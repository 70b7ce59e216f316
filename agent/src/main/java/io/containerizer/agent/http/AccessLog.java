package io.containerizer.agent.http;

import io.containerizer.agent.auth.Caller;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;

/** Tells of requests. Of what clients send nothing is logged but what is named here, without control characters. */
final class AccessLog {

    /** Longer texts of clients are cut. */
    private static final int LONGEST = 256;

    private final System.Logger logger = System.getLogger("io.containerizer.agent.http");

    void began(String method, String path, Caller caller, Headers headers) {
        logger.log(
                Level.INFO,
                () -> "HTTP " + clean(method) + " for " + clean(path) + " from " + clean(caller.text())
                        + field(headers, "User-Agent") + field(headers, "X-Forwarded-For"));
    }

    void message(String path, Caller caller) {
        logger.log(Level.DEBUG, () -> "message " + clean(path) + " from " + clean(caller.text()));
    }

    void ended(String method, String path, int status, long nanos) {
        logger.log(
                Level.DEBUG,
                () -> "HTTP " + clean(method) + " for " + clean(path) + ": " + status + " after "
                        + TimeUnit.NANOSECONDS.toMicros(nanos) + " us");
    }

    void failed(String method, String path, Throwable cause) {
        logger.log(Level.ERROR, () -> "HTTP " + clean(method) + " for " + clean(path) + " failed", cause);
    }

    private static String field(Headers headers, String name) {
        return headers.find(name)
                .map(value -> " with " + name + "='" + clean(value) + "'")
                .orElse("");
    }

    static String clean(String text) {
        StringBuilder clean = new StringBuilder();
        text.codePoints()
                .limit(LONGEST)
                .map(c -> Character.isISOControl(c)
                                || Character.getType(c) == Character.FORMAT
                                || Character.getType(c) == Character.LINE_SEPARATOR
                                || Character.getType(c) == Character.PARAGRAPH_SEPARATOR
                                || Character.getType(c) == Character.SURROGATE
                        ? '?'
                        : c)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
