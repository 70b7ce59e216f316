package io.containerizer.agent.answer;

import io.containerizer.agent.http.Answer;
import io.containerizer.agent.http.Jsonp;
import io.containerizer.agent.http.Request;
import io.containerizer.protocol.json.JsonText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Answers in JSON, or as a call of the function that the parameter {@code jsonp} names. */
public final class JsonAnswer {

    private JsonAnswer() {}

    public static Answer of(Request request, JsonText json) {
        return Jsonp.answer(request, json.toString());
    }

    /** @param headers fields besides those of every answer */
    public static Answer of(Request request, JsonText json, Map<String, String> headers) {
        Answer.Whole plain = Jsonp.answer(request, json.toString());
        Map<String, String> all = new TreeMap<>(plain.headers());
        all.putAll(headers);
        return new Answer.Whole(plain.status(), all, plain.contentType(), plain.body());
    }

    /**
     * With a string of bytes that may be no UTF-8, such as a piece of a text that ends in the middle of a letter: in JSON they go
     * out as they are, so that clients can put pieces together; a script cannot have them.
     *
     * @param before what is left of the string's content
     * @param after what is right of it
     */
    public static Answer ofBytes(Request request, String before, byte[] content, String after) {
        ByteArrayOutputStream json = new ByteArrayOutputStream(content.length + 64);
        json.writeBytes(before.getBytes(StandardCharsets.UTF_8));
        for (byte b : content) {
            escape(json, b & 0xff);
        }
        json.writeBytes(after.getBytes(StandardCharsets.UTF_8));
        return request.parameter("jsonp").isPresent()
                ? Jsonp.answer(request, json.toString(StandardCharsets.UTF_8))
                : new Answer.Whole(200, Map.of(), "application/json", json.toByteArray());
    }

    private static void escape(ByteArrayOutputStream json, int b) {
        switch (b) {
            case '"', '\\' -> {
                json.write('\\');
                json.write(b);
            }
            case '\n' -> json.writeBytes(new byte[] {'\\', 'n'});
            case '\r' -> json.writeBytes(new byte[] {'\\', 'r'});
            case '\t' -> json.writeBytes(new byte[] {'\\', 't'});
            default -> {
                if (b < ' ' || b == 127) {
                    json.writeBytes("\\u%04x".formatted(b).getBytes(StandardCharsets.US_ASCII));
                } else {
                    json.write(b);
                }
            }
        }
    }
}
