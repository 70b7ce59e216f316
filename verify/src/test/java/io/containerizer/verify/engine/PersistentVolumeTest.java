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
import io.containerizer.api.Limitation;
import io.containerizer.api.Resources;
import io.containerizer.api.Volume;
import io.containerizer.api.Volume.Persistent;
import io.containerizer.api.Volume.Propagation;
import io.containerizer.api.Volume.SandboxPath;
import io.containerizer.lifecycle.Containerizer;
import io.containerizer.lifecycle.VolumeView;
import io.containerizer.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Persistent volumes on this machine's kernel and file system; those of disk/xfs have a test of their own. */
@RequiresRoot
@Tag("kernel")
@ExtendWith(EngineFixture.Resolver.class)
class PersistentVolumeTest {

    private static final String LINUX = "filesystem/linux,namespaces/pid,disk/du";
    private static final ContainerId ID = ContainerId.of("v");
    private static final Persistent DB = new Persistent("eng/web", "db");

    private static Volume at(String containerPath) {
        return Volume.persistent(DB.role(), DB.id(), containerPath, Bytes.megabytes(4));
    }

    private static ContainerSpec.Builder with(ContainerId id, Volume volume, String line) {
        return shell(id, line).volumes(List.of(volume));
    }

    private static Path volume(EngineFixture fixture) {
        return fixture.workDirectory().resolve("volumes/roles/eng web/db");
    }

    private static Map<String, String> measuring(EngineFixture fixture, boolean enforce) {
        Map<String, String> flags = fixture.flags(LINUX);
        flags.put("container_disk_watch_interval", "20ms");
        flags.put("enforce_container_disk_quota", Boolean.toString(enforce));
        return flags;
    }

