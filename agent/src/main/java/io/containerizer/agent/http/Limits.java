package io.containerizer.agent.http;

import java.time.Duration;

/**
 * What the server bears.
 *
 * @param connections how many clients may be connected; those above are answered 503 and closed
 * @param streams how many answers may be streamed at once; a request for one more is answered 503
 * @param headerBytes of a request's line and fields; longer ones are answered 431
 * @param bodyBytes of a body that is read as a whole; longer ones are answered 413
 * @param bodiesBytes of all bodies that are held in memory at once; a request that would exceed it is answered 503
 * @param headerTime for the arrival of a request's line and fields, and of a TLS handshake; slower ones are answered 408
 * @param bodyTime for the arrival of a body that is read as a whole; slower ones are answered 408
 * @param sendTime for which a client may take nothing of an answer before it is dropped
 * @param idleTime for which a connection without a request is kept
 * @param stopTime for which {@link HttpServer#stop} waits for answers that are under way
 */
public record Limits(
        int connections,
        int streams,
        int headerBytes,
        long bodyBytes,
        long bodiesBytes,
        Duration headerTime,
        Duration bodyTime,
        Duration sendTime,
        Duration idleTime,
        Duration stopTime) {

    public static final Limits DEFAULTS = new Limits(
            4096,
            2048,
            16 << 10,
            4 << 20,
            32 << 20,
            Duration.ofSeconds(20),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofMinutes(5),
            Duration.ofSeconds(5));

    /** The smallest {@link #headerBytes} that ordinary clients can live with. */
    private static final int LEAST_HEADER = 1 << 10;

    public Limits {
        check(connections > 0, "connections");
        check(streams > 0, "streams");
        check(headerBytes >= LEAST_HEADER, "headerBytes");
        check(bodyBytes > 0 && bodyBytes <= Integer.MAX_VALUE - 8, "bodyBytes");
        check(bodiesBytes >= bodyBytes, "bodiesBytes");
        check(headerTime.isPositive(), "headerTime");
        check(bodyTime.isPositive(), "bodyTime");
        check(sendTime.isPositive(), "sendTime");
        check(idleTime.isPositive(), "idleTime");
        check(!stopTime.isNegative(), "stopTime");
    }

    private static void check(boolean holds, String name) {
        if (!holds) {
            throw new IllegalArgumentException("the limit " + name + " is too small, or too large");
        }
    }
}
