package io.containerizer.verify.engine;

import static io.containerizer.verify.engine.EngineFixture.eventually;
import static io.containerizer.verify.engine.EngineFixture.shell;
import static io.containerizer.verify.engine.EngineFixture.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.Bytes;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.DiskStatistics;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Resources;
import io.containerizer.api.Volume;
import io.containerizer.api.Volume.Persistent;
import io.containerizer.lifecycle.Containerizer;
import io.containerizer.testkit.RequiresRoot;
import io.containerizer.testkit.RequiresTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Persistent volumes with {@code disk/xfs} on a real XFS, seen from outside with the tools of XFS. */
@RequiresRoot
@RequiresTool("xfs_quota")
@RequiresTool("xfs_io")
@Tag("lab")
@ExtendWith(EngineFixture.Resolver.class)
class XfsVolumeTest {

    private static final String ISOLATION = "filesystem/linux,namespaces/pid,disk/xfs";
    private static final String FREE = "containerizer/mesos/disk/project_ids_free";
    private static final ContainerId ID = ContainerId.of("c0");
    private static final ContainerId NEXT = ContainerId.of("next");
    private static final Persistent DB = new Persistent("eng/web", "db");

    private final XfsDisk disk = new XfsDisk();

    @BeforeEach
    void makeWorkDirectory() throws IOException {
        disk.makeWorkDirectory();
    }

    @AfterEach
    void removeWorkDirectory() {
        disk.removeWorkDirectory();
    }

    private Map<String, String> flags(EngineFixture fixture) {
        Map<String, String> flags = fixture.flags(ISOLATION);
        flags.put("work_dir", disk.workDirectory().toString());
        return flags;
    }

    private static ContainerSpec.Builder with(ContainerId id, int megabytes, String line) {
        return shell(id, line)
                .resources(Resources.NONE.withDisk(Bytes.megabytes(10)))
                .volumes(List.of(Volume.persistent(DB.role(), DB.id(), "data", Bytes.megabytes(megabytes))));
    }

    private Path volume() {
        return disk.workDirectory().resolve("volumes/roles/eng web/db");
    }

    private String stdout(ContainerId id) {
        return EngineFixture.read(
                disk.workDirectory().resolve("containers").resolve(id.value()).resolve("stdout"));
    }

    private static DiskStatistics told(Containerizer engine, ContainerId id) {
        return engine.usage(id).disks().getFirst();
    }

    private static void remove(Containerizer engine, ContainerId id) {
        within(engine.destroy(id));
        engine.remove(id);
    }

    // ---- limits

    @Test
    void aFullVolumeGetsTheKernelsErrorAndTheSandboxGoesOn(EngineFixture fixture) throws Exception {
        Containerizer engine = fixture.engine(flags(fixture));
        engine.launch(with(
                        ID,
                        4,
                        "dd if=/dev/zero of=data/big bs=1M count=6 2>&1; echo ended $?; "
                                + "dd if=/dev/zero of=big bs=1M count=6 2>&1; echo sandbox $?; sleep 1000")
                .build());
        eventually("it has filled the volume", () -> stdout(ID).contains("sandbox"));
        assertThat(stdout(ID)).contains("No space left on device", "ended 1", "sandbox 0");
        assertThat(engine.find(ID).orElseThrow().termination()).isEmpty();
        assertThat(disk.label(volume())).isEqualTo("5001");
        assertThat(disk.label(volume().resolve("big"))).isEqualTo("5001");
        assertThat(disk.report()).hasSize(2).last().asString().matches("#5001 4096 4096 4096 .*");
        DiskStatistics told = told(engine, ID);
        assertThat(told.volume()).contains("data");
        assertThat(told.persistence()).contains(new DiskStatistics.Persistence("db"));
        assertThat(told.limitBytes()).contains(4L << 20);
        assertThat(told.usedBytes()).contains(4L << 20);
        remove(engine, ID);
        assertThat(disk.report()).last().asString().matches("#5001 4096 4096 4096 .*");
    }

    @Test
    void accountingOnlyHoldsNobodyUp(EngineFixture fixture) throws Exception {
        Map<String, String> flags = flags(fixture);
        flags.put("enforce_container_disk_quota", "false");
        Containerizer engine = fixture.engine(flags);
        engine.launch(with(ID, 4, "dd if=/dev/zero of=data/big bs=1M count=6; echo done; sleep 1000")
                .build());
        eventually("it has written", () -> stdout(ID).contains("done"));
        assertThat(disk.report()).last().asString().matches("#5001 6144 0 0 .*");
        assertThat(told(engine, ID).limitBytes()).contains(4L << 20);
        assertThat(told(engine, ID).usedBytes()).contains(6L << 20);
        remove(engine, ID);
    }

