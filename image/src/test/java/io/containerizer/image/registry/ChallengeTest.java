package io.containerizer.image.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.testkit.SeededTest;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChallengeTest {

    @Test
    void readsParametersWithAndWithoutQuotes() {
        assertThat(Challenge.parse(
                        List.of("Bearer realm=\"https://a.test/t?x=1,2\", Service=reg,scope=\"a \\\"b\\\"\"")))
                .containsExactly(new Challenge(
                        "bearer", Map.of("realm", "https://a.test/t?x=1,2", "service", "reg", "scope", "a \"b\"")));
    }

    @Test
    void readsSeveralOfOneHeaderAndOfSeveral() {
        assertThat(Challenge.parse(
                        List.of("Negotiate, Basic realm=\"a\", charset=\"UTF-8\", BEARER realm=\"b\"", "Digest")))
                .extracting(Challenge::scheme)
                .containsExactly("negotiate", "basic", "bearer", "digest");
        assertThat(Challenge.parse(List.of("Basic realm=\"a\", Bearer realm=\"b\"")))
                .extracting(c -> c.parameter("realm"))
                .containsExactly("a", "b");
    }

    @Test
    void readsNothingFromNothing() {
        assertThat(Challenge.parse(List.of())).isEmpty();
        assertThat(Challenge.parse(List.of("", " , ", "=\"x\"", "\"x\""))).isEmpty();
    }

    @SeededTest(count = 200)
    void endsWhateverComes(long seed) {
        Random random = new Random(seed);
        StringBuilder header = new StringBuilder();
        String alphabet = "Bb=\"\\, \taz:/\u00e4";
        for (int i = random.nextInt(200); i > 0; i--) {
            header.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        assertThat(Challenge.parse(List.of(header.toString())))
                .allSatisfy(challenge -> assertThat(challenge.scheme()).isNotEmpty());
    }
}
