package io.containerizer.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.LaunchStep.JoinCgroup;
import io.containerizer.api.LaunchStep.MakeCgroup;
import io.containerizer.linux.cgroup.CgroupFiles;
import io.containerizer.linux.syscall.Errno;
import io.containerizer.linux.syscall.KernelException;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fake control groups do what the real ones do, as far as an engine relies on it. */
class CgroupFixtureTest {

    @TempDir(factory = InMemory.class)
    Path root;

    private RecordingSyscalls kernel;
    private CgroupFiles files;

    @BeforeEach
    void boot() {
        kernel = new RecordingSyscalls(root);
        files = new CgroupFiles(kernel);
    }

    @Test
    void aControllerWorksWhereItIsHandedDown() {
        CgroupFixture host = CgroupFixture.mount(kernel, root, CgroupFlavour.V2);
        Path top = host.mountPoint("memory");
        kernel.mkdir(top + "/early", 0755);
        fails(Errno.ENOENT, () -> files.write(top.resolve("early"), "memory.max", "5"));
        files.write(top, "cgroup.subtree_control", "+memory");
        kernel.mkdir(top + "/late", 0755);
        for (String name : List.of("early", "late")) {
            files.write(top.resolve(name), "memory.max", "5");
            assertThat(files.readNumber(top.resolve(name), "memory.max")).contains(5L);
            fails(Errno.ENOENT, () -> files.write(top.resolve(name), "cgroup.subtree_control", "+cpu"));
        }
    }

    @Test
    void aCgroupWithProcessesHandsNothingDown() {
        CgroupFixture host = CgroupFixture.mount(kernel, root, CgroupFlavour.V2);
        Path top = host.mountPoint("memory");
        files.write(top, "cgroup.subtree_control", "+memory");
        host.carryOut(List.of(new MakeCgroup(top + "/a"), new JoinCgroup(top + "/a", true)), 7);
        fails(Errno.EBUSY, () -> files.write(top.resolve("a"), "cgroup.subtree_control", "+memory"));
    }

    @Test
    void aProcessIsInOneCgroupOfAHierarchyAndKeepsItBusy() {
        CgroupFixture host = CgroupFixture.mount(kernel, root, CgroupFlavour.V1);
        Path cpu = host.mountPoint("cpu");
        host.carryOut(List.of(new MakeCgroup(cpu + "/a"), new MakeCgroup(cpu + "/b")), 7);
        host.carryOut(List.of(new JoinCgroup(cpu + "/a", false)), 7);
        fails(Errno.EBUSY, () -> kernel.rmdir(cpu + "/a"));
        host.carryOut(List.of(new JoinCgroup(cpu + "/b", false)), 7);
        kernel.rmdir(cpu + "/a");
        kernel.endProcess(7);
        kernel.rmdir(cpu + "/b");
    }

    @Test
    void aCgroupWithOthersBelowItIsBusy() {
        CgroupFixture host = CgroupFixture.mount(kernel, root, CgroupFlavour.V1);
        Path cpu = host.mountPoint("cpu");
        kernel.mkdir(cpu + "/a", 0755);
        kernel.mkdir(cpu + "/a/b", 0755);
        fails(Errno.EBUSY, () -> kernel.rmdir(cpu + "/a"));
    }

    private static void fails(Errno errno, ThrowingCallable call) {
        assertThatExceptionOfType(KernelException.class)
                .isThrownBy(call)
                .returns(errno.number(), KernelException::errno);
    }
}
