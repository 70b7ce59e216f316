package io.containerizer.image.registry;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.OptionalLong;

/**
 * What a peer answers. Whoever gets one closes it.
 *
 * @param from what was asked for in the end, after redirects
 */
record Answer(URI from, int status, HttpHeaders headers, BodyStream body) implements AutoCloseable {

    String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /** What the body's length is said to be. */
    OptionalLong length() {
        try {
            return headers.firstValueAsLong("Content-Length");
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    boolean isHtml() {
        return header("Content-Type").startsWith("text/html");
    }

    /** Up to {@code most} bytes of the body. */
    byte[] read(int most) throws IOException {
        return body.readNBytes(most);
    }

    @Override
    public void close() {
        body.close();
    }
}
