package io.containerizer.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Bits that leave for the kernel as they are: those of sched.h and mount.h. */
class KernelBitsTest {

    @Test
    void namespaces() {
        assertThat(Namespace.flags(Set.of(Namespace.MNT, Namespace.PID))).isEqualTo(0x20020000L);
        assertThat(Namespace.flags(EnumSet.allOf(Namespace.class))).isEqualTo(0x6e020000L);
        assertThat(Namespace.flags(Set.of())).isZero();
    }

    @Test
    void mountOptions() {
        assertThat(MountOption.flags(Set.of(MountOption.READ_ONLY, MountOption.NO_EXEC)))
                .isEqualTo(9);
        assertThat(MountOption.flags(EnumSet.allOf(MountOption.class))).isEqualTo(0x100000fL);
    }
}
