package io.containerizer.agent.auth;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Spelling;
import java.io.IOException;
import java.io.StringReader;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of flags; whatever is not as expected is an error that says where, and never repeats a value.
 *
 * @param step what the JSON is read for
 * @param source what it is called in messages
 */
public record StrictJson(String step, String source) {

    /** An object whose values are all texts. */
    public static Map<String, String> texts(String json) {
        StrictJson reader = new StrictJson("read", "variables");
        Map<String, String> texts = new LinkedHashMap<>();
        JsonObject object = reader.object(reader.parse(json), "the whole");
        object.entrySet().forEach(entry -> texts.put(entry.getKey(), reader.text(entry.getValue(), entry.getKey())));
        return texts;
    }

    JsonElement parse(String json) {
        try (JsonReader reader = new JsonReader(new StringReader(json))) {
            reader.setStrictness(Strictness.STRICT);
            refuseTwins(reader);
        } catch (JsonParseException | IOException e) {
            throw invalid("it is no JSON");
        }
        try (JsonReader reader = new JsonReader(new StringReader(json))) {
            reader.setStrictness(Strictness.STRICT);
            JsonElement whole = JsonParser.parseReader(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw invalid("it is no JSON: something follows its end");
            }
            return whole;
        } catch (JsonParseException | IOException e) {
            throw invalid("it is no JSON");
        }
    }

    /** What is there twice would count once only, and nobody could tell which. */
    private void refuseTwins(JsonReader reader) throws IOException {
        switch (reader.peek()) {
            case BEGIN_OBJECT -> {
                Set<String> names = new HashSet<>();
                reader.beginObject();
                while (reader.hasNext()) {
                    String name = reader.nextName();
                    if (!names.add(name)) {
                        throw invalid("the name " + name + " is there twice in one object");
                    }
                    refuseTwins(reader);
                }
                reader.endObject();
            }
            case BEGIN_ARRAY -> {
                reader.beginArray();
                while (reader.hasNext()) {
                    refuseTwins(reader);
                }
                reader.endArray();
            }
            default -> reader.skipValue();
        }
    }

    JsonObject object(@Nullable JsonElement element, String where) {
        if (element == null || !element.isJsonObject()) {
            throw invalid(where + " is not an object");
        }
        return element.getAsJsonObject();
    }

    JsonArray array(@Nullable JsonElement element, String where) {
        if (element == null || !element.isJsonArray()) {
            throw invalid(where + " is not an array");
        }
        return element.getAsJsonArray();
    }

    String text(@Nullable JsonElement element, String where) {
        if (element == null
                || !element.isJsonPrimitive()
                || !element.getAsJsonPrimitive().isString()) {
            throw invalid(where + " is not a text");
        }
        return element.getAsString();
    }

    boolean bool(JsonElement element, String where) {
        if (!element.isJsonPrimitive() || !element.getAsJsonPrimitive().isBoolean()) {
            throw invalid(where + " is neither true nor false");
        }
        return element.getAsBoolean();
    }

    /** Refuses fields with other names. */
    void only(JsonObject object, String where, String... names) {
        List<String> known = List.of(names);
        for (String name : object.keySet()) {
            if (!known.contains(name)) {
                throw unknown(name, where, known);
            }
        }
    }

    ContainerizerException unknown(String name, String where, List<String> known) {
        ContainerizerException error = invalid(where + " has an unknown name: " + name);
        return Spelling.nearest(name, known)
                .map(near -> error.withHint("did you mean " + near + "?"))
                .orElse(error);
    }

    ContainerizerException invalid(String reason) {
        return ContainerizerException.of(ErrorCode.INVALID_FLAG, step, source, reason);
    }
}