    @Test
    void aContainerWithTooMuchInItsVolumeIsEndedWhereThatIsAskedFor(EngineFixture fixture) throws Exception {
        Map<String, String> flags = flags(fixture);
        flags.put("xfs_kill_containers", "true");
        flags.put("container_disk_watch_interval", "100ms");
        Containerizer engine = fixture.engine(flags);
        var end = within(engine.launch(with(ID, 4, "dd if=/dev/zero of=data/big bs=1M count=6; sleep 1000")
                        .build())
                .terminated());
        assertThat(end.message()).matches("Disk usage \\(\\d+[KM]?B\\) exceeded quota \\(4MB\\) for volume 'db'");
        assertThat(disk.report()).last().asString().matches("#5001 \\d+ 4096 14336 .*");
        assertThat(volume().resolve("big")).exists();
        engine.remove(ID);
    }

    @Test
    void containersShareAVolumeAndItsLimit(EngineFixture fixture) throws Exception {
        Containerizer engine = fixture.engine(flags(fixture));
        engine.launch(with(ID, 4, "dd if=/dev/zero of=data/a bs=1M count=3; echo done; sleep 1000")
                .build());
        eventually("one has written", () -> stdout(ID).contains("done"));
        engine.launch(with(NEXT, 5, "dd if=/dev/zero of=data/b bs=1M count=3 2>&1; echo ended $?; sleep 1000")
                .build());
        eventually("both have written", () -> stdout(NEXT).contains("ended"));
        assertThat(stdout(NEXT)).contains("No space left on device");
        assertThat(disk.report()).anyMatch(line -> line.matches("#5001 5120 5120 5120 .*"));
        assertThat(told(engine, ID)).isEqualTo(told(engine, NEXT));
        remove(engine, ID);
        remove(engine, NEXT);
    }

    // ---- ids

