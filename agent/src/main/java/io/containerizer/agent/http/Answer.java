package io.containerizer.agent.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What a request is answered with. */
public sealed interface Answer permits Answer.Whole, Answer.Streamed {

    int status();

    /** Fields besides those that the server itself sets. */
    Map<String, String> headers();

    /**
     * An answer of known length; the server compresses it where the client allows.
     *
     * @param contentType empty: there is no such field
     */
    record Whole(int status, Map<String, String> headers, String contentType, byte[] body) implements Answer {
        public Whole {
            headers = Map.copyOf(headers);
        }
    }

    /** An answer that goes on as long as there is something to say. Never compressed. */
    record Streamed(int status, Map<String, String> headers, String contentType, Source source) implements Answer {
        public Streamed {
            headers = Map.copyOf(headers);
        }
    }

    /** Writes a streamed answer; runs on a thread of its own. The answer ends when it returns. */
    interface Source {
        void writeTo(Sink sink) throws InterruptedException;
    }

    static Whole empty(int status) {
        return new Whole(status, Map.of(), "", new byte[0]);
    }

    static Whole text(int status, String text) {
        return new Whole(status, Map.of(), "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    static Whole json(String json) {
        return new Whole(200, Map.of(), "application/json", json.getBytes(StandardCharsets.UTF_8));
    }
}
