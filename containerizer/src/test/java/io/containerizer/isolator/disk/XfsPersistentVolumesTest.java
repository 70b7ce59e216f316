package io.containerizer.isolator.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.Bytes;
import io.containerizer.api.Container;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.DiskStatistics;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Isolator;
import io.containerizer.api.Limitation;
import io.containerizer.api.Resources;
import io.containerizer.api.Volume;
import io.containerizer.linux.syscall.OpenFlag;
import io.containerizer.linux.syscall.ProjectCalls.ProjectState;
import io.containerizer.testkit.CgroupFlavour;
import io.containerizer.testkit.FakeEnvironment;
import io.containerizer.testkit.InMemory;
import io.containerizer.testkit.TestContainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code disk/xfs} does with persistent volumes, on a made-up XFS. */
class XfsPersistentVolumesTest {

    private static final Volume DATA = Volume.persistent("eng/web", "db", "data", Bytes.megabytes(4));

    @TempDir(factory = InMemory.class)
    Path top;

    private final List<FakeEnvironment> opened = new ArrayList<>();

    @BeforeEach
    void makeWorkDirectory() throws IOException {
        Files.createDirectories(top.resolve("work"));
    }

    @AfterEach
    void closeHosts() {
        opened.forEach(FakeEnvironment::close);
    }

    private FakeEnvironment host() {
        FakeEnvironment host = new FakeEnvironment(top, CgroupFlavour.V2).isolation(XfsDiskIsolator.NAME);
        host.kernel().projects().mounted(ProjectState.ENFORCED);
        opened.add(host);
        return host;
    }

    private static Isolator isolator(FakeEnvironment host) {
        return new XfsDiskIsolator.Factory().create(host);
    }

    private Container container(String name) {
        return with(name);
    }

    private static List<String> labelled(FakeEnvironment host) {
        return host.kernel().log().calls("setProject").stream()
                .map(call -> call.substring(call.lastIndexOf(' ') + 1))
                .toList();
    }

    private Container with(String name, Volume... volumes) {
        return TestContainer.named(top, name)
                .with(s -> s.resources(Resources.NONE.withDisk(Bytes.megabytes(10))))
                .with(s -> s.volumes(List.of(volumes)))
                .build();
    }

    private Path volume() {
        return top.resolve("work/volumes/roles/eng web/db");
    }

    private Path marker() {
        return top.resolve("work/volumes/xfs_projects/eng web/db");
    }

    private static List<String> trees(FakeEnvironment host) {
        return host.kernel().log().calls("setProjectOfTree").stream()
                .map(call -> call.substring(call.lastIndexOf(' ') + 1))
                .toList();
    }

    private static DiskStatistics disk(long limit, long used) {
        return new DiskStatistics(
                Optional.of("data"),
                Optional.of(new DiskStatistics.Persistence("db")),
                Optional.of(limit),
                Optional.of(used));
    }

    private void labelVolume(FakeEnvironment host, long project) {
        int fd = host.kernel().open(volume().toString(), OpenFlag.READ, 0);
        host.kernel().setProject(fd, project);
        host.kernel().close(fd);
    }

    @Test
    void aPersistentVolumeHasAProjectAndKeepsIt() throws IOException {
        FakeEnvironment host = host();
        Isolator isolator = isolator(host);
        Container first = with("a", DATA);
        isolator.prepare(first);
        assertThat(trees(host)).containsExactly("5001");
        assertThat(host.kernel().projects().limits(5001)).isEqualTo("4194304/4194304");
        host.kernel().projects().use(5001, 8192);
        assertThat(isolator.usage(first).disks()).containsExactly(disk(4194304, 8192));
        isolator.cleanup(first.id());
        Files.delete(first.sandbox());
        assertThat(isolator.usage(first).disks()).isEmpty();

        Isolator next = isolator(host.flag("xfs_project_range", "[5000-5001]"));
        Container second = with("b", DATA.withQuota(Bytes.megabytes(8)));
        next.prepare(second);
        assertThat(trees(host)).as("it is charged once").containsExactly("5001");
        assertThat(next.usage(second).disks()).containsExactly(disk(8388608, 8192));
        assertThat(next.gauges()).containsEntry("containerizer/mesos/disk/project_ids_free", 0L);
    }

