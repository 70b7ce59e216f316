package io.containerizer.image.registry;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a peer says in the body of a refusal.
 *
 * @param codes those of the distribution API, such as {@code MANIFEST_UNKNOWN}
 * @param text one short line; empty: nothing that a person could read
 * @param html whether it was a page for a browser
 */
record Said(List<String> codes, String text, boolean html) {

    private static final int LARGEST = 8192;
    private static final int LONGEST = 300;

    static Said in(Answer answer) {
        byte[] body;
        try {
            body = answer.read(LARGEST);
        } catch (IOException e) {
            body = new byte[0]; // the status alone tells enough
        }
        String text = new String(body, StandardCharsets.UTF_8);
        if (answer.isHtml()) {
            return new Said(List.of(), "", true);
        }
        try {
            return JsonParser.parseString(text) instanceof JsonObject object ? ofJson(object) : plain(text);
        } catch (JsonParseException e) {
            return plain(text);
        }
    }

    private static Said plain(String text) {
        return new Said(List.of(), oneLine(text), false);
    }

    /** The registries' form is {@code {"errors": [{"code", "message"}]}}; token servers have forms of their own. */
    private static Said ofJson(JsonObject object) {
        List<String> codes = new ArrayList<>();
        List<String> words = new ArrayList<>();
        if (object.get("errors") instanceof JsonArray errors) {
            for (JsonElement element : errors) {
                if (element instanceof JsonObject error) {
                    codes.addAll(texts(error, "code"));
                    words.add(String.join(": ", texts(error, "code", "message")));
                }
            }
        } else {
            words.addAll(texts(object, "error", "error_description", "message", "details"));
        }
        return new Said(List.copyOf(codes), oneLine(String.join(", ", words)), false);
    }

    private static List<String> texts(JsonObject object, String... names) {
        List<String> found = new ArrayList<>();
        for (String name : names) {
            if (object.get(name) instanceof JsonPrimitive value
                    && !value.getAsString().isBlank()) {
                found.add(value.getAsString());
            }
        }
        return found;
    }

    /** Fit for a message: whoever reads it must not get control characters of a stranger on the terminal. */
    private static String oneLine(String text) {
        String line = text.replaceAll("[\\p{C}\\s]+", " ").strip();
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