    @Test
    void aVolumeKeepsItsIdUntilItIsRemoved(EngineFixture fixture) throws Exception {
        EngineProcess first = EngineProcess.start(
                flags(fixture), 0, "persistent:eng/web/db:dd if=/dev/zero of=data/f bs=1M count=3; sleep 1000");
        assertThat(first.awaitReady()).isTrue();
        eventually("it has written", () -> volume().resolve("f").toFile().length() == 3 << 20);
        first.kill();
        Map<String, String> flags = flags(fixture);
        flags.put("xfs_project_range", "[6000-6001]");
        Containerizer second = fixture.engine(flags);
        second.recover();
        assertThat(told(second, ID).usedBytes()).contains(3L << 20);
        assertThat(told(second, ID).limitBytes()).contains(10L << 20);
        remove(second, ID);
        second.launch(with(NEXT, 20, "sleep 1000").build());
        assertThat(disk.label(volume())).as("though it is not in the range").isEqualTo("5001");
        assertThat(disk.report()).anyMatch(line -> line.matches("#5001 3072 20480 20480 .*"));
        remove(second, NEXT);

        Map<String, String> narrow = flags(fixture);
        narrow.put("xfs_project_range", "[5001-5001]");
        Containerizer third = fixture.engine(narrow);
        assertThat(third.gauges()).containsEntry(FREE, 0L);
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> third.launch(shell(ID, "true").build()))
                .withMessageContaining("all 1 are in use");
        third.removeVolume(DB);
        third.launch(shell(ID, "sleep 1000").build());
        assertThat(disk.label(disk.workDirectory().resolve("containers/c0"))).isEqualTo("5001");
        assertThat(disk.report()).anyMatch(line -> line.matches("#5001 \\d+ 0 0 .*"));
        remove(third, ID);
        eventually("its id is free", () -> third.gauges().get(FREE).equals(1L));
    }

    /** As nobody but the volume's owner and root can. */
    @Test
    void aVolumeThatItsOwnerHasRelabelledIsChargedToItsProjectAgain(EngineFixture fixture) throws Exception {
        Files.setPosixFilePermissions(
                disk.workDirectory(), java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        Containerizer engine = fixture.engine(flags(fixture));
        engine.launch(shell(ID, "sleep 1000")
                .resources(Resources.NONE.withDisk(Bytes.megabytes(10)))
                .build());
        ContainerId owner = ContainerId.of("owner");
        engine.launch(with(
                        owner,
                        4,
                        "mkdir data/d; xfs_io -c 'chproj 5000' data 2>&1; xfs_io -c 'chproj -R 0' data/d; "
                                + "echo relabelled; sleep 1000")
                .user("nobody")
                .build());
        eventually("it has relabelled its volume", () -> stdout(owner).contains("relabelled"));
        assertThat(disk.label(volume())).isEqualTo("5000");
        engine.launch(with(NEXT, 6, "sleep 1000").build());
        assertThat(disk.label(volume())).isEqualTo("5002");
        assertThat(disk.label(volume().resolve("d"))).isEqualTo("5002");
        assertThat(disk.report()).anyMatch(line -> line.matches("#5000 \\d+ 10240 10240 .*"));
        assertThat(disk.report()).anyMatch(line -> line.matches("#5002 \\d+ 6144 6144 .*"));
        List.of(ID, owner, NEXT).forEach(id -> remove(engine, id));
    }

    @Test
    void whatWasInAVolumeBeforeIsChargedWithIt(EngineFixture fixture) throws Exception {
        Map<String, String> without = flags(fixture);
        without.put("isolation", "filesystem/linux,namespaces/pid");
        Containerizer before = fixture.engine(without);
        var filled = within(before.launch(with(
                                ID,
                                4,
                                "mkdir -p data/a/b; dd if=/dev/zero of=data/a/b/f bs=1M count=2; "
                                        + "ln -s /etc data/link; mkfifo data/a/fifo")
                        .build())
                .terminated());
        assertThat(filled.status()).isZero();
        before.remove(ID);
        int depth = 2500; // no path is that long
        makeDeep(volume(), depth);
        assertThat(disk.label(volume())).isEqualTo("0");
        Containerizer engine = fixture.engine(flags(fixture));
        engine.launch(with(ID, 8, "sleep 1000").build());
        for (String path : List.of("", "a", "a/b", "a/b/f", "deep/deep/deep")) {
            assertThat(disk.label(volume().resolve(path))).as(path).isEqualTo("5001");
        }
        assertThat(disk.label(Path.of("/etc"))).isNotEqualTo("5001");
        assertThat(told(engine, ID).usedBytes().orElseThrow()).isGreaterThanOrEqualTo(2L << 20);
        assertThat(disk.files(5001))
                .as("all but links and pipes: the volume, a, b, f, the deep ones; and the marker")
                .isEqualTo(depth + 5);
        remove(engine, ID);
        engine.removeVolume(DB);
        assertThat(volume()).doesNotExist();
    }

    /** From the lowest directory upwards. */
    private static void makeDeep(Path directory, int depth) throws IOException {
        Path tree = directory.resolve("deep");
        Path above = directory.resolve("above");
        Files.createDirectory(tree);
        for (int i = 1; i < depth; i++) {
            Files.createDirectory(above);
            Files.move(tree, above.resolve("deep"));
            Files.move(above, tree);
        }
    }

    @Test
    void anEngineKilledWhileItChargesLeavesAVolumeThatTheNextCharges(EngineFixture fixture) throws Exception {
        for (int dieAt = 1; ; dieAt++) {
            try (EngineProcess engine = EngineProcess.startAndDie(
                    flags(fixture), ".*[pP]roject.*", dieAt, "persistent:eng/web/db:sleep 1000")) {
                boolean ready = engine.awaitReady();
                engine.kill();
                Containerizer next = fixture.engine(flags(fixture));
                next.recover();
                next.launch(with(NEXT, 6, "sleep 1000").build());
                assertThat(disk.report())
                        .as("killed at " + dieAt)
                        .filteredOn(line -> line.contains(" 6144 6144 "))
                        .singleElement()
                        .asString()
                        .startsWith("#" + disk.label(volume()) + " ");
                remove(next, NEXT);
                next.destroyAll();
                next.containers().forEach(c -> next.remove(c.id()));
                next.removeVolume(DB);
                eventually("all ids are free", () -> next.gauges().get(FREE).equals(5001L));
                next.close();
                if (ready) {
                    return;
                }
            }
        }
    }

    @Test
    void aVolumeThatIsNoDirectoryIsRefused(EngineFixture fixture) throws Exception {
        Containerizer engine = fixture.engine(flags(fixture));
        Files.createDirectories(volume().getParent());
        Files.createSymbolicLink(volume(), Path.of("/etc"));
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> engine.launch(with(ID, 4, "true").build()))
                .returns(ErrorCode.INVALID_SPEC, ContainerizerException::code);
        assertThat(disk.label(Path.of("/etc"))).isNotEqualTo("5001");
    }
}
