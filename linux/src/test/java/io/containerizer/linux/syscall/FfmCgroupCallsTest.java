package io.containerizer.linux.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.linux.cgroup.PacketTag;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What needs no cgroup; the rest is tested with real packets. */
@EnabledOnOs(OS.LINUX)
class FfmCgroupCallsTest {

    private final FfmCgroupCalls calls = new FfmCgroupCalls(new FfmSyscalls());

    @TempDir
    Path directory;

    @Test
    void noKernelOffersWhatDoesNotExist() {
        assertThat(calls.offers("net_clues")).isFalse();
    }

    @Test
    void aCgroupThatIsGoneHasNoProgram() {
        assertThat(calls.egress(directory.resolve("gone").toString())).isEmpty();
    }

    /** EPERM without root. */
    @Test
    void aDirectoryThatIsNoCgroupTakesNoProgram() {
        PacketTag tag = new PacketTag(1);
        assertThatExceptionOfType(KernelException.class)
                .isThrownBy(() -> calls.attachEgress(directory.toString(), tag.name(), tag.instructions()))
                .withMessageContaining("BPF program netcls_00000001");
        assertThatExceptionOfType(KernelException.class)
                .isThrownBy(() -> calls.egress(directory.toString()))
                .withMessageStartingWith("list BPF programs of " + directory);
    }

    @Test
    void aMountThatFailsSaysWhatAndWhere() {
        assertThatExceptionOfType(KernelException.class)
                .isThrownBy(
                        () -> calls.mount("net_cls", directory.resolve("gone").toString()))
                .withMessageStartingWith("mount cgroup hierarchy net_cls on " + directory);
    }
}
