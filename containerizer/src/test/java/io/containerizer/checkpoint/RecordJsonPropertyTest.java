package io.containerizer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.containerizer.api.Termination;
import io.containerizer.launch.LaunchPlan;
import io.containerizer.lifecycle.StoredContainer;
import io.containerizer.testkit.SeededTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Over every record that is checkpointed, and everything that can be in one. */
class RecordJsonPropertyTest {

    private static final List<Class<? extends Record>> CHECKPOINTS =
            List.of(StoredContainer.class, LaunchPlan.class, Termination.class);

    private static Record random(Random random) {
        return new RandomRecords(random).make(CHECKPOINTS.get(random.nextInt(CHECKPOINTS.size())));
    }

    @SeededTest(count = 300)
    void whatIsWrittenIsReadBack(long seed) {
        Random random = new Random(seed);
        Record record = random(random);
        assertThat(RecordJson.read(record.getClass(), RecordJson.write(record, random.nextBoolean())))
                .isEqualTo(record);
    }

    /** A newer engine may have written more. */
    @SeededTest(count = 200)
    void fieldsThatAreNotKnownArePassedOver(long seed) {
        Random random = new Random(seed);
        Record record = random(random);
        JsonElement json = JsonParser.parseString(RecordJson.write(record));
        for (JsonObject object : recordsIn(json)) {
            object.add("from_the_future", value(random));
        }
        assertThat(RecordJson.read(record.getClass(), json.toString())).isEqualTo(record);
    }

    /** Every object that stands for a record; maps of names and texts would take the addition for an entry. */
    private static List<JsonObject> recordsIn(JsonElement json) {
        List<JsonObject> found = new ArrayList<>();
        if (json.isJsonObject()) {
            found.add(json.getAsJsonObject());
            json.getAsJsonObject().entrySet().stream()
                    .filter(e -> !List.of("environment", "flags").contains(e.getKey()))
                    .forEach(e -> found.addAll(recordsIn(e.getValue())));
            found.removeIf(o -> o == json.getAsJsonObject().get("volumes")); // a map where it is no list
        } else if (json.isJsonArray()) {
            json.getAsJsonArray().forEach(e -> found.addAll(recordsIn(e)));
        }
        return found;
    }

    @SeededTest(count = 500)
    void aDamagedRecordIsReadOrRefusedAsSuch(long seed) {
        Random random = new Random(seed);
        Record record = random(random);
        StringBuilder text = new StringBuilder(RecordJson.write(record));
        for (int n = random.nextInt(1, 4); n > 0; n--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.setLength(Math.max(1, at));
                case 1 -> text.deleteCharAt(at);
                case 2 -> text.insert(at, "{}[]\",:0-ex\0".charAt(random.nextInt(12)));
                default -> text.setCharAt(at, (char) random.nextInt(32, 127));
            }
        }
        readOrRefuse(record.getClass(), text.toString());
    }

    @SeededTest(count = 500)
    void aValueOfAnotherKindIsReadOrRefusedAsSuch(long seed) {
        Random random = new Random(seed);
        Record record = random(random);
        JsonElement json = JsonParser.parseString(RecordJson.write(record));
        List<JsonObject> objects = recordsIn(json);
        JsonObject object = objects.get(random.nextInt(objects.size()));
        if (!object.isEmpty()) {
            List<String> names = List.copyOf(object.keySet());
            object.add(names.get(random.nextInt(names.size())), value(random));
        }
        readOrRefuse(record.getClass(), json.toString());
    }

    private static JsonElement value(Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> JsonNull.INSTANCE;
            case 1 -> new JsonPrimitive(random.nextBoolean());
            case 2 -> new JsonPrimitive(random.nextLong());
            case 3 -> new JsonPrimitive(-0.5);
            case 4 -> new JsonPrimitive("text");
            case 5 -> new JsonPrimitive("\0");
            case 6 -> new JsonArray();
            case 7 -> {
                JsonArray array = new JsonArray();
                array.add(JsonNull.INSTANCE);
                array.add(new JsonObject());
                yield array;
            }
            case 8 -> new JsonObject();
            default -> {
                JsonObject object = new JsonObject();
                object.add("is", new JsonArray());
                yield object;
            }
        };
    }

    private static void readOrRefuse(Class<? extends Record> type, String text) {
        try {
            assertThat(RecordJson.read(type, text)).isNotNull();
        } catch (RuntimeException e) {
            assertThatExceptionOfType(JsonParseException.class).isThrownBy(() -> {
                throw e;
            });
        }
    }
}
