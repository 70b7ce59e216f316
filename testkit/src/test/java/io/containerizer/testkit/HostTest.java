package io.containerizer.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostTest {

    @TempDir
    Path root;

    @BeforeEach
    void recordedHybridHost() throws IOException {
        write("proc/self/status", "Name:\tjava\nUid:\t1000\t0\t0\t0\n");
        write("proc/self/mountinfo", """
                24 1 0:22 / /sys rw - sysfs sysfs rw
                30 24 0:25 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid shared:9 - cgroup cgroup rw,cpu,cpuacct
                31 24 0:26 / /sys/fs/cgroup/systemd rw - cgroup systemd rw,xattr,name=systemd
                32 24 0:27 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw,nsdelegate
                """);
        write("sys/fs/cgroup/unified/cgroup.controllers", "hugetlb io\n");
    }

    @Test
    void effectiveUserDecidesWhoIsRoot() throws IOException {
        assertThat(host().isRoot()).isTrue();
        write("proc/self/status", "Uid:\t0\t1000\t0\t0\n");
        assertThat(host().isRoot()).isFalse();
    }

    @Test
    void controllersOfTheFirstVersionComeFromMountOptions() {
        assertThat(host().cgroupV1Controllers()).containsExactlyInAnyOrder("cpu", "cpuacct");
    }

    @Test
    void controllersOfTheSecondVersionAreFoundByEitherName() {
        assertThat(host().hasCgroupV2()).isTrue();
        assertThat(host().offersV2("blkio")).isTrue();
        assertThat(host().offersV2("memory")).isFalse();
    }

    @Test
    void aToolIsAnExecutableFileOnThePath() throws IOException {
        write("bin/crun", "");
        assertThat(host().hasTool("crun")).isFalse();
        Files.setPosixFilePermissions(root.resolve("bin/crun"), PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(host().hasTool("crun")).isTrue();
    }

    @Test
    void aHostWithoutTheseFilesHasNothing() {
        Host empty = new Host(root.resolve("nowhere"), "Linux", "");
        assertThat(empty.isRoot()).isFalse();
        assertThat(empty.hasCgroupV2()).isFalse();
        assertThat(empty.cgroupV1Controllers()).isEmpty();
    }

    private Host host() {
        return new Host(root, "Linux", root.resolve("bin").toString());
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(root.resolve(file).getParent());
        Files.writeString(root.resolve(file), text);
    }
}
