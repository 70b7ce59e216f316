package io.containerizer.image.manifest;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.image.Digest;
import io.containerizer.image.Platform;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One object of a JSON document that somebody else wrote: nothing in it is taken for granted. A field that is null
 * counts as absent. What is missing or of another kind is an INVALID_IMAGE that names document and field.
 */
public final class Fields {

    private static final int LONGEST_REASON = 300;
    private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}");

    private final String step;
    private final String subject;
    private final String path;
    private final JsonObject object;

    private Fields(String step, String subject, String path, JsonObject object) {
        this.step = step;
        this.subject = subject;
        this.path = path;
        this.object = object;
    }

    /**
     * A document that is an object.
     *
     * @param step what is being done, such as {@code read manifest}
     * @param subject which document, and where it is
     */
    public static Fields parse(String step, String subject, byte[] json) {
        return object(step, subject, "", document(step, subject, json));
    }

    /** A document that is a list of objects. */
    public static List<Fields> parseList(String step, String subject, byte[] json) {
        if (!(document(step, subject, json) instanceof JsonArray array)) {
            throw invalid(step, subject, "it is no JSON list");
        }
        return objects(step, subject, "", array);
    }

    private static JsonElement document(String step, String subject, byte[] json) {
        if (json.length > Document.LARGEST) {
            throw invalid(
                    step,
                    subject,
                    "it has " + json.length + " bytes, and more than " + Document.LARGEST + " are refused");
        }
        try (JsonReader reader = new JsonReader(new StringReader(text(json)))) {
            reader.setStrictness(Strictness.STRICT);
            JsonElement document = JsonParser.parseReader(reader);
            var _ = reader.peek(); // fails if anything follows
            return document;
        } catch (CharacterCodingException e) {
            throw invalid(step, subject, "it is no UTF-8").causedBy(e);
        } catch (IOException | JsonParseException e) {
            throw invalid(step, subject, "it is no JSON: " + firstLine(e)).causedBy(e);
        }
    }

    private static String text(byte[] json) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
    }

    private static String firstLine(Exception e) {
        Throwable deepest = e.getCause() instanceof IOException io ? io : e;
        String message =
                String.valueOf(deepest.getMessage()).lines().findFirst().orElse("");
        return message.substring(Math.max(0, message.indexOf("malformed JSON"))); // before it, advice for Java programs
    }

    private static Fields object(String step, String subject, String path, JsonElement element) {
        if (!(element instanceof JsonObject object)) {
            throw invalid(step, subject, path.isEmpty() ? "it is no JSON object" : "'" + path + "' is no object");
        }
        return new Fields(step, subject, path, object);
    }

    private static List<Fields> objects(String step, String subject, String path, JsonArray array) {
        List<Fields> objects = new ArrayList<>();
        for (JsonElement element : array) {
            objects.add(object(step, subject, path + "[" + objects.size() + "]", element));
        }
        return List.copyOf(objects);
    }

    public boolean has(String name) {
        return element(name) != null;
    }

    /** The names of the fields that are not null, in the document's order. */
    public List<String> names() {
        return object.keySet().stream().filter(this::has).toList();
    }

    /** @throws ContainerizerException if it is missing, too */
    public String text(String name) {
        return optionalText(name).orElseThrow(() -> missing(name));
    }

    /** Empty where it is missing. */
    public Optional<String> optionalText(String name) {
        return optional(
                name,
                e -> primitive(name, e, "no text", JsonPrimitive::isString).getAsString());
    }

    /** A whole number from 0 up; @throws ContainerizerException if it is missing, too. */
    public long number(String name) {
        BigDecimal number = optional(name, e -> primitive(name, e, "no number", JsonPrimitive::isNumber))
                .map(this::decimal)
                .orElseThrow(() -> missing(name));
        if (number.signum() < 0
                || number.precision() - number.scale() > 18
                || number.stripTrailingZeros().scale() > 0) {
            throw wrong("'" + at(name) + "' is no whole number from 0 to 10^18");
        }
        return number.longValueExact();
    }

    private BigDecimal decimal(JsonPrimitive number) {
        try {
            return number.getAsBigDecimal();
        } catch (NumberFormatException e) {
            throw wrong("'" + number + "' is no number").causedBy(e);
        }
    }

    /** @throws ContainerizerException if it is missing, too */
    public Digest digest(String name) {
        return digest(at(name), text(name));
    }

    /** None where the list is missing. */
    public List<Digest> digests(String name) {
        return texts(name).stream().map(text -> digest(at(name), text)).toList();
    }

    private Digest digest(String place, String text) {
        try {
            return Digest.parse(text);
        } catch (ContainerizerException e) {
            throw wrong("'" + place + "' is '" + text + "': " + e.reason()).causedBy(e);
        }
    }

    /** None where the list is missing. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (JsonElement element : array(name)) {
            texts.add(text(name, element, "no list of texts"));
        }
        return List.copyOf(texts);
    }

    /** What the fields {@code os}, {@code architecture} and {@code variant} of this object say. */
    public Platform platform() {
        String os = text("os");
        String architecture = text("architecture");
        String variant = optionalText("variant").orElse("");
        try {
            return new Platform(os, architecture, variant);
        } catch (ContainerizerException e) {
            throw wrong("its platform is " + e.subject() + ": " + e.reason()).causedBy(e);
        }
    }

    /** A field that may be a single text or a list of them: which of the two, and none where it is missing. */
    public boolean isText(String name) {
        return element(name) instanceof JsonPrimitive value && value.isString();
    }

    /** Empty where it is missing. */
    public Optional<Fields> object(String name) {
        return optional(name, e -> object(step, subject, at(name), e));
    }

    /** None where the list is missing. */
    public List<Fields> objects(String name) {
        return objects(step, subject, at(name), array(name));
    }

    /** Names and texts; none where it is missing. */
    public Map<String, String> map(String name) {
        return object(name).map(Fields::map).orElse(Map.of());
    }

    private Map<String, String> map() {
        Map<String, String> map = new LinkedHashMap<>();
        names().forEach(name -> map.put(name, text(name)));
        return map;
    }

    private JsonArray array(String name) {
        return switch (element(name)) {
            case null -> new JsonArray();
            case JsonArray array -> array;
            default -> throw wrong("'" + at(name) + "' is no list");
        };
    }

    private <T> Optional<T> optional(String name, Function<JsonElement, T> reader) {
        JsonElement element = element(name);
        return element == null ? Optional.empty() : Optional.of(reader.apply(element));
    }

    private @Nullable JsonElement element(String name) {
        JsonElement element = object.get(name);
        return element == null || element.isJsonNull() ? null : element;
    }

    private JsonPrimitive primitive(String name, JsonElement element, String otherwise, Predicate<JsonPrimitive> kind) {
        if (element instanceof JsonPrimitive primitive && kind.test(primitive)) {
            return primitive;
        }
        throw wrong("'" + at(name) + "' is " + otherwise);
    }

    private String text(String name, JsonElement element, String otherwise) {
        String text =
                primitive(name, element, otherwise, JsonPrimitive::isString).getAsString();
        if (text.indexOf(0) >= 0) {
            throw wrong("'" + at(name) + "' has a NUL in it"); // no path, argument or variable could have
        }
        return text;
    }

    private String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private ContainerizerException missing(String name) {
        return wrong("it has no '" + at(name) + "'");
    }

    /** What to throw when the document contradicts itself or lacks something. */
    public ContainerizerException wrong(String reason) {
        return invalid(step, subject, reason);
    }

    private static ContainerizerException invalid(String step, String subject, String reason) {
        return ContainerizerException.of(ErrorCode.INVALID_IMAGE, step, subject, printable(reason));
    }

    /** What comes out of a document may end on a terminal: neither controls nor pages of it. */
    private static String printable(String reason) {
        String text = reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) + "..." : reason;
        return CONTROLS.matcher(text).replaceAll("?");
    }
}
