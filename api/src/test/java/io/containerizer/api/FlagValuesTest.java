package io.containerizer.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlagValuesTest {

    private static final Flag<Boolean> SWAP = Flag.bool("limit_swap", false, "m");
    private static final Flag<Bytes> SIZE = Flag.unset("shm_size", "BYTES", Bytes::parse, "m");
    private static final Flag<Duration> WAIT = Flag.of("timeout", "DURATION", MesosDuration::parse, "60secs", "m");
    private static final List<Flag<?>> ALL = List.of(SWAP, SIZE, WAIT);

    @Test
    void whatIsNotGivenHasItsDefault() {
        assertThat(FlagValues.NONE.get(SWAP)).isFalse();
        assertThat(FlagValues.NONE.get(WAIT)).isEqualTo(Duration.ofMinutes(1));
        assertThat(FlagValues.NONE.find(SIZE)).isEmpty();
    }

    @Test
    void whatIsGivenWins() {
        FlagValues given = given("limit_swap", "true", "timeout", "5secs", "shm_size", "1KB");
        assertThat(given.get(SWAP)).isTrue();
        assertThat(given.get(WAIT)).isEqualTo(Duration.ofSeconds(5));
        assertThat(given.find(SIZE)).contains(new Bytes(1024));
    }

    @Test
    void anUnsetFlagWithoutDefaultCannotBeGot() {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> FlagValues.NONE.get(SIZE))
                .withMessage("read flag --shm_size: it is not given");
    }

    @ParameterizedTest
    @CsvSource({"true, true", "1, true", "false, false", "0, false"})
    void booleansHaveTwoSpellings(String text, boolean value) {
        assertThat(given("limit_swap", text).get(SWAP)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yes", "True", "2", " true"})
    void otherSpellingsOfBooleansAreRefused(String text) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> given("limit_swap", text).get(SWAP))
                .withMessageContaining("--limit_swap")
                .withMessageContaining("neither true nor false");
    }

    @Test
    void aBadValueNamesItsFlag() {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> given("shm_size", "64").find(SIZE))
                .returns(ErrorCode.INVALID_FLAG, ContainerizerException::code)
                .withMessage("read flag --shm_size: read bytes '64': it is not a whole number with a unit;"
                        + " write for example 512KB, 64MB or 2GB");
    }

    @Test
    void goodValuesPassTheCheck() {
        assertThatNoException()
                .isThrownBy(() -> given("limit_swap", "1", "shm_size", "1KB").check(ALL));
        assertThatNoException().isThrownBy(() -> FlagValues.NONE.check(ALL));
    }

    @Test
    void allProblemsAreReportedTogetherInTheOrderOfTheNames() {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(
                        () -> given("timout", "1secs", "shm_size", "1", "limit_swap", "maybe", "something_else", "x")
                                .check(ALL))
                .returns(ErrorCode.INVALID_FLAG, ContainerizerException::code)
                .withMessage("read flags: --limit_swap: 'maybe': it is neither true nor false"
                        + "; --shm_size: '1': it is not a whole number with a unit (write for example 512KB, 64MB or 2GB)"
                        + "; --something_else is not known"
                        + "; --timout is not known, did you mean --timeout?");
    }

    @Test
    void severalIsolatorsMayReadOneFlag() {
        assertThatNoException().isThrownBy(() -> given("limit_swap", "1").check(List.of(SWAP, SWAP)));
    }

    @Test
    void laterChangesOfTheCallersMapDoNotReachIt() {
        Map<String, String> mine = new HashMap<>();
        FlagValues values = new FlagValues(mine);
        mine.put("limit_swap", "true");
        assertThat(values.get(SWAP)).isFalse();
    }

    @Test
    void onlyBooleansAreBoolean() {
        assertThat(SWAP.isBoolean()).isTrue();
        assertThat(WAIT.isBoolean()).isFalse();
        assertThat(Flag.text("a", "b", "c").isBoolean()).isFalse();
    }

    private static FlagValues given(String... namesAndValues) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            given.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new FlagValues(given);
    }
}
