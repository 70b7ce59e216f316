package io.containerizer.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContainerStateTest {

    @Test
    void aLaunchPassesEveryStateInDeclarationOrder() {
        List<ContainerState> way = new ArrayList<>(List.of(ContainerState.STARTING));
        while (way.getLast() != ContainerState.DESTROYING) {
            Set<ContainerState> next = EnumSet.copyOf(way.getLast().next());
            if (next.size() > 1) {
                next.remove(ContainerState.DESTROYING);
            }
            assertThat(next).hasSize(1);
            way.addAll(next);
        }
        way.addAll(ContainerState.DESTROYING.next());
        assertThat(way).containsExactly(ContainerState.values());
    }

    @ParameterizedTest
    @EnumSource(
            value = ContainerState.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"DESTROYING", "TERMINATED"})
    void itCanBeDestroyedInEveryState(ContainerState state) {
        assertThat(state.next()).contains(ContainerState.DESTROYING);
    }

    @ParameterizedTest
    @EnumSource
    void noStateLeadsBack(ContainerState state) {
        assertThat(state.next()).allSatisfy(next -> assertThat(next).isGreaterThan(state));
    }

    @Test
    void theEndIsTheEnd() {
        assertThat(ContainerState.DESTROYING.next()).containsExactly(ContainerState.TERMINATED);
        assertThat(ContainerState.TERMINATED.next()).isEmpty();
    }
}
