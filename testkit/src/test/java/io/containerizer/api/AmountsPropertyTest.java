package io.containerizer.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.testkit.SeededTest;
import java.time.Duration;
import java.util.Random;
import java.util.function.Function;

/** The text forms of {@link Bytes}, {@link MesosDuration} and {@link Rlimit}. */
class AmountsPropertyTest {

    private static final String LETTERS = "0159.-+ xKMGTBkbnsumecihrdayw=:\u0663";

    @SeededTest(count = 300)
    void whatIsPrintedCanBeRead(long seed) {
        long amount = amount(new Random(seed));
        assertThat(Bytes.parse(new Bytes(amount).toString())).isEqualTo(new Bytes(amount));
        Duration duration = Duration.ofNanos(amount);
        assertThat(MesosDuration.parse(MesosDuration.print(duration))).isEqualTo(duration);
    }

    @SeededTest(count = 300)
    void theUnitIsTheLargestThatDividesTheAmount(long seed) {
        Random random = new Random(seed);
        long count = random.nextInt(1, 1023);
        int unit = random.nextInt(5);
        assertThat(new Bytes(count << 10 * unit).toString())
                .isEqualTo(count + new String[] {"B", "KB", "MB", "GB", "TB"}[unit]);
    }

    @SeededTest(count = 1000)
    void anyTextIsReadOrRefused(long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(9); length > 0; length--) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        isReadOrRefused(Bytes::parse, text.toString());
        isReadOrRefused(MesosDuration::parse, text.toString());
        isReadOrRefused(Rlimit::parse, text.toString());
        isReadOrRefused(Rlimit::parse, "NOFILE=" + text);
    }

    private static void isReadOrRefused(Function<String, ?> parser, String text) {
        try {
            assertThat(parser.apply(text)).isNotNull();
        } catch (ContainerizerException e) {
            assertThat(e.code()).isIn(ErrorCode.INVALID_FLAG, ErrorCode.INVALID_SPEC);
            assertThat(e.hint().isPresent() || e.code() == ErrorCode.INVALID_SPEC)
                    .isTrue();
        }
    }

    /** Of any size, often a multiple of something round. */
    private static long amount(Random random) {
        long some = random.nextLong() >>> random.nextInt(1, 64);
        return switch (random.nextInt(3)) {
            case 0 -> some;
            case 1 -> some & -(1L << random.nextInt(60));
            default -> some % 9_000_000 * 1_000_000_000_000L;
        };
    }
}
