package io.containerizer.agent.answer;

import io.containerizer.agent.http.Answer;
import io.containerizer.agent.http.Request;
import io.containerizer.protocol.json.JsonText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Answers in JSON, or as a call of the function that the parameter {@code jsonp} names. */
public final class JsonAnswer {

    /** What JavaScript could name a function by; anything else would be a way to have other people's code run. */
    private static final Pattern FUNCTION = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$.\\[\\]]{0,127}");

    private JsonAnswer() {}

    public static Answer of(Request request, JsonText json) {
        return of(request, json.toString(), Map.of());
    }

    /** @param headers fields besides those of every answer */
    public static Answer of(Request request, String json, Map<String, String> headers) {
        return of(request, json.getBytes(StandardCharsets.UTF_8), headers);
    }

    /**
     * With a string of bytes that may be no UTF-8, such as a piece of a text that ends in the middle of a letter: they go out
     * as they are, so that clients can put pieces together.
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
        return of(request, json.toByteArray(), Map.of());
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

    private static Answer of(Request request, byte[] json, Map<String, String> headers) {
        Optional<String> function = request.parameter("jsonp");
        if (function.isEmpty()) {
            return new Answer.Whole(200, headers, "application/json", json);
        }
        if (!FUNCTION.matcher(function.get()).matches()) {
            return Answer.text(400, "'jsonp' is not the name of a function.");
        }
        ByteArrayOutputStream call = new ByteArrayOutputStream(json.length + 160);
        call.writeBytes((function.get() + "(").getBytes(StandardCharsets.UTF_8));
        call.writeBytes(json);
        call.write(')');
        return new Answer.Whole(200, headers, "text/javascript", call.toByteArray());
    }
}
