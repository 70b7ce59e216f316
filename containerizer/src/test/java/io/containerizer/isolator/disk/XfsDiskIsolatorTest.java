package io.containerizer.isolator.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import io.containerizer.api.Bytes;
import io.containerizer.api.Container;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Isolator;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.Limitation;
import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Resources;
import io.containerizer.api.Statistic;
import io.containerizer.api.Verdict;
import io.containerizer.linux.syscall.ProjectCalls.ProjectState;
import io.containerizer.testkit.CgroupFlavour;
import io.containerizer.testkit.FakeEnvironment;
import io.containerizer.testkit.IsolatorContractTest;
import io.containerizer.testkit.TestContainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XfsDiskIsolatorTest extends IsolatorContractTest {

    private static final Resources TEN_MEGABYTES = Resources.NONE.withDisk(Bytes.megabytes(10));

    @BeforeEach
    void makeWorkDirectory() throws IOException {
        Files.createDirectories(top.resolve("work"));
    }

    @Override
    protected IsolatorFactory factory() {
        return new XfsDiskIsolator.Factory();
    }

    @Override
    protected void configure(FakeEnvironment environment) {
        environment.kernel().projects().mounted(ProjectState.ENFORCED);
    }

    @Override
    protected ContainerSpec.Builder request(ContainerSpec.Builder spec) {
        return spec.resources(TEN_MEGABYTES);
    }

    private FakeEnvironment host() {
        return host(CgroupFlavour.V2);
    }

    private static List<String> labelled(FakeEnvironment host) {
        return host.kernel().log().calls("setProject").stream()
                .map(call -> call.substring(call.lastIndexOf(' ') + 1))
                .toList();
    }

    // ---- which project

    @Test
    void eachSandboxGetsTheLowestFreeProject() throws IOException {
        FakeEnvironment host = host();
        Isolator isolator = isolator(host);
        Container first = container("a");
        isolator.prepare(first);
        isolator.prepare(container("b"));
        Files.delete(first.sandbox());
        isolator.prepare(container("c"));
        isolator.prepare(container("d"));
        assertThat(labelled(host)).containsExactly("5000", "5001", "5000", "5002");
    }

    @Test
    void anIdIsNotFreeWhileFilesAreCharged() throws IOException {
        FakeEnvironment host = host();
        Isolator isolator = isolator(host);
        Container first = container("a");
        isolator.prepare(first);
        isolator.cleanup(first.id());
        isolator.prepare(container("kept"));
        host.kernel().projects().use(5000, 4096); // a file was moved out of the sandbox
        Files.delete(first.sandbox());
        isolator.prepare(container("moved"));
        host.kernel().projects().use(5000, 0);
        isolator.prepare(container("gone"));
        assertThat(labelled(host)).containsExactly("5000", "5001", "5002", "5000");
    }

    @Test
    void enginesOfOneFileSystemDoNotGiveTheSameId() {
        FakeEnvironment host = host();
        isolator(host).prepare(container("a"));
        isolator(host).prepare(container("b"));
        assertThat(labelled(host)).containsExactly("5000", "5001");
    }

    @Test
    void onlyTheEnginesUserCanKeepTheOthersWaiting() throws IOException {
        isolator(host()).prepare(container("a"));
        assertThat(Files.getPosixFilePermissions(top.resolve("work/xfs_projects.lock")))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }

    @Test
    void severalRangesAreUsedOneAfterTheOther() {
        FakeEnvironment host = host().flag("xfs_project_range", "[20-20,7-8]");
        Isolator isolator = isolator(host);
        List.of("a", "b", "c").forEach(name -> isolator.prepare(container(name)));
        assertThat(labelled(host)).containsExactly("7", "8", "20");
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> isolator.prepare(container("d")))
                .returns(ErrorCode.LAUNCH_FAILED, ContainerizerException::code)
                .withMessage(
                        "charge the sandbox of d to a project: find a free project id in [7-8,20-20]: all 3 are in "
                                + "use; remove containers that have ended, or volumes, or give more ids with --xfs_project_range");
    }

    @Test
    void limitsOfRemovedSandboxesAreLifted() throws IOException {
        FakeEnvironment host = host();
        Isolator isolator = isolator(host);
        List<Container> both = List.of(container("a"), container("b"));
        both.forEach(isolator::prepare);
        for (Container container : both) {
            isolator.cleanup(container.id());
            assertThat(host.kernel().projects().limits(5001)).isEqualTo("10485760/10485760");
            Files.delete(container.sandbox());
        }
        isolator.prepare(TestContainer.named(top, "c").build());
        assertThat(host.kernel().projects().limits(5000)).isEqualTo("0/0");
        assertThat(host.kernel().projects().limits(5001)).isEqualTo("0/0");
    }

    @Test
    void aNestedContainerIsChargedToItsParentUnlessItAsksForDisk() {
        FakeEnvironment host = host();
        Isolator isolator = isolator(host);
        Container parent = container("web");
        isolator.prepare(parent);
        Container plain = TestContainer.in(top, parent, "plain").build();
        Container own = TestContainer.in(top, parent, "own").with(this::request).build();
        isolator.prepare(plain);
        isolator.prepare(own);
        isolator.prepare(TestContainer.in(top, plain, "deeper").build());
        isolator.prepare(TestContainer.in(top, own, "debug").debug().build());
        assertThat(labelled(host)).containsExactly("5000", "5000", "5001", "5000", "5001");
        assertThat(isolator.usage(plain)).isEqualTo(ResourceStatistics.NONE);
        host.kernel().projects().use(5001, 512);
        assertThat(isolator.usage(own).get(Statistic.DISK_USED_BYTES)).contains(512L);
    }

    @Test
    void aNestedContainerOfOneWithoutAProjectHasNone() {
        FakeEnvironment host = host();
        Container parent = container("web");
        isolator(host).prepare(TestContainer.in(top, parent, "plain").build());
        assertThat(labelled(host)).isEmpty();
    }

    @Test
    void aLinkInPlaceOfASandboxIsNotFollowed() throws IOException {
        Isolator isolator = isolator(host());
        Container container = container("web");
        Files.move(container.sandbox(), top.resolve("aside"));
        Files.createSymbolicLink(container.sandbox(), top.resolve("aside"));
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> isolator.prepare(container))
                .withMessageContaining("ELOOP");
    }

    @Test
    void aSandboxThatIsNotWhereProjectsCountIsRefused() {
        FakeEnvironment host = host();
        Isolator isolator = isolator(host);
        host.kernel().projects().mounted(ProjectState.IGNORED);
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> isolator.prepare(container("web")))
                .returns(ErrorCode.LAUNCH_FAILED, ContainerizerException::code)
                .withMessageContaining("ENOSYS")
                .withMessageEndingWith("sandboxes and volumes must be on an XFS mounted with -o prjquota");
    }

    @Test
    void gaugesTellHowManyIdsThereAreAndAreFree() {
        Isolator isolator = isolator(host());
        isolator.prepare(container("a"));
        assertThat(isolator.gauges())
                .containsOnly(
                        entry("containerizer/mesos/disk/project_ids_total", 5001L),
                        entry("containerizer/mesos/disk/project_ids_free", 5000L));
    }

    // ---- limits

    @ParameterizedTest
    @CsvSource({
        "'',    false, 10485760/10485760",
        "true,  false, 10485760/10485760",
        "'',    true,  10485760/20971520",
        "true,  true,  10485760/20971520",
        "false, false, 0/0",
        "false, true,  0/0",
    })
    void whatTheKernelEnforcesFollowsFromTheFlags(String enforce, String kill, String limits) {
        FakeEnvironment host = host().flag("xfs_kill_containers", kill);
        if (!enforce.isEmpty()) {
            host.flag("enforce_container_disk_quota", enforce);
        }
        Isolator isolator = isolator(host);
        Container container = container("web");
        isolator.prepare(container);
        assertThat(host.kernel().projects().limits(5000)).isEqualTo(limits);
        host.kernel().projects().use(5000, 8192);
        assertThat(isolator.usage(container))
                .isEqualTo(ResourceStatistics.NONE
                        .with(Statistic.DISK_LIMIT_BYTES, 10485760L)
                        .with(Statistic.DISK_USED_BYTES, 8192L));
    }

    @Test
    void aRequestWithoutDiskIsCountedAndNotLimited() {
        FakeEnvironment host = host().flag("xfs_kill_containers", "true");
        Isolator isolator = isolator(host);
        Container container = TestContainer.named(top, "web").build();
        isolator.prepare(container);
        assertThat(host.kernel().projects().limits(5000)).isEqualTo("0/0");
        assertThat(isolator.usage(container)).isEqualTo(ResourceStatistics.NONE.with(Statistic.DISK_USED_BYTES, 0L));
    }

    @Test
    void anUpdateChangesLimitsAndOutlivesTheEngine() {
        FakeEnvironment host = host();
        Isolator isolator = isolator(host);
        Container container = container("web");
        isolator.prepare(container);
        isolator.update(container, Resources.NONE.withCpus(1), Resources.NONE);
        assertThat(host.kernel().projects().limits(5000)).isEqualTo("10485760/10485760");
        isolator.update(container, Resources.NONE.withDisk(new Bytes(1000)), Resources.NONE);
        assertThat(host.kernel().projects().limits(5000)).isEqualTo("4096/4096");
        Isolator second = isolator(host);
        second.recover(List.of(container), Set.of(container.id()));
        assertThat(second.usage(container).get(Statistic.DISK_LIMIT_BYTES)).contains(4096L);
    }

    @Test
    void recoveryKeepsIdsOutsideOfTheRange() {
        FakeEnvironment host = host();
        Container container = container("web");
        isolator(host).prepare(container);
        host.kernel().projects().use(5000, 512);
        Isolator second = isolator(host.flag("xfs_project_range", "[6000-6000]"));
        second.recover(List.of(container), Set.of(container.id()));
        assertThat(second.usage(container).get(Statistic.DISK_USED_BYTES)).contains(512L);
        second.prepare(container("next"));
        assertThat(labelled(host)).containsExactly("5000", "6000");
        assertThat(second.gauges()).containsEntry("containerizer/mesos/disk/project_ids_free", 0L);
    }

    @Test
    void anEngineThatOnlyLooksFindsTheFigures() {
        FakeEnvironment host = host();
        Container container = container("web");
        isolator(host).prepare(container);
        Isolator observer = isolator(host);
        observer.isolate(container, 1);
        assertThat(observer.usage(container).get(Statistic.DISK_LIMIT_BYTES)).contains(10485760L);
    }

    // ---- killing

    @Test
    void aContainerAboveItsRequestIsReportedOnceWhereThatIsAskedFor() throws InterruptedException {
        FakeEnvironment host = host().flag("xfs_kill_containers", "true").flag("container_disk_watch_interval", "1ms");
        Isolator isolator = isolator(host);
        Container container = container("web");
        isolator.prepare(container);
        BlockingQueue<Limitation> exceeded = new LinkedBlockingQueue<>();
        isolator.watch(container, exceeded::add);
        awaitLook(host);
        assertThat(exceeded).isEmpty();
        host.kernel().projects().use(5000, 10485760);
        awaitLook(host);
        assertThat(exceeded).isEmpty();
        host.kernel().projects().use(5000, 10485760 + 4096);
        awaitLook(host);
        Limitation limitation = exceeded.poll(20, TimeUnit.SECONDS);
        assertThat(limitation)
                .isEqualTo(new Limitation(
                        Limitation.Reason.REASON_CONTAINER_LIMITATION_DISK,
                        "Disk usage (10244KB) exceeded quota (10MB)",
                        Resources.NONE.withDisk(new Bytes(10489856))));
        awaitLook(host);
        isolator.cleanup(container.id());
        assertThat(exceeded).isEmpty();
    }

    /** When the second look has begun, the first is over. */
    private static void awaitLook(FakeEnvironment host) {
        int before = looks(host);
        while (looks(host) < before + 2) {
            Thread.onSpinWait();
        }
    }

    private static int looks(FakeEnvironment host) {
        return host.kernel().log().calls("nextProject").size();
    }

    @Test
    void theNextLookComesAnIntervalLater() throws InterruptedException {
        FakeEnvironment host =
                host().flag("xfs_kill_containers", "true").flag("container_disk_watch_interval", "1days");
        Isolator isolator = isolator(host);
        Container first = container("first");
        Container second = container("second");
        List.of(first, second).forEach(isolator::prepare);
        BlockingQueue<Limitation> exceeded = new LinkedBlockingQueue<>();
        int before = looks(host);
        isolator.watch(first, exceeded::add);
        while (looks(host) == before) {
            Thread.onSpinWait();
        }
        host.kernel().projects().use(5001, 20971520);
        isolator.watch(second, exceeded::add);
        assertThat(exceeded.poll(20, TimeUnit.SECONDS)).isNotNull();
        assertThat(looks(host)).isEqualTo(before + 2);
    }

    @Test
    void otherwiseNobodyLooks() {
        FakeEnvironment host = host();
        List<Runnable> workers = new ArrayList<>();
        DiskWatches watches = new DiskWatches(Duration.ZERO, work -> {
            workers.add(work);
            return new Thread(work);
        });
        ProjectRange range = ProjectRange.parse("[5000-5000]");
        QuotaPolicy policy = new QuotaPolicy(true, false, Bytes.ZERO);
        VolumeMarkers markers = new VolumeMarkers(host.kernel(), host.volumesDirectory());
        ProjectAllocation allocation = new ProjectAllocation(host.kernel(), host.workDirectory(), markers, range);
        Isolator isolator = new XfsDiskIsolator(
                allocation,
                new SandboxProjects(host.kernel(), allocation),
                new VolumeCharges(new VolumeProjects(host.kernel(), allocation, markers), policy),
                policy,
                watches);
        Container container = container("web");
        isolator.prepare(container);
        isolator.watch(container, limitation -> {});
        assertThat(workers).isEmpty();
    }

    // ---- hosts

    @Test
    void whatTheHostLacksIsSaid() {
        FakeEnvironment host = host();
        assertThat(factory().probe(host))
                .extracting(Verdict::evidence)
                .asString()
                .endsWith("counts and limits by projects");
        host.kernel().projects().mounted(ProjectState.COUNTED);
        assertThat(factory().probe(host).isUsable()).isTrue();
        assertThat(factory().probe(host).evidence()).contains("pqnoenforce");
        host.kernel().projects().mounted(ProjectState.IGNORED);
        assertThat(factory().probe(host))
                .returns(false, Verdict::isUsable)
                .returns(true, v -> v.remedy().contains("prjquota"));
        host.kernel().runAs(1000);
        assertThat(factory().probe(host).evidence()).isEqualTo("the engine's uid is 1000");
    }

    @Test
    void anotherFileSystemIsRefused() {
        FakeEnvironment plain = new FakeEnvironment(top, CgroupFlavour.V2);
        assertThat(factory().probe(plain).evidence()).endsWith("work is not on XFS");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[0-10] | 0 stands for files that belong to no project",
                "[5000-4294967295] | the highest project id is 4294967294",
                "[5000-9999999999] | the highest project id is 4294967294",
                "[9-5] | 9 is above 5",
                "foo | it is not a range",
                "100 | it is not a range",
                "[100] | '100' is not a range",
                "[] | '' is not a range",
                "[1-2,] | '' is not a range",
                "[1-99999999999] | '1-99999999999' is not a range",
            })
    void aRangeHasToBeOne(String range, String reason) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> isolator(host().flag("xfs_project_range", range)))
                .returns(ErrorCode.INVALID_FLAG, ContainerizerException::code)
                .withMessageContaining(reason);
    }

    @Test
    void overlappingRangesAreOne() {
        ProjectRange range = ProjectRange.parse(" [ 20-30, 5-9,25-40 ] ");
        assertThat(range).hasToString("[5-9,20-40]");
        assertThat(range.size()).isEqualTo(26);
    }
}
