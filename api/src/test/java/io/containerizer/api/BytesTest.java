package io.containerizer.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BytesTest {

    @ParameterizedTest
    @CsvSource({
        "0B, 0",
        "1B, 1",
        "1023B, 1023",
        "1KB, 1024",
        "64MB, 67108864",
        "2GB, 2147483648",
        "1TB, 1099511627776",
        "10mb, 10485760",
        "7Kb, 7168",
        "007B, 7",
        "9223372036854775807B, 9223372036854775807",
    })
    void parses(String text, long value) {
        assertThat(Bytes.parse(text).value()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0B",
        "1, 1B",
        "1536, 1536B",
        "1024, 1KB",
        "10485760, 10MB",
        "1099511627776, 1TB",
        "1125899906842624, 1024TB",
    })
    void printsWithTheLargestUnitThatDividesIt(long value, String text) {
        assertThat(new Bytes(value)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "B",
                "MB",
                "1",
                "64",
                "1.5GB",
                "1 MB",
                " 1MB",
                "1MB ",
                "-1B",
                "+1B",
                "1XB",
                "1MBB",
                "0x10B",
                "1M",
                "KB1",
                "\u0663MB"
            })
    void refusesWhatIsNoNumberWithAUnit(String text) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> Bytes.parse(text))
                .returns(ErrorCode.INVALID_FLAG, ContainerizerException::code)
                .withMessage("read bytes '" + text + "': it is not a whole number with a unit;"
                        + " write for example 512KB, 64MB or 2GB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775808B", "9007199254740992KB", "8388608TB", "99999999999999999999MB"})
    void refusesWhatDoesNotFit(String text) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> Bytes.parse(text))
                .satisfies(e -> assertThat(e.reason()).isEqualTo("it is too large"));
    }

    @Test
    void anAmountIsNeverNegative() {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> new Bytes(-1))
                .returns(ErrorCode.INVALID_SPEC, ContainerizerException::code);
    }

    @Test
    void amountsAreOrderedBySize() {
        assertThat(Bytes.parse("1023KB")).isLessThan(Bytes.megabytes(1));
        assertThat(Bytes.megabytes(1)).isEqualByComparingTo(Bytes.parse("1024KB"));
    }
}
