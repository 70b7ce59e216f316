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
import io.containerizer.api.ErrorCode;
import io.containerizer.api.FlagValues;
import io.containerizer.api.Limitation;
import io.containerizer.api.Resources;
import io.containerizer.api.Statistic;
import io.containerizer.api.Termination;
import io.containerizer.lifecycle.Containerizer;
import io.containerizer.testkit.RequiresRoot;
import io.containerizer.testkit.RequiresTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code disk/xfs} on a real XFS, seen from outside with the tools of XFS. */
@RequiresRoot
@RequiresTool("xfs_quota")
@RequiresTool("xfs_io")
@Tag("lab")
@ExtendWith(EngineFixture.Resolver.class)
class XfsQuotaTest {

    private static final String ISOLATION = "filesystem/linux,namespaces/pid,disk/xfs";
    private static final ContainerId ID = ContainerId.of("c0");
    private static final Resources TEN_MEGABYTES = Resources.NONE.withDisk(Bytes.megabytes(10));

    /** Leaves room for what it has to say. */
    private static final String TOO_MUCH =
            "m=$(dd if=/dev/zero of=big bs=1M count=15 2>&1); r=$?; s=$(stat -c %s big); rm big; echo $m; "
                    + "echo $s ended $r; ";

    private static final String FILL = "dd if=/dev/zero of=big bs=1M count=15; echo filled; ";
    private static final String WRITTEN = "15728640 ended 0";

    private final XfsDisk disk = new XfsDisk();
    private Path top = Path.of("/");

    @BeforeEach
    void makeWorkDirectory() throws IOException {
        disk.makeWorkDirectory();
        top = disk.workDirectory();
    }

    @AfterEach
    void removeWorkDirectory() {
        disk.removeWorkDirectory();
    }

    private Map<String, String> flags(EngineFixture fixture) {
        return flags(fixture, top);
    }

    private static Map<String, String> flags(EngineFixture fixture, Path workDirectory) {
        Map<String, String> flags = fixture.flags(ISOLATION);
        flags.put("work_dir", workDirectory.toString());
        return flags;
    }

    private Path sandbox(ContainerId id) {
        return top.resolve("containers").resolve(id.value());
    }

    private String stdout(ContainerId id) {
        return EngineFixture.read(sandbox(id).resolve("stdout"));
    }

    private static ContainerSpec.Builder limited(ContainerId id, String line) {
        return shell(id, line).resources(TEN_MEGABYTES);
    }

    private static void remove(Containerizer engine, ContainerId id) {
        within(engine.destroy(id));
        engine.remove(id);
    }

    private static long used(Containerizer engine) {
        return engine.usage(ID).get(Statistic.DISK_USED_BYTES).orElseThrow().longValue();
    }

    // ---- limits

    @Test
    void aCommandThatFillsItsDiskGetsTheKernelsErrorAndLives(EngineFixture fixture) throws Exception {
        Containerizer engine = fixture.engine(flags(fixture));
        engine.launch(limited(ID, TOO_MUCH + "echo again > small; cat small; sleep 1000")
                .build());
        eventually("it has written again", () -> stdout(ID).contains("again"));
        assertThat(stdout(ID)).contains("No space left on device", "ended 1").doesNotContain(WRITTEN);
        assertThat(engine.find(ID).orElseThrow().termination()).isEmpty();
        assertThat(disk.label(sandbox(ID))).isEqualTo("5000");
        assertThat(disk.label(sandbox(ID).resolve("small"))).isEqualTo("5000");
        assertThat(disk.report()).singleElement().asString().matches("#5000 \\d+ 10240 10240 .*");
        assertThat(engine.usage(ID).get(Statistic.DISK_LIMIT_BYTES)).contains(10L << 20);
        assertThat(used(engine)).isBetween(4096L, 1L << 20);
        engine.update(ID, Resources.NONE.withDisk(Bytes.megabytes(20)), Resources.NONE);
        assertThat(disk.report()).singleElement().asString().contains(" 20480 20480 ");
        remove(engine, ID);
    }

