package io.containerizer.linux.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.LaunchStep;
import io.containerizer.linux.syscall.Errno;
import io.containerizer.testkit.CgroupFixture;
import io.containerizer.testkit.CgroupFlavour;
import io.containerizer.testkit.InMemory;
import io.containerizer.testkit.RecordingSyscalls;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerCgroupsTest {

    private static final ContainerId WEB = ContainerId.of("web");
    private static final ContainerId NESTED = WEB.child("debug");

    @TempDir(factory = InMemory.class)
    Path top;

    private RecordingSyscalls kernel;
    private CgroupFixture host;
    private ContainerCgroups cgroups;

    @BeforeEach
    void boot() {
        kernel = new RecordingSyscalls(top);
    }

    private Hierarchy on(CgroupFlavour flavour, String controller) {
        host = CgroupFixture.mount(kernel, top, flavour);
        cgroups = new ContainerCgroups(host.hierarchies(), "mesos", kernel);
        return cgroups.prepareRoot(controller);
    }

    // ---- paths and steps

    @Test
    void versionOneHasLimitsAndProcessesInOnePlace() {
        Hierarchy cpu = on(CgroupFlavour.V1, "cpu");
        assertThat(steps(cgroups.make(cpu, WEB))).containsExactly("make cgroup /sys/fs/cgroup/cpu,cpuacct/mesos/web");
        assertThat(steps(List.of(cgroups.join(cpu, WEB))))
                .containsExactly("join cgroup /sys/fs/cgroup/cpu,cpuacct/mesos/web");
        assertThat(shown(cgroups.directory(cpu, NESTED))).isEqualTo("/sys/fs/cgroup/cpu,cpuacct/mesos/web/mesos/debug");
    }

    @Test
    void versionTwoHasProcessesInALeaf() {
        Hierarchy all = on(CgroupFlavour.V2, "cpu");
        assertThat(steps(cgroups.make(all, NESTED)))
                .containsExactly(
                        "make cgroup /sys/fs/cgroup/mesos/web/mesos/debug",
                        "make cgroup /sys/fs/cgroup/mesos/web/mesos/debug/leaf");
        assertThat(steps(List.of(cgroups.join(all, NESTED))))
                .containsExactly("join cgroup /sys/fs/cgroup/mesos/web/mesos/debug/leaf");
        assertThat(shown(cgroups.directory(all, NESTED))).isEqualTo("/sys/fs/cgroup/mesos/web/mesos/debug");
    }

    @ParameterizedTest
    @EnumSource
    void theStepsMakeACgroupThatAProcessCanEnter(CgroupFlavour flavour) {
        Hierarchy memory = on(flavour, "memory");
        launch(memory, WEB, 7);
        assertThat(cgroups.processes(memory, WEB)).containsExactly(7);
    }

    // ---- the root

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/mesos", "..", "a/..", "../a", "a/../b", ".", "./a", "a/."})
    void theRootIsARelativePath(String root) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> new ContainerCgroups(new Hierarchies(List.of()), root, kernel))
                .returns(ErrorCode.INVALID_FLAG, ContainerizerException::code)
                .withMessageContaining("--cgroups_root");
    }

    @Test
    void theRootMayBeDeep() {
        host = CgroupFixture.mount(kernel, top, CgroupFlavour.V2);
        cgroups = new ContainerCgroups(host.hierarchies(), "a/b", kernel);
        Hierarchy all = cgroups.prepareRoot("memory");
        cgroups.prepareRoot("cpu");
        for (String at : List.of("", "a", "a/b")) {
            assertThat(CgroupFixture.get(all.mountPoint().resolve(at).resolve("cgroup.subtree_control")))
                    .isEqualTo("cpu memory");
        }
        launch(all, WEB, 1);
        assertThat(all.mountPoint().resolve("a/b/web/memory.max")).exists();
    }

    @ParameterizedTest
    @EnumSource
    void itsPreparationMayBeRepeated(CgroupFlavour flavour) {
        on(flavour, "cpuset");
        kernel.log().forget();
        cgroups.prepareRoot("cpuset");
        assertThat(kernel.log().calls("write")).isEmpty();
    }

    @Test
    void anEmptyCpusetOfVersionOneTakesWhatItsParentHas() {
        Hierarchy cpuset = on(CgroupFlavour.V1, "cpuset");
        assertThat(CgroupFixture.get(cpuset.mountPoint().resolve("mesos/cpuset.cpus")))
                .isEqualTo("0-3");
        assertThat(CgroupFixture.get(cpuset.mountPoint().resolve("mesos/cpuset.mems")))
                .isEqualTo("0");
    }

    @Test
    void namesOfVersionOneWorkInVersionTwo() {
        Hierarchy all = on(CgroupFlavour.V2, "cpuacct");
        cgroups.prepareRoot("blkio");
        assertThat(CgroupFixture.get(all.mountPoint().resolve("mesos/cgroup.subtree_control")))
                .isEqualTo("cpu io");
    }

    @Test
    void aControllerThatNobodyHasIsRefused() {
        on(CgroupFlavour.V2, "cpu");
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> cgroups.prepareRoot("net_cls"))
                .returns(ErrorCode.UNUSABLE_ISOLATOR, ContainerizerException::code)
                .withMessageContaining("no mounted hierarchy has it; mount it");
    }

    @Test
    void whoCannotMakeTheRootIsToldWhy() {
        host = CgroupFixture.mount(kernel, top, CgroupFlavour.V1);
        cgroups = new ContainerCgroups(host.hierarchies(), "mesos", kernel);
        kernel.log().fail("mkdir", "/mesos", Errno.EACCES, 1);
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> cgroups.prepareRoot("cpu"))
                .withMessageEndingWith("the engine must run as root, on a writable cgroup file system");
    }

    @Test
    void processesInTheWayOfAControllerAreNamedAsTheReason() {
        host = CgroupFixture.mount(kernel, top, CgroupFlavour.V2);
        cgroups = new ContainerCgroups(host.hierarchies(), "mesos", kernel);
        kernel.log().fail("write", "/mesos/cgroup.subtree_control", Errno.EBUSY, 1);
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> cgroups.prepareRoot("cpu"))
                .withMessageEndingWith("itself; move them into a cgroup below it");
        kernel.log().fail("write", "/mesos/cgroup.subtree_control", Errno.ENOENT, 1);
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> cgroups.prepareRoot("cpu"))
                .withMessageEndingWith("under systemd, set Delegate=yes");
    }

    // ---- nesting

    @ParameterizedTest
    @EnumSource
    void aNestedContainerHasLimitsOfItsOwn(CgroupFlavour flavour) {
        Hierarchy memory = on(flavour, "memory");
        launch(memory, WEB, 1);
        cgroups.prepareNested(memory, NESTED, List.of("memory"));
        launch(memory, NESTED, 2);
        String limit = memory.unified() ? "memory.max" : "memory.limit_in_bytes";
        assertThat(cgroups.directory(memory, NESTED).resolve(limit)).exists();
        assertThat(cgroups.processes(memory, WEB)).containsExactlyInAnyOrder(1, 2);
        assertThat(cgroups.processes(memory, NESTED)).containsExactly(2);
    }

    @ParameterizedTest
    @EnumSource
    void containersAreFoundAgainParentsFirst(CgroupFlavour flavour) {
        Hierarchy memory = on(flavour, "memory");
        launch(memory, ContainerId.of("app"), 1);
        launch(memory, WEB, 2);
        cgroups.prepareNested(memory, NESTED, List.of("memory"));
        launch(memory, NESTED, 3);
        kernel.mkdir(memory.mountPoint().resolve("mesos/no.id").toString(), 0755);
        assertThat(cgroups.found(memory)).containsExactly(ContainerId.of("app"), WEB, NESTED);
    }

    @ParameterizedTest
    @EnumSource
    void whereThereIsNoCgroupThereAreNoProcesses(CgroupFlavour flavour) {
        Hierarchy memory = on(flavour, "memory");
        assertThat(cgroups.processes(memory, WEB)).isEmpty();
        assertThat(cgroups.found(memory)).isEmpty();
    }

    // ---- removal

    @ParameterizedTest
    @EnumSource
    void aContainerIsRemovedWithAllBelowIt(CgroupFlavour flavour) {
        Hierarchy memory = on(flavour, "memory");
        List<Path> before = host.cgroups();
        launch(memory, WEB, 1);
        cgroups.prepareNested(memory, NESTED, List.of("memory"));
        launch(memory, NESTED, 2);
        kernel.endProcess(1);
        kernel.endProcess(2);
        cgroups.remove(memory, WEB);
        cgroups.remove(memory, WEB);
        assertThat(host.cgroups()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void aCgroupThatIsBusyForAMomentIsTriedAgain(CgroupFlavour flavour) {
        Hierarchy memory = on(flavour, "memory");
        launch(memory, WEB, 1);
        kernel.endProcess(1);
        kernel.log().fail("rmdir", "/web", Errno.EBUSY, 5);
        cgroups.remove(memory, WEB);
        assertThat(cgroups.directory(memory, WEB)).doesNotExist();
        assertThat(kernel.log().calls("rmdir"))
                .filteredOn(c -> c.endsWith("/web"))
                .hasSizeGreaterThan(5);
    }

    @Test
    void otherReasonsAreNotWaitedOut() {
        Hierarchy memory = on(CgroupFlavour.V1, "memory");
        launch(memory, WEB, 1);
        kernel.endProcess(1);
        kernel.log().fail("rmdir", "/web", Errno.EACCES, 2);
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> cgroups.remove(memory, WEB))
                .withMessageContaining("EACCES")
                .withMessageEndingWith(
                        "a process is still in it, see " + cgroups.directory(memory, WEB) + "/cgroup.procs");
    }

    private void launch(Hierarchy hierarchy, ContainerId id, int pid) {
        host.carryOut(cgroups.make(hierarchy, id), pid);
        host.carryOut(List.of(cgroups.join(hierarchy, id)), pid);
    }

    private List<String> steps(List<? extends LaunchStep> steps) {
        return steps.stream()
                .map(s -> s.action() + " " + shown(Path.of(s.subject())))
                .toList();
    }

    private String shown(Path path) {
        return "/" + top.relativize(path);
    }
}
