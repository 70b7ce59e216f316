package io.containerizer.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerIdTest {

    private static final ContainerId WEB = ContainerId.of("web");

    @Test
    void theTextJoinsTheValuesFromTheRootDown() {
        ContainerId id = WEB.child("debug1").child("sh");
        assertThat(id).hasToString("web.debug1.sh");
        assertThat(ContainerId.parse("web.debug1.sh")).isEqualTo(id);
        assertThat(id.value()).isEqualTo("sh");
        assertThat(id.path()).containsExactly("web", "debug1", "sh");
    }

    @Test
    void aNestedIdKnowsItsParentAndItsRoot() {
        ContainerId id = ContainerId.parse("a.b.c");
        assertThat(id.parent()).contains(ContainerId.parse("a.b"));
        assertThat(id.root()).isEqualTo(ContainerId.of("a"));
        assertThat(id.isNested()).isTrue();
    }

    @Test
    void aTopLevelIdIsItsOwnRoot() {
        assertThat(WEB.parent()).isEmpty();
        assertThat(WEB.root()).isEqualTo(WEB);
        assertThat(WEB.isNested()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"a.b, a, true", "a.b.c, a, true", "a.b.c, a.b, true", "a, a, false", "a, a.b, false", "ab.c, a, false"})
    void belowMeansNestedInIt(String id, String other, boolean expected) {
        assertThat(ContainerId.parse(id).isBelow(ContainerId.parse(other))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a..b", "a.", ".a", "."})
    void aTextWithAnEmptyPartIsNamedWhole(String text) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> ContainerId.parse(text))
                .returns(ErrorCode.INVALID_ID, ContainerizerException::code)
                .withMessageStartingWith("check container id '" + text + "': dots separate the names of nested");
    }

    @Test
    void theLengthIsThatOfTheDirectorysName() {
        assertThat(ContainerId.of("\u00e4".repeat(121)).value()).hasSize(121);
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> ContainerId.of("\u00e4".repeat(122)))
                .withMessageContaining("it is longer than 242 bytes");
    }

    @Test
    void noTwoRandomIdsAreEqual() {
        assertThat(Stream.generate(ContainerId::random).limit(100)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "A-b_c:d@e", "0", "123-456", "~", "\u00e4"})
    void anythingElseThatNamesADirectoryIsAllowed(String value) {
        assertThat(ContainerId.of(value).value()).isEqualTo(value);
    }

    @ParameterizedTest
    @MethodSource("badValues")
    void aBadValueIsRefusedWhereverItStands(String value) {
        for (List<String> path : List.of(List.of(value), List.of("web", value), List.of(value, "web"))) {
            assertThatExceptionOfType(ContainerizerException.class)
                    .isThrownBy(() -> new ContainerId(path))
                    .returns(ErrorCode.INVALID_ID, ContainerizerException::code)
                    .withMessageContaining("use 1 to 242");
        }
    }

    static Stream<String> badValues() {
        Stream<String> controls = Stream.iterate(0, c -> c <= ' ', c -> c + 1).map(c -> "a" + (char) (int) c + "b");
        return Stream.concat(
                controls,
                Stream.of(
                        "",
                        ".",
                        "..",
                        "a.b",
                        "/",
                        "a/b",
                        "../a",
                        "a\\b",
                        "a\u007fb",
                        " a",
                        "a ",
                        "x".repeat(243),
                        "\u00e4".repeat(122)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", ".a", "a.", "a..b", "a.b/c", "a. b"})
    void aTextWithABadPartIsRefused(String text) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> ContainerId.parse(text))
                .returns(ErrorCode.INVALID_ID, ContainerizerException::code);
    }

    @Test
    void noPathAtAllIsRefused() {
        assertThatExceptionOfType(ContainerizerException.class).isThrownBy(() -> new ContainerId(List.of()));
    }

    @Test
    void controlCharactersAreNotPrintedAsTheyAre() {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> ContainerId.of("a\u001bb"))
                .satisfies(e -> assertThat(e.reason()).isEqualTo("it contains '\\u001b'"));
    }

    @Test
    void theLongestValueFitsIntoADirectoryName() {
        assertThat(ContainerId.of("x".repeat(242)).value()).hasSize(242);
        assertThat(ContainerId.of("\u00e4".repeat(121)).value()).hasSize(121);
    }
}