    @Test
    void accountingOnlyHoldsNobodyUp(EngineFixture fixture) throws Exception {
        Map<String, String> flags = flags(fixture);
        flags.put("enforce_container_disk_quota", "false");
        Containerizer engine = fixture.engine(flags);
        engine.launch(limited(ID, TOO_MUCH + FILL + "sleep 1000").build());
        eventually("it has written", () -> stdout(ID).contains("filled"));
        assertThat(stdout(ID)).contains(WRITTEN);
        assertThat(disk.report()).singleElement().asString().matches("#5000 \\d+ 0 0 .*");
        assertThat(used(engine)).isGreaterThanOrEqualTo(15L << 20);
        remove(engine, ID);
    }

    @Test
    void aContainerAboveItsRequestIsEndedWhereThatIsAskedFor(EngineFixture fixture) {
        Map<String, String> flags = flags(fixture);
        flags.put("xfs_kill_containers", "true");
        flags.put("container_disk_watch_interval", "100ms");
        Containerizer engine = fixture.engine(flags);
        Termination end =
                within(engine.launch(limited(ID, FILL + "sleep 1000").build()).terminated());
        assertThat(end.limitation())
                .map(Limitation::reason)
                .contains(Limitation.Reason.REASON_CONTAINER_LIMITATION_DISK);
        assertThat(end.message()).matches("Disk usage \\(\\d+[KM]?B\\) exceeded quota \\(10MB\\)");
        assertThat(end.limitation().orElseThrow().resource().disk()).isGreaterThan(Bytes.megabytes(10));
        engine.remove(ID);
    }

    @Test
    void nestedContainersAreChargedToTheirParentUnlessTheyAskForDisk(EngineFixture fixture) throws Exception {
        Containerizer engine = fixture.engine(flags(fixture));
        engine.launch(limited(ID, "sleep 1000").build());
        ContainerId shares = ID.child("shares");
        ContainerId owns = ID.child("owns");
        engine.launch(shell(shares, TOO_MUCH).build());
        Path children = top.resolve("nested/c0/containers");
        Path stdout = children.resolve("shares/sandbox/stdout");
        within(engine.await(shares));
        assertThat(EngineFixture.read(stdout)).contains("ended 1");
        assertThat(disk.label(children.resolve("shares/sandbox"))).isEqualTo("5000");
        engine.launch(shell(owns, "dd if=/dev/zero of=big bs=1M count=3; sleep 1000")
                .resources(Resources.NONE.withDisk(Bytes.megabytes(2)))
                .build());
        assertThat(disk.label(children.resolve("owns/sandbox"))).isEqualTo("5001");
        eventually(
                "it has filled its own",
                () -> engine.usage(owns)
                        .get(Statistic.DISK_USED_BYTES)
                        .filter(n -> n.longValue() > 1 << 20)
                        .isPresent());
        assertThat(disk.report()).anyMatch(line -> line.matches("#5001 \\d+ 2048 2048 .*"));
        remove(engine, ID);
    }

    // ---- ids

    @Test
    void anIdIsUsedAgainOnlyWhenTheSandboxIsGone(EngineFixture fixture) throws Exception {
        Map<String, String> flags = flags(fixture);
        flags.put("xfs_project_range", "[5000-5001]");
        Containerizer engine = fixture.engine(flags);
        ContainerId other = ContainerId.of("other");
        ContainerId third = ContainerId.of("third");
        within(engine.launch(limited(ID, "echo x > file").build()).terminated());
        engine.launch(limited(other, "sleep 1000").build());
        assertThat(disk.label(sandbox(other))).isEqualTo("5001");
        exhausted(engine, third);
        assertThat(XfsDisk.sh("mv " + sandbox(ID) + "/file " + top + "/kept")).isEmpty();
        engine.remove(ID);
        exhausted(engine, third);
        Files.delete(top.resolve("kept"));
        engine.launch(limited(third, "sleep 1000").build());
        assertThat(disk.label(sandbox(third))).isEqualTo("5000");
        remove(engine, other);
        remove(engine, third);
    }

