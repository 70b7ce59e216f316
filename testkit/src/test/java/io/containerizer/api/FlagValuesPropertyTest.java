package io.containerizer.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.containerizer.testkit.SeededTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

class FlagValuesPropertyTest {

    private static final List<Flag<?>> KNOWN = List.of(
            Flag.bool("switch_user", true, "m"),
            Flag.unset("shm_size", "BYTES", Bytes::parse, "m"),
            Flag.of("timeout", "DURATION", MesosDuration::parse, "1secs", "m"));
    private static final Map<String, String> GOOD =
            Map.of("switch_user", "false", "shm_size", "1MB", "timeout", "2mins");

    @SeededTest
    void theMessageNamesEveryBadFlagAndNoGoodOne(long seed) {
        Random random = new Random(seed);
        Map<String, String> given = new HashMap<>();
        List<String> bad = new ArrayList<>();
        GOOD.forEach((name, value) -> {
            switch (random.nextInt(4)) {
                case 0 -> given.put(name, value);
                case 1 -> {
                    given.put(name, "#");
                    bad.add(name);
                }
                case 2 -> {
                    String misspelt = misspell(random, name);
                    given.put(misspelt, value);
                    bad.add(misspelt);
                    assertThat(Spelling.nearest(misspelt, GOOD.keySet())).contains(name);
                }
                default -> {}
            }
        });
        FlagValues values = new FlagValues(given);
        if (bad.isEmpty()) {
            assertThatNoException().isThrownBy(() -> values.check(KNOWN));
            return;
        }
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> values.check(KNOWN))
                .satisfies(e -> assertThat(e.reason().split("; "))
                        .hasSize(bad.size())
                        .allSatisfy(problem -> assertThat(bad).anyMatch(name -> problem.startsWith("--" + name))));
    }

    /** One letter too many, too few, or another one. */
    private static String misspell(Random random, String name) {
        int at = random.nextInt(name.length());
        return switch (random.nextInt(3)) {
            case 0 -> name.substring(0, at) + "x" + name.substring(at);
            case 1 -> name.substring(0, at) + name.substring(at + 1);
            default -> name.substring(0, at) + "x" + name.substring(at + 1);
        };
    }
}
