package io.containerizer.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.testkit.SeededTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class ContainerIdPropertyTest {

    private static final String ALLOWED = "abcXYZ019-_:@~$\u00e4\u65e5";
    private static final String MIXED = "ab.-/\\ \n\0\u007f\u00e4\ud83d\ude00";

    @SeededTest
    void whatIsPrintedCanBeRead(long seed) {
        ContainerId id = id(new Random(seed));
        assertThat(ContainerId.parse(id.toString())).isEqualTo(id);
    }

    @SeededTest
    void aChildLeadsBackToItsParent(long seed) {
        Random random = new Random(seed);
        ContainerId id = id(random);
        ContainerId child = id.child(text(random, ALLOWED, 1));
        assertThat(child.parent()).contains(id);
        assertThat(child.root()).isEqualTo(id.root());
        assertThat(child.isBelow(id)).isTrue();
        assertThat(child.isBelow(id.root())).isTrue();
        assertThat(id.isBelow(child)).isFalse();
        assertThat(id.isBelow(id)).isFalse();
    }

    @SeededTest
    void theOrderAgreesWithEqualityAndPutsParentsFirst(long seed) {
        Random random = new Random(seed);
        ContainerId a = id(random);
        ContainerId b = id(random);
        assertThat(a.compareTo(b) == 0).isEqualTo(a.equals(b));
        assertThat(Integer.signum(a.compareTo(b))).isEqualTo(-Integer.signum(b.compareTo(a)));
        assertThat(a.compareTo(a.child("x"))).isNegative();
    }

    @SeededTest(count = 300)
    void anyTextIsAnIdOrRefused(long seed) {
        String text = text(new Random(seed), MIXED, 0);
        ContainerId id;
        try {
            id = ContainerId.parse(text);
        } catch (ContainerizerException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ID);
            return;
        }
        assertThat(id).hasToString(text);
        assertThat(id.path()).allSatisfy(value -> assertThat(value).doesNotContain("/", "\\", " ", "\n", "\0"));
    }

    private static ContainerId id(Random random) {
        List<String> path = new ArrayList<>();
        for (int depth = random.nextInt(1, 5); depth > 0; depth--) {
            path.add(text(random, ALLOWED, 1));
        }
        return new ContainerId(path);
    }

    private static String text(Random random, String letters, int atLeast) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(atLeast, 6); length > 0; length--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }
}
