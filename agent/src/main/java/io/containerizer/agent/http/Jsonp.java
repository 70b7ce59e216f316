package io.containerizer.agent.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/** JSON, or a script that hands it to a function if a request asks for that. */
public final class Jsonp {

    private static final int LONGEST = 128;

    /** The name of a function, and dots and numbers in brackets to reach it; nothing that could be more of a script. */
    private static final Pattern CALLBACK = Pattern.compile("[A-Za-z_$][\\w$]*(?:\\.[A-Za-z_$][\\w$]*|\\[\\d{1,9}])*");

    private Jsonp() {}

    /** The JSON; with the parameter {@code jsonp=f} it is {@code f(JSON)}, with a name that is none the answer is 400. */
    public static Answer.Whole answer(Request request, String json) {
        return request.parameter("jsonp")
                .map(callback -> script(callback, json))
                .orElseGet(() -> Answer.json(json));
    }

    private static Answer.Whole script(String callback, String json) {
        if (callback.length() > LONGEST || !CALLBACK.matcher(callback).matches()) {
            return Answer.text(400, "The parameter 'jsonp' is not the name of a function.");
        }
        // both end lines in a script, and not in JSON
        String safe = json.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029");
        return new Answer.Whole(
                200,
                Map.of("X-Content-Type-Options", "nosniff"),
                "text/javascript",
                (callback + "(" + safe + ")").getBytes(StandardCharsets.UTF_8));
    }
}
