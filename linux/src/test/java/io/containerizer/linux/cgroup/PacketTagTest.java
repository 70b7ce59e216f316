package io.containerizer.linux.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacketTagTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 0x0010_0001, 0xffff_ffffL})
    void theClassIsReadBackFromTheName(long classid) {
        PacketTag tag = new PacketTag(classid);
        assertThat(tag.name()).hasSize(15).matches("[a-z0-9_]+");
        assertThat(PacketTag.named(tag.name())).contains(tag);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "netcls_", "netcls_1", "netcls_0010000g", "netcls_001000011", "sd_fw_egress"})
    void programsOfOthersAreNone(String name) {
        assertThat(PacketTag.named(name)).isEmpty();
    }

    @Test
    void theProgramIsOfFiveInstructions() {
        assertThat(HexFormat.of().formatHex(new PacketTag(0xfff0_0001L).instructions()))
                .isEqualTo("b40200000100f0ff"
                        + "6321200000000000"
                        + "6321080000000000"
                        + "b400000001000000"
                        + "9500000000000000");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0x1_0000_0000L})
    void aClassHasThirtyTwoBits(long classid) {
        assertThatIllegalArgumentException().isThrownBy(() -> new PacketTag(classid));
    }
}
