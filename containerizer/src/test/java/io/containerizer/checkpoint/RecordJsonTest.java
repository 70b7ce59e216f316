package io.containerizer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.JsonParseException;
import io.containerizer.api.Bytes;
import io.containerizer.api.ImageRequest;
import io.containerizer.api.Limitation;
import io.containerizer.api.Resources;
import io.containerizer.api.Secret;
import io.containerizer.api.Termination;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordJsonTest {

    enum Colour {
        RED,
        GREEN
    }

    sealed interface Shape {}

    record Circle(double radius) implements Shape {}

    record Square(long sideLength, Colour colour) implements Shape {}

    record All(
            String text,
            int number,
            boolean flag,
            Optional<String> maybe,
            OptionalInt pid,
            List<Shape> shapes,
            Set<Colour> colours,
            Map<String, Integer> counts,
            Path path) {}

    private static final All FULL = new All(
            "t",
            1,
            true,
            Optional.of(""),
            OptionalInt.of(0),
            List.of(new Circle(1.5), new Square(2, Colour.RED)),
            Set.of(Colour.GREEN),
            Map.of("a", 3),
            Path.of("/p"));
    private static final All EMPTY =
            new All("", 0, false, Optional.empty(), OptionalInt.empty(), List.of(), Set.of(), Map.of(), Path.of("/p"));

    @Test
    void fieldsAreComponentsInSnakeCaseAndKindsAreNamed() {
        assertThat(RecordJson.write(FULL)).isEqualTo("""
                        {"text":"t","number":1,"flag":true,"maybe":"","pid":0,\
                        "shapes":[{"is":"Circle","radius":1.5},{"is":"Square","side_length":2,"colour":"RED"}],\
                        "colours":["GREEN"],"counts":{"a":3},"path":"/p"}""");
    }

    @Test
    void whatIsEmptyIsAbsent() {
        assertThat(RecordJson.write(EMPTY)).isEqualTo("{\"number\":0,\"colours\":[],\"path\":\"/p\"}");
        assertThat(RecordJson.read(All.class, "{\"path\":\"/p\"}")).isEqualTo(EMPTY);
        assertThat(RecordJson.read(All.class, "{\"path\":\"/p\",\"text\":null,\"shapes\":null,\"pid\":null}"))
                .isEqualTo(EMPTY);
    }

    @Test
    void programsGetEmptyListsIfTheyWish() {
        assertThat(RecordJson.writeWhole(EMPTY)).contains("\"shapes\": []").doesNotContain("text");
    }

    @Test
    void ofASecretIsWrittenThatThereWasOne() {
        ImageRequest request = new ImageRequest("app", true).withDockerConfig(Secret.of("hunter2"));
        String text = RecordJson.write(request);
        assertThat(text).isEqualTo("{\"name\":\"app\",\"cached\":true,\"docker_config\":\"withheld\"}");
        assertThat(RecordJson.read(ImageRequest.class, text).dockerConfig()).contains(Secret.WITHHELD);
    }

    @Test
    void itCanBeReadByPeople() {
        assertThat(RecordJson.write(new Circle(1), true)).isEqualTo("{\n  \"is\": \"Circle\",\n  \"radius\": 1.0\n}");
    }

    @Test
    void noLimitIsAWord() {
        assertThat(RecordJson.write(new Circle(1.79535E9))).contains("\"radius\":1795350000");
        assertThat(RecordJson.read(Circle.class, RecordJson.write(new Circle(1.5e-9))))
                .isEqualTo(new Circle(1.5e-9));
        assertThat(RecordJson.write(new Circle(Double.POSITIVE_INFINITY))).contains("\"radius\":\"Infinity\"");
    }

    @Test
    void aTerminationAsItStandsOnDisk() {
        Termination termination = new Termination(
                9,
                Optional.of(new Limitation(
                        Limitation.Reason.REASON_CONTAINER_LIMITATION_MEMORY,
                        "m",
                        Resources.NONE.withMemory(new Bytes(5)))),
                "m");
        assertThat(RecordJson.write(termination)).isEqualTo("""
                        {"status":9,"limitation":{"reason":"REASON_CONTAINER_LIMITATION_MEMORY","message":"m",\
                        "resource":{"cpus":0.0,"memory":{"value":5},"disk":{"value":0}}},"message":"m"}""");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "5",
                "\"text\"",
                "{",
                "{}",
                "{\"path\":5",
                "{\"path\":\"/p\",\"number\":\"x\"}",
                "{\"path\":\"/p\",\"number\":{}}",
                "{\"path\":\"/p\",\"text\":{}}",
                "{\"path\":\"/p\",\"text\":[1,2]}",
                "{\"path\":\"/p\",\"shapes\":{}}",
                "{\"path\":\"/p\",\"shapes\":[null]}",
                "{\"path\":\"/p\",\"shapes\":[{\"is\":\"Triangle\"}]}",
                "{\"path\":\"/p\",\"shapes\":[{}]}",
                "{\"path\":\"/p\",\"colours\":[\"BLUE\"]}",
                "{\"path\":\"/p\",\"counts\":{\"a\":{}}}",
                "{\"path\":\"\\u0000\"}"
            })
    void whatIsNoSuchRecordIsRefused(String text) {
        assertThatExceptionOfType(JsonParseException.class).isThrownBy(() -> RecordJson.read(All.class, text));
    }
}