    private void exhausted(Containerizer engine, ContainerId next) {
        assertThat(engine.gauges()).containsEntry("containerizer/mesos/disk/project_ids_free", 0L);
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> engine.launch(limited(next, "true").build()))
                .returns(ErrorCode.LAUNCH_FAILED, ContainerizerException::code)
                .withMessageContaining("all 2 are in use");
        assertThat(sandbox(next)).doesNotExist();
    }

    @Test
    @RequiresTool("flock")
    void aContainersUserCannotKeepOthersFromTheirIds(EngineFixture fixture) throws Exception {
        Files.setPosixFilePermissions(top, PosixFilePermissions.fromString("rwxr-xr-x"));
        Containerizer engine = fixture.engine(flags(fixture));
        String hold = "for f in %1$s %1$s/*; do flock -n $f sh -c 'echo holds $0; sleep 1000' $f & done; wait";
        engine.launch(shell(ID, hold.formatted(top)).user("nobody").build());
        eventually("it holds the directory", () -> stdout(ID).contains("holds " + top + "\n"));
        ContainerId next = ContainerId.of("next");
        within(CompletableFuture.runAsync(
                () -> engine.launch(shell(next, "sleep 1000").build())));
        assertThat(disk.label(sandbox(next))).isEqualTo("5001");
        remove(engine, next);
        remove(engine, ID);
    }

    @Test
    void anotherEngineGoesOnWithTheLabelsOnDisk(EngineFixture fixture) throws Exception {
        EngineProcess first = EngineProcess.start(
                flags(fixture), 0, "dd if=/dev/zero of=big bs=1M count=3; echo done; sleep 1000", "sleep 1000");
        assertThat(first.awaitReady()).isTrue();
        eventually("it has written", () -> stdout(ID).contains("done"));
        first.kill();
        Map<String, String> flags = flags(fixture);
        flags.put("xfs_project_range", "[6000-6001]");
        Containerizer second = fixture.engine(flags);
        second.recover();
        assertThat(used(second)).isGreaterThanOrEqualTo(3L << 20);
        second.update(ID, TEN_MEGABYTES, Resources.NONE);
        assertThat(disk.report()).anyMatch(line -> line.matches("#5000 \\d+ 10240 10240 .*"));
        ContainerId next = ContainerId.of("next");
        second.launch(limited(next, "sleep 1000").build());
        assertThat(disk.label(sandbox(next))).isEqualTo("6000");
        Containerizer third = fixture.engine(flags(fixture));
        third.launch(limited(ContainerId.of("third"), "sleep 1000").build());
        assertThat(disk.label(sandbox(ContainerId.of("third")))).isEqualTo("5002");
        remove(third, ContainerId.of("third"));
        List.of(ID, ContainerId.of("c1"), next).forEach(id -> remove(second, id));
    }

    @Test
    void fiveHundredContainersHaveFiveHundredProjects(EngineFixture fixture) throws Exception {
        int count = 500;
        Containerizer engine = fixture.engine(flags(fixture));
        List<ContainerId> ids =
                IntStream.range(0, count).mapToObj(i -> ContainerId.of("m" + i)).toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ids.stream()
                    .map(id -> CompletableFuture.runAsync(
                            () -> engine.launch(limited(id, "exec sleep 1000").build()), threads))
                    .toList()
                    .forEach(EngineFixture::within);
        }
        assertThat(disk.report()).hasSize(count).allMatch(line -> line.contains(" 10240 10240 "));
        assertThat(engine.gauges()).containsEntry("containerizer/mesos/disk/project_ids_free", 5001L - count);
        engine.destroyAll();
        ids.forEach(engine::remove);
        eventually(
                "the kernel has them off its counts",
                () -> engine.gauges()
                        .get("containerizer/mesos/disk/project_ids_free")
                        .equals(5001L));
        engine.launch(limited(ID, "sleep 1000").build());
        assertThat(disk.report())
                .as("limits of removed sandboxes")
                .singleElement()
                .asString()
                .startsWith("#5000 ");
        remove(engine, ID);
    }

    // ---- file systems

    @Test
    void aMountThatEnforcesNothingIsHonoured(EngineFixture fixture) throws Exception {
        onFreshDisk(fixture, "pqnoenforce", mounted -> {
            Containerizer engine = fixture.engine(flags(fixture, mounted));
            engine.launch(limited(ID, FILL + "sleep 1000").build());
            Path stdout = mounted.resolve("containers/c0/stdout");
            eventually("it has written", () -> EngineFixture.read(stdout).contains("filled"));
            assertThat(used(engine)).isGreaterThanOrEqualTo(15L << 20);
            remove(engine, ID);
        });
    }

    @Test
    void anXfsThatDoesNotCountIsRefused(EngineFixture fixture) throws Exception {
        onFreshDisk(
                fixture,
                "noquota",
                mounted -> refused(flags(fixture, mounted), "does not count by projects", "prjquota"));
    }

    @Test
    void anotherFileSystemIsRefused(EngineFixture fixture) {
        refused(fixture.flags(ISOLATION), "is not on XFS", "--work_dir");
        Map<String, String> flags = flags(fixture);
        flags.put("xfs_project_range", "[0-10]");
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> fixture.engine(flags))
                .withMessageContaining("--xfs_project_range");
    }

    @Test
    void aSandboxOnAnotherFileSystemIsRefused(EngineFixture fixture) {
        Containerizer engine = fixture.engine(flags(fixture));
        ContainerSpec elsewhere =
                limited(ID, "true").sandbox(fixture.top().resolve("elsewhere")).build();
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> engine.launch(elsewhere))
                .returns(ErrorCode.LAUNCH_FAILED, ContainerizerException::code)
                .withMessageContaining("sandboxes and volumes must be on an XFS mounted with -o prjquota");
    }

    /** With the one capability that lets it read the classes wherever the checkout is. */
    @Test
    @RequiresTool("setpriv")
    void anOrdinaryUserIsRefused(EngineFixture fixture) throws Exception {
        XfsDisk.sh("chmod 777 " + top + " " + fixture.top());
        String flags = flags(fixture).entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(" "));
        assertThat(XfsDisk.sh("ENGINE_FLAGS='" + flags + "' setpriv --reuid=1000 --regid=1000 --clear-groups"
                        + " --inh-caps=+dac_read_search --ambient-caps=+dac_read_search "
                        + System.getProperty("java.home") + "/bin/java --enable-native-access=ALL-UNNAMED -cp "
                        + System.getProperty("java.class.path") + " " + EngineProgram.class.getName() + " 0 true"))
                .contains("run as root");
    }

    private static void refused(Map<String, String> flags, String why, String remedy) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> Containerizer.open(new FlagValues(flags)))
                .returns(ErrorCode.UNUSABLE_ISOLATOR, ContainerizerException::code)
                .withMessageContaining("disk/xfs")
                .withMessageContaining(why)
                .withMessageContaining(remedy);
    }

    private interface OnDisk {
        void run(Path mounted) throws Exception;
    }

    private void onFreshDisk(EngineFixture fixture, String options, OnDisk body) throws Exception {
        Path image = top.resolve("image");
        Path mounted = Files.createDirectory(top.resolve("mounted"));
        String made = XfsDisk.sh("truncate -s 320M " + image + " && mkfs.xfs -q " + image + " && mount -o loop,"
                + options + " " + image + " " + mounted);
        assertThat(made).isEmpty();
        try {
            body.run(mounted);
        } finally {
            eventually("its disk is free", () -> fixture.processes().isEmpty());
            assertThat(XfsDisk.sh("umount " + mounted)).isEmpty();
        }
    }
}
