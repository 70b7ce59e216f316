package io.containerizer.linux.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.linux.proc.MountInfo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HierarchiesTest {

    @ParameterizedTest
    @CsvSource({
        "v1, cpu, /sys/fs/cgroup/cpu",
        "v1, cpuacct, /sys/fs/cgroup/cpuacct",
        "v1, blkio, /sys/fs/cgroup/blkio",
        "v1-comounted, cpu, '/sys/fs/cgroup/cpu,cpuacct'",
        "v1-comounted, cpuacct, '/sys/fs/cgroup/cpu,cpuacct'",
        "v1-comounted, net_cls, '/sys/fs/cgroup/net_cls,net_prio'",
        "v1-comounted, net_prio, '/sys/fs/cgroup/net_cls,net_prio'",
        "v1-comounted, cpuset, /sys/fs/cgroup/cpuset",
        "v1-comounted, blkio, /sys/fs/cgroup/blkio",
        "v2, cpu, /sys/fs/cgroup",
        "v2, cpuacct, /sys/fs/cgroup",
        "v2, memory, /sys/fs/cgroup",
        "v2, blkio, /sys/fs/cgroup",
        "hybrid, memory, /sys/fs/cgroup/memory",
        "hybrid, cpuacct, '/sys/fs/cgroup/cpu,cpuacct'",
        "hybrid, pids, /sys/fs/cgroup/unified",
        "hybrid, blkio, /sys/fs/cgroup/unified",
    })
    void aControllerIsWhereTheHostMountedIt(String host, String controller, Path mountPoint) {
        assertThat(recorded(host).controlling(controller).map(Hierarchy::mountPoint))
                .contains(mountPoint);
    }

    @ParameterizedTest
    @CsvSource({"v1, net_cls", "v1, systemd", "v1-comounted, rw", "v1-comounted, xattr", "v2, net_cls", "v2, freezer"})
    void whatNoHierarchyHasIsNotFound(String host, String controller) {
        assertThat(recorded(host).controlling(controller)).isEmpty();
    }

    @Test
    void optionsOfAMountAreNoControllers() {
        assertThat(recorded("v1-comounted").all())
                .flatExtracting(Hierarchy::controllers)
                .containsExactlyInAnyOrder(
                        "cpu",
                        "cpuacct",
                        "net_cls",
                        "net_prio",
                        "memory",
                        "cpuset",
                        "freezer",
                        "perf_event",
                        "blkio",
                        "pids");
    }

    @Test
    void coMountedControllersShareOneHierarchy() {
        Hierarchies host = recorded("v1-comounted");
        assertThat(host.controlling("cpu")).isEqualTo(host.controlling("cpuacct"));
        assertThat(host.controlling("net_cls")).isEqualTo(host.controlling("net_prio"));
    }

    @Test
    void aNamedHierarchyIsThereWithoutControllers() {
        assertThat(recorded("v1-comounted").all())
                .contains(new Hierarchy(Path.of("/sys/fs/cgroup/systemd"), false, Set.of()));
    }

    @Test
    void versionTwoIsFoundByItsType() {
        assertThat(recorded("v1").unified()).isEmpty();
        assertThat(recorded("v2").unified().map(Hierarchy::mountPoint)).contains(Path.of("/sys/fs/cgroup"));
        assertThat(recorded("hybrid").unified().map(Hierarchy::mountPoint)).contains(Path.of("/sys/fs/cgroup/unified"));
    }

    @Test
    void theHostIsDescribedForPeople() {
        assertThat(recorded("v1").describe()).isEqualTo("cgroup v1");
        assertThat(recorded("v2").describe()).isEqualTo("cgroup v2");
        assertThat(recorded("hybrid").describe()).isEqualTo("cgroup v1 and v2 (v2 has: io pids)");
        assertThat(Hierarchies.detect(MountInfo.parse(""), p -> "").describe())
                .isEqualTo("no cgroup file system is mounted");
    }

    @Test
    void aVersionTwoMountMayHaveNoControllersAtAll() {
        Hierarchies host = Hierarchies.detect(read("hybrid"), p -> "\n");
        assertThat(host.unified().orElseThrow().controllers()).isEmpty();
        assertThat(host.describe()).isEqualTo("cgroup v1 and v2 (v2 has: )");
    }

    private static Hierarchies recorded(String host) {
        String controllers = host.equals("hybrid") ? "io pids\n" : "cpuset cpu io memory hugetlb pids rdma misc\n";
        return Hierarchies.detect(read(host), p -> controllers);
    }

    private static MountInfo read(String host) {
        try (InputStream in = HierarchiesTest.class.getResourceAsStream("/mountinfo/" + host + ".txt")) {
            return MountInfo.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
