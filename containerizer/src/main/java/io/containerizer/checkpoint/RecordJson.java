package io.containerizer.checkpoint;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonWriter;
import io.containerizer.api.Secret;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Records as JSON objects: a field per component in declaration order, absent where the component is empty. A record
 * that implements a sealed interface carries its simple name as {@code "is"}. Fields that are not known are passed over,
 * so that an older engine reads what a newer one wrote. Of a {@link Secret} is kept that there was one.
 */
public final class RecordJson {

    private static final String KIND = "is";
    private static final Map<Class<?>, Shape> SHAPES = new ConcurrentHashMap<>();

    private RecordJson() {}

    public static String write(Record record) {
        return write(record, false);
    }

    public static String write(Record record, boolean indented) {
        return write(record, indented, false);
    }

    /** With empty lists, for programs that would miss them. */
    public static String writeWhole(Record record) {
        return write(record, true, true);
    }

    private static String write(Record record, boolean indented, boolean whole) {
        StringWriter text = new StringWriter(1024);
        try (JsonWriter out = new JsonWriter(text)) {
            out.setHtmlSafe(false);
            if (indented) {
                out.setIndent("  ");
            }
            writeValue(out, record, whole);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** @throws JsonParseException when the text is no such record */
    public static <T extends Record> T read(Class<T> type, String text) {
        try {
            return type.cast(readValue(type, JsonParser.parseString(text)));
        } catch (IllegalStateException
                | ClassCastException
                | IllegalArgumentException
                | UnsupportedOperationException e) {
            throw new JsonParseException("this is no " + type.getSimpleName(), e);
        }
    }

    private static void writeValue(JsonWriter out, Object value, boolean whole) throws IOException {
        switch (value) {
            case Record r -> writeRecord(out, r, whole);
            case Optional<?> o -> writeValue(out, o.orElseThrow(), whole);
            case OptionalInt o -> out.value(o.orElseThrow());
            case Iterable<?> list
            when !(value instanceof Path) -> {
                out.beginArray();
                for (Object element : list) {
                    writeValue(out, element, whole);
                }
                out.endArray();
            }
            case Map<?, ?> map -> {
                out.beginObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    out.name(keyText(entry.getKey()));
                    writeValue(out, entry.getValue(), whole);
                }
                out.endObject();
            }
            case Boolean b -> out.value(b);
            case Double d when d.isInfinite() -> out.value("Infinity");
            case Double d ->
                out.jsonValue(new BigDecimal(d.toString()).toPlainString()); // people read it, too: no 1.7E9
            case Number n -> out.value(n);
            default -> out.value(keyText(value));
        }
    }

    private static String keyText(Object key) {
        return key instanceof Enum<?> e ? e.name() : key.toString();
    }

    private static void writeRecord(JsonWriter out, Record record, boolean whole) throws IOException {
        Shape shape = Shape.of(record.getClass());
        out.beginObject();
        if (shape.sealed()) {
            out.name(KIND).value(record.getClass().getSimpleName());
        }
        for (Field field : shape.fields()) {
            Object value = field.get(record);
            if (!isAbsent(value) || (whole && value instanceof List<?>)) {
                out.name(field.name());
                writeValue(out, value, whole);
            }
        }
        out.endObject();
    }

    private static boolean isAbsent(Object value) {
        return switch (value) {
            case Optional<?> o -> o.isEmpty();
            case OptionalInt o -> o.isEmpty();
            case Map<?, ?> m -> m.isEmpty();
            case List<?> l -> l.isEmpty();
            case String s -> s.isEmpty();
            case Boolean b -> !b;
            default -> false;
        };
    }

    private static Object readValue(Type type, @Nullable JsonElement json) {
        if (type instanceof ParameterizedType generic) {
            return readGeneric((Class<?>) generic.getRawType(), generic.getActualTypeArguments(), json);
        }
        Class<?> raw = (Class<?>) type;
        if (json == null || json.isJsonNull()) {
            return absent(raw);
        }
        if (raw.isSealed() && raw.isInterface()) {
            return readRecord(kind(raw, json.getAsJsonObject()), json.getAsJsonObject());
        }
        if (raw.isRecord()) {
            return readRecord(raw, json.getAsJsonObject());
        }
        return readScalar(raw, json);
    }

    private static Object readScalar(Class<?> raw, JsonElement json) {
        if (raw.isEnum()) {
            return Arrays.stream(raw.getEnumConstants())
                    .filter(c -> keyText(c).equals(json.getAsString()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(json + " is no " + raw.getSimpleName()));
        }
        return switch (raw.getSimpleName()) {
            case "String" -> json.getAsString();
            case "int", "Integer" -> json.getAsInt();
            case "long", "Long" -> json.getAsLong();
            case "double", "Double" ->
                json.getAsString().equals("Infinity") ? Double.POSITIVE_INFINITY : json.getAsDouble();
            case "boolean", "Boolean" -> json.getAsBoolean();
            case "Number" -> number(json.getAsString());
            case "Path" -> Path.of(json.getAsString());
            case "Secret" -> Secret.WITHHELD;
            case "OptionalInt" -> OptionalInt.of(json.getAsInt());
            default -> throw new IllegalArgumentException("no way to read a " + raw);
        };
    }

    private static Number number(String text) {
        boolean whole = text.chars().allMatch(c -> c == '-' || Character.isDigit(c));
        if (whole) {
            return Long.valueOf(text);
        }
        return Double.valueOf(text);
    }

    private static Object readGeneric(Class<?> raw, Type[] of, @Nullable JsonElement json) {
        if (json == null || json.isJsonNull()) {
            return raw == Optional.class
                    ? Optional.empty()
                    : raw == Map.class ? Map.of() : raw == Set.class ? Set.of() : List.of();
        }
        if (raw == Optional.class) {
            return Optional.of(readValue(of[0], json));
        }
        if (raw == Map.class) {
            Map<Object, Object> map = new LinkedHashMap<>();
            json.getAsJsonObject()
                    .entrySet()
                    .forEach(e -> map.put(
                            readScalar((Class<?>) of[0], new JsonPrimitive(e.getKey())),
                            readValue(of[1], e.getValue())));
            return map;
        }
        List<Object> elements = new ArrayList<>();
        json.getAsJsonArray().forEach(e -> elements.add(readValue(of[0], e)));
        return raw == Set.class ? new LinkedHashSet<>(elements) : elements;
    }

    private static Object absent(Class<?> raw) {
        return switch (raw.getSimpleName()) {
            case "String" -> "";
            case "boolean" -> false;
            case "int" -> 0;
            case "long" -> 0L;
            case "double" -> 0.0;
            case "OptionalInt" -> OptionalInt.empty();
            default -> throw new IllegalArgumentException("a " + raw.getSimpleName() + " is missing");
        };
    }

    private static Class<?> kind(Class<?> sealed, JsonObject json) {
        String name = json.has(KIND) ? json.get(KIND).getAsString() : "";
        return leaves(sealed)
                .filter(c -> c.getSimpleName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is no " + sealed.getSimpleName()));
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isRecord()
                ? Stream.of(type)
                : Arrays.stream(type.getPermittedSubclasses()).flatMap(RecordJson::leaves);
    }

    private static Object readRecord(Class<?> type, JsonObject json) {
        Shape shape = Shape.of(type);
        return shape.make(shape.fields().stream()
                .map(f -> readValue(f.type(), json.get(f.name())))
                .toArray());
    }

    private record Field(String name, Type type, Method accessor) {
        Object get(Record record) {
            try {
                return accessor.invoke(record);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("cannot read " + accessor, e);
            }
        }
    }

    /** What is asked of a record class once. */
    private record Shape(List<Field> fields, Constructor<?> constructor, boolean sealed) {
        static Shape of(Class<?> type) {
            Shape known = SHAPES.get(type);
            return known != null ? known : SHAPES.computeIfAbsent(type, Shape::look);
        }

        private static Shape look(Class<?> type) {
            RecordComponent[] components = type.getRecordComponents();
            try {
                return new Shape(
                        Arrays.stream(components)
                                .map(c -> new Field(snakeCase(c.getName()), c.getGenericType(), c.getAccessor()))
                                .toList(),
                        type.getDeclaredConstructor(Arrays.stream(components)
                                .map(RecordComponent::getType)
                                .toArray(Class<?>[]::new)),
                        Arrays.stream(type.getInterfaces()).anyMatch(Class::isSealed));
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException("a record without its constructor: " + type, e);
            }
        }

        Object make(Object[] values) {
            try {
                return constructor.newInstance(values);
            } catch (InvocationTargetException e) {
                throw new IllegalArgumentException(e.getCause());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot make " + constructor, e);
            }
        }
    }

    private static String snakeCase(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