    @Test
    void containersShareAVolumeAndTheLastSaysHowLargeItIs() {
        FakeEnvironment host = host();
        Isolator isolator = isolator(host);
        Container writer = with("a", DATA);
        Container reader = with("b", DATA.withQuota(Bytes.megabytes(6)).asReadOnly());
        isolator.prepare(writer);
        isolator.prepare(reader);
        host.kernel().projects().use(5001, 4096);
        assertThat(isolator.usage(writer).disks()).containsExactly(disk(6291456, 4096));
        assertThat(isolator.usage(reader).disks()).containsExactly(disk(6291456, 4096));
        isolator.cleanup(writer.id());
        assertThat(isolator.usage(reader).disks()).containsExactly(disk(6291456, 4096));
    }

    @Test
    void theIdOfAVolumeIsFreeWhenTheVolumeAndItsFilesAreGone() throws IOException {
        FakeEnvironment host = host().flag("xfs_project_range", "[5000-5002]");
        Isolator isolator = isolator(host);
        Container first = with("a", DATA);
        isolator.prepare(first);
        isolator.cleanup(first.id());
        Files.delete(first.sandbox());
        host.kernel().projects().use(5001, 4096); // it is being emptied, elsewhere
        Files.delete(volume());
        isolator.prepare(container("b"));
        assertThat(marker()).doesNotExist();
        assertThat(marker().getParent()).doesNotExist();
        isolator.prepare(container("c"));
        assertThat(labelled(host)).as("sandbox, marker, b, c").containsExactly("5000", "5001", "5000", "5002");
        host.kernel().projects().use(5001, 0);
        assertThat(isolator.gauges()).containsEntry("containerizer/mesos/disk/project_ids_free", 1L);
        isolator.prepare(container("d"));
        assertThat(labelled(host)).endsWith("5001");
    }

    /** Its owner may change the label of a volume, also to that of somebody else. */
    @Test
    void aVolumeIsNotChargedToAProjectThatItsOwnerChose() {
        FakeEnvironment host = host();
        Isolator isolator = isolator(host);
        isolator.prepare(container("victim"));
        isolator.prepare(with("a", DATA));
        for (long chosen : new long[] {5000, 0, 42}) {
            labelVolume(host, chosen);
            isolator.prepare(with("next" + chosen, DATA.withQuota(Bytes.megabytes(1))));
            assertThat(trees(host)).endsWith("5002");
            assertThat(host.kernel().projects().limits(5002)).isEqualTo("1048576/1048576");
        }
        assertThat(host.kernel().projects().limits(5000)).isEqualTo("10485760/10485760");
        assertThat(host.kernel().projects().limits(42)).isEqualTo("0/0");
    }