    private static void inUse(Containerizer engine) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> engine.removeVolume(DB))
                .returns(ErrorCode.VOLUME_IN_USE, ContainerizerException::code);
    }

    // ---- filesystem/linux

    @Test
    void whatAContainerStoresIsThereForTheNext(EngineFixture fixture) throws IOException {
        Containerizer engine = fixture.engine(LINUX);
        fixture.run(
                engine,
                with(ID, at("data"), "echo kept > data/file; ls -ld data").user("1234:1235"));
        engine.remove(ID);
        assertThat(volume(fixture).resolve("file")).hasContent("kept");
        assertThat(Files.getAttribute(volume(fixture), "unix:uid")).isEqualTo(1234);
        assertThat(Files.getAttribute(volume(fixture), "unix:gid")).isEqualTo(1235);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(volume(fixture))))
                .isEqualTo("rwxr-x---");
        Path root = fixture.rootfs();
        assertThat(fixture.run(engine, with(ID, at("data"), "cat data/file").rootfs(root)))
                .isEqualTo("kept\n");
        engine.remove(ID);
        assertThat(fixture.run(
                        engine, with(ID, at("/srv/data"), "cat /srv/data/file").rootfs(root)))
                .isEqualTo("kept\n");
        assertThat(engine.volumes()).containsExactly(new VolumeView(DB, volume(fixture), List.of()));
        engine.removeVolume(DB);
        assertThat(engine.volumes()).isEmpty();
        assertThat(volume(fixture)).doesNotExist();
    }

    @Test
    void aReadOnlyVolumeCannotBeWritten(EngineFixture fixture) throws IOException {
        Containerizer engine = fixture.engine(LINUX);
        fixture.run(engine, with(ID, at("data"), "mkdir data/below"));
        String out = fixture.run(
                engine,
                with(
                        ContainerId.of("reader"),
                        at("data").asReadOnly(),
                        "touch data/x 2>&1; mount -o remount,rw data 2>&1; touch data/below/x 2>&1; exit 0"));
        assertThat(out).contains("data/x': Read-only file system");
        assertThat(volume(fixture).resolve("x")).doesNotExist();
    }

    @Test
    void containersShareAVolumeAndItIsKeptAsLongAsOneLives(EngineFixture fixture) {
        Containerizer engine = fixture.engine(LINUX);
        ContainerId reader = ContainerId.of("reader");
        engine.launch(with(
                        reader,
                        at("in").asReadOnly(),
                        "until [ -s in/file ]; do sleep 0.02; done; cat in/file; sleep 1000")
                .build());
        fixture.run(engine, with(ID, at("data"), "echo shared > data/file"));
        eventually("the other reads it", () -> fixture.stdout(reader).equals("shared\n"));
        Containerizer other = fixture.engine(LINUX);
        assertThat(other.volumes()).singleElement().returns(List.of(reader), VolumeView::usedBy);
        inUse(other);
        within(engine.destroy(reader));
        other.removeVolume(DB);
        assertThat(volume(fixture)).doesNotExist();
    }

    @Test
    void aNestedContainerUsesTheVolumeOfItsParent(EngineFixture fixture) {
        Containerizer engine = fixture.engine(LINUX + ",volume/sandbox_path");
        engine.launch(
                with(ID, at("data"), "mkdir data/a; echo ready; sleep 1000").build());
        eventually("it has made a directory", () -> fixture.stdout(ID).equals("ready\n"));
        ContainerId child = ID.child("child");
        Volume ofParent = new Volume("mine", new SandboxPath("data/a", true), false, Propagation.PRIVATE);
        fixture.run(engine, with(child, ofParent, "echo nested > mine/file"));
        assertThat(volume(fixture).resolve("a/file")).hasContent("nested");
        within(engine.destroy(ID));
    }

    @Test
    void aVolumeOutlivesAnEngineThatIsKilled(EngineFixture fixture) throws IOException {
        EngineProcess first = EngineProcess.start(
                measuring(fixture, false), 0, "persistent:eng/web/db:head -c 100000 /dev/zero > data/f; sleep 1000");
        assertThat(first.awaitReady()).isTrue();
        first.kill();
        Containerizer second = fixture.engine(measuring(fixture, false));
        inUse(second);
        second.recover();
        ContainerId id = ContainerId.of("c0");
        eventually("it is measured again", () -> used(second, id).orElse(0L) > 100_000);
        within(second.destroy(id));
        assertThat(volume(fixture).resolve("f")).hasSize(100_000);
        second.removeVolume(DB);
    }

    @Test
    void aLinkInPlaceOfAVolumeIsNotMounted(EngineFixture fixture) throws IOException {
        Containerizer engine = fixture.engine(LINUX);
        Path elsewhere = Files.createDirectory(fixture.top().resolve("elsewhere"));
        Files.createDirectories(volume(fixture).getParent());
        Files.createSymbolicLink(volume(fixture), elsewhere);
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(
                        () -> engine.launch(with(ID, at("data"), "touch data/x").build()))
                .withMessageContaining("is no directory; somebody has replaced it");
        assertThat(elsewhere).isEmptyDirectory();
        assertThat(fixture.sandbox(ID)).doesNotExist();
    }

    // ---- disk/du

    private static Optional<DiskStatistics> disk(Containerizer engine, ContainerId id) {
        return engine.usage(id).disks().stream()
                .filter(d -> d.persistence().isPresent())
                .findFirst();
    }

    private static Optional<Long> used(Containerizer engine, ContainerId id) {
        return disk(engine, id).flatMap(DiskStatistics::usedBytes);
    }

    @Test
    void aVolumeIsMeasuredApartFromTheSandbox(EngineFixture fixture) {
        Containerizer engine = fixture.engine(measuring(fixture, false));
        engine.launch(with(ID, at("data"), "head -c 2000000 /dev/zero > data/f; sleep 1000")
                .resources(Resources.NONE.withDisk(Bytes.megabytes(1)))
                .build());
        eventually("it is measured", () -> used(engine, ID).orElse(0L) >= 2_000_000);
        DiskStatistics told = disk(engine, ID).orElseThrow();
        assertThat(told.volume()).contains("data");
        assertThat(told.persistence()).contains(new DiskStatistics.Persistence("db"));
        assertThat(told.limitBytes()).contains(4L << 20);
        assertThat(engine.usage(ID).disks())
                .filteredOn(d -> d.volume().isEmpty())
                .singleElement()
                .satisfies(
                        sandbox -> assertThat(sandbox.usedBytes().orElseThrow()).isLessThan(100_000));
    }

    @Test
    void tooMuchInAVolumeEndsTheContainerAndLeavesTheVolume(EngineFixture fixture) {
        Containerizer engine = fixture.engine(measuring(fixture, true));
        var end = within(engine.launch(with(ID, at("data"), "head -c 6000000 /dev/zero > data/f; sleep 1000")
                        .build())
                .terminated());
        assertThat(end.limitation())
                .map(Limitation::reason)
                .contains(Limitation.Reason.REASON_CONTAINER_LIMITATION_DISK);
        assertThat(end.message()).matches("Disk usage \\(\\d+KB\\) exceeds quota \\(4MB\\) for volume 'db'");
        assertThat(volume(fixture).resolve("f")).exists();
    }

    // ---- filesystem/posix

    @Test
    void linksLeadToVolumesAndFollowUpdates(EngineFixture fixture) throws IOException {
        Map<String, String> flags = fixture.flags("filesystem/posix,disk/du");
        Containerizer engine = fixture.engine(flags);
        engine.launch(with(ID, at("data"), "echo kept > data/file; sleep 1000").build());
        eventually("it has written", () -> Files.exists(volume(fixture).resolve("file")));
        Path link = fixture.sandbox(ID).resolve("data");
        assertThat(Files.readSymbolicLink(link)).isEqualTo(volume(fixture));
        Volume other = Volume.persistent("eng", "logs", "logs", Bytes.megabytes(1));
        engine.update(ID, Resources.NONE, Resources.NONE, List.of(other));
        assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThat(fixture.sandbox(ID).resolve("logs")).isEmptyDirectory();
        Containerizer next = fixture.engine(flags);
        assertThat(next.volumes()).extracting(VolumeView::usedBy).containsExactly(List.of(ID), List.of());
        engine.removeVolume(DB);
        engine.close();
        next.recover();
        next.update(ID, Resources.NONE, Resources.NONE, List.of());
        assertThat(Files.exists(fixture.sandbox(ID).resolve("logs"), LinkOption.NOFOLLOW_LINKS))
                .isFalse();
        assertThat(next.plan(ID)).isPresent();
    }

    @Test
    void onlyLinksCanBeChanged(EngineFixture fixture) {
        Containerizer engine = fixture.engine(LINUX);
        engine.launch(with(ID, at("data"), "sleep 1000").build());
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> engine.update(ID, Resources.NONE, Resources.NONE, List.of()))
                .returns(ErrorCode.INVALID_SPEC, ContainerizerException::code)
                .withMessageContaining("only containers with filesystem/posix can get others");
        engine.update(ID, Resources.NONE, Resources.NONE, List.of(at("data")));
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> engine.update(ID, Resources.NONE, Resources.NONE, List.of(Volume.of("/etc", "/mnt"))))
                .withMessageContaining("only its persistent volumes can be changed");
        inUse(engine);
    }
}
