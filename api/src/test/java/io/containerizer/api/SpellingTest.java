package io.containerizer.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {

    private static final List<String> KNOWN = List.of("cgroups/mem", "cgroups/cpu", "namespaces/pid", "namespaces/ipc");

    @ParameterizedTest
    @CsvSource({
        "cgroups/mem, cgroups/mem",
        "cgroup/mem, cgroups/mem",
        "cgroups/memory, cgroups/mem",
        "cgroups/cup, cgroups/cpu",
        "namespace/pid, namespaces/pid",
        "namespaces/icp, namespaces/ipc",
    })
    void findsWhatWasMeant(String word, String meant) {
        assertThat(Spelling.nearest(word, KNOWN)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"xyz", "net", "namespaces/network", "filesystem/linux", "''"})
    void findsNothingWhereNothingIsNear(String word) {
        assertThat(Spelling.nearest(word, KNOWN)).isEmpty();
    }

    @Test
    void ofTwoThatAreEquallyNearTheFirstInTheAlphabetIsTaken() {
        assertThat(Spelling.nearest("ax", List.of("ac", "ab"))).contains("ab");
    }

    @Test
    void twoLettersInTheWrongOrderAreOneSlip() {
        assertThat(Spelling.nearest("rnu", List.of("rm", "run"))).contains("run");
        assertThat(Spelling.nearest("ab", List.of("ba"))).contains("ba");
    }

    @Test
    void findsNothingAmongNothing() {
        assertThat(Spelling.nearest("a", List.of())).isEmpty();
    }
}