    @Test
    void aVolumeWhoseChargingWasCutOffIsChargedToTheSameProject() {
        FakeEnvironment host = host();
        isolator(host).prepare(with("a", DATA));
        labelVolume(host, 0); // the label of the directory comes last
        isolator(host).prepare(with("b", DATA));
        assertThat(trees(host)).containsExactly("5001", "5001");
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void accountingOnlyLimitsNoVolume(String kill) {
        FakeEnvironment host =
                host().flag("enforce_container_disk_quota", "false").flag("xfs_kill_containers", kill);
        Isolator isolator = isolator(host);
        Container container = with("web", DATA);
        isolator.prepare(container);
        assertThat(host.kernel().projects().limits(5001)).isEqualTo("0/0");
        host.kernel().projects().use(5001, 8192);
        assertThat(isolator.usage(container).disks()).containsExactly(disk(4194304, 8192));
    }

    @Test
    void aContainerWhoseVolumeIsAboveItsSizeIsEndedWhereThatIsAskedFor() throws InterruptedException {
        FakeEnvironment host = host().flag("xfs_kill_containers", "true").flag("container_disk_watch_interval", "1ms");
        Isolator isolator = isolator(host);
        Container container = with("web", DATA);
        isolator.prepare(container);
        assertThat(host.kernel().projects().limits(5001)).isEqualTo("4194304/14680064");
        BlockingQueue<Limitation> exceeded = new LinkedBlockingQueue<>();
        isolator.watch(container, exceeded::add);
        int before = looks(host);
        while (looks(host) < before + 4) { // each look is at two projects: one of them is over
            Thread.onSpinWait();
        }
        assertThat(exceeded).isEmpty();
        host.kernel().projects().use(5001, 4194304 + 4096);
        assertThat(exceeded.poll(20, TimeUnit.SECONDS))
                .isEqualTo(new Limitation(
                        Limitation.Reason.REASON_CONTAINER_LIMITATION_DISK,
                        "Disk usage (4100KB) exceeded quota (4MB) for volume 'db'",
                        Resources.NONE.withDisk(new Bytes(4194304 + 4096))));
        isolator.cleanup(container.id());
    }

    @Test
    void theNextEngineFindsTheProjectsOfVolumes() {
        FakeEnvironment host = host();
        Container container = with("web", DATA);
        isolator(host).prepare(container);
        host.kernel().projects().use(5001, 4096);
        Isolator second = isolator(host.flag("xfs_project_range", "[6000-6000]"));
        second.recover(List.of(container), Set.of(container.id()));
        assertThat(second.usage(container).disks()).containsExactly(disk(4194304, 4096));
        second.update(container, Resources.NONE, Resources.NONE);
        assertThat(trees(host)).containsExactly("5001");
    }

    @Test
    void anUpdateMayBringOtherVolumes() {
        FakeEnvironment host = host();
        Isolator isolator = isolator(host);
        isolator.prepare(with("web"));
        Container other = with("web", DATA);
        isolator.update(other, Resources.NONE, Resources.NONE);
        assertThat(trees(host)).containsExactly("5001");
        assertThat(isolator.usage(other).disks()).hasSize(1);
        isolator.update(with("web"), Resources.NONE, Resources.NONE);
        assertThat(isolator.usage(other).disks()).isEmpty();
    }

    /** Who fills a volume as fast as it is charged holds up nobody but its other users. */
    @Test
    void whatIsInAVolumeIsChargedWithoutTheLockOfAllLaunches() {
        FakeEnvironment host = host();
        isolator(host).prepare(with("web", DATA));
        assertThat(host.kernel().log().calls("lock", "close", "setProjectOfTree").stream()
                        .map(call -> call.replaceAll("^(close|setProjectOfTree) .*", "$1")))
                .endsWith(
                        "lock /work/xfs_projects.lock",
                        "close", // the marker
                        "close", // the lock
                        "lock /work/volumes/xfs_projects/eng web/db",
                        "setProjectOfTree",
                        "close",
                        "close",
                        "close");
    }

    @Test
    void aVolumeWithoutAFreeIdFailsTheLaunch() {
        Isolator isolator = isolator(host().flag("xfs_project_range", "[5000-5000]"));
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> isolator.prepare(with("web", DATA)))
                .returns(ErrorCode.LAUNCH_FAILED, ContainerizerException::code)
                .withMessageContaining("charge the persistent volume eng/web/db to a project: find a free project id");
        assertThat(marker()).doesNotExist();
    }

    @Test
    void aLinkInPlaceOfAVolumeIsNotFollowed() throws IOException {
        Isolator isolator = isolator(host());
        Container container = with("web", DATA);
        Files.move(volume(), top.resolve("aside"));
        Files.createSymbolicLink(volume(), top.resolve("aside"));
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> isolator.prepare(container))
                .withMessageContaining("ELOOP");
    }

    private static int looks(FakeEnvironment host) {
        return host.kernel().log().calls("nextProject").size();
    }
}
