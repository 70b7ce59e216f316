package io.containerizer.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CapabilityTest {

    /** Numbers of the kernel's capability.h. */
    @ParameterizedTest
    @CsvSource({
        "CHOWN, 0",
        "KILL, 5",
        "SETPCAP, 8",
        "NET_ADMIN, 12",
        "SYS_ADMIN, 21",
        "MKNOD, 27",
        "SETFCAP, 31",
        "SYSLOG, 34",
        "AUDIT_READ, 37",
        "PERFMON, 38",
        "CHECKPOINT_RESTORE, 40"
    })
    void theBitIsTheKernels(Capability capability, int bit) {
        assertThat(Capability.bits(Set.of(capability))).isEqualTo(1L << bit);
    }

    @Test
    void bitsAreUnited() {
        assertThat(Capability.bits(Set.of())).isZero();
        assertThat(Capability.bits(EnumSet.allOf(Capability.class))).isEqualTo((1L << 41) - 1);
    }

    @Test
    void namesAreReadWithAndWithoutPrefixInAnyCase() {
        assertThat(Capability.parse("CAP_KILL, net_raw,cap_chown"))
                .containsExactlyInAnyOrder(Capability.KILL, Capability.NET_RAW, Capability.CHOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "none", "NONE"})
    void noNamesAreNoCapabilities(String text) {
        assertThat(Capability.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CAP_", "CAP_CAP_KILL", "KIL", "KILL,", ",KILL", "KILL;CHOWN", "KILL CHOWN", "21", "all"})
    void anUnknownNameIsRefused(String text) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> Capability.parse(text))
                .returns(ErrorCode.INVALID_FLAG, ContainerizerException::code)
                .withMessageContaining("see capabilities(7) for the names");
    }

    @Test
    void setsAreCopies() {
        Set<Capability> mine = new HashSet<>(Set.of(Capability.KILL));
        CapabilitySets sets = new CapabilitySets(mine, mine);
        mine.add(Capability.CHOWN);
        assertThat(sets).isEqualTo(new CapabilitySets(Set.of(Capability.KILL), Set.of(Capability.KILL)));
    }
}
