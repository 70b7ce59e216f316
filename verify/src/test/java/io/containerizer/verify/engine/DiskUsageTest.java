package io.containerizer.verify.engine;

import static io.containerizer.verify.engine.EngineFixture.eventually;
import static io.containerizer.verify.engine.EngineFixture.shell;
import static io.containerizer.verify.engine.EngineFixture.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.api.Bytes;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.Limitation;
import io.containerizer.api.Resources;
import io.containerizer.api.Statistic;
import io.containerizer.api.Termination;
import io.containerizer.api.Volume;
import io.containerizer.lifecycle.Containerizer;
import io.containerizer.linux.syscall.TreeSize;
import io.containerizer.linux.syscall.TreeSize.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@KernelTest
class DiskUsageTest {

    private static final ContainerId ID = ContainerId.of("d");

    private static Map<String, String> flags(EngineFixture fixture, boolean enforce) {
        Map<String, String> flags = fixture.flags("filesystem/linux,namespaces/pid,posix/disk");
        flags.put("container_disk_watch_interval", "20ms");
        flags.put("enforce_container_disk_quota", Boolean.toString(enforce));
        return flags;
    }

    private static ContainerSpec.Builder asking(String line) {
        return shell(ID, line).resources(Resources.NONE.withDisk(Bytes.megabytes(4)));
    }

    @Test
    void tooMuchInTheSandboxEndsTheContainer(EngineFixture fixture) {
        Containerizer engine = fixture.engine(flags(fixture, true));
        Termination end = within(engine.launch(
                        asking("head -c 6000000 /dev/zero > f; sleep 1000").build())
                .terminated());
        assertThat(end.limitation())
                .map(Limitation::reason)
                .contains(Limitation.Reason.REASON_CONTAINER_LIMITATION_DISK);
        assertThat(end.message()).matches("Disk usage \\(\\d+KB\\) exceeds quota \\(4MB\\)");
        assertThat(end.limitation().orElseThrow().resource().disk()).isGreaterThan(Bytes.megabytes(4));
    }

    @Test
    void whatNestedContainersStoreCountsForTheirParent(EngineFixture fixture) {
        Containerizer engine = fixture.engine(flags(fixture, true));
        var parent = engine.launch(asking("sleep 1000").build());
        engine.launch(EngineFixture.shell(ID.child("c"), "head -c 6000000 /dev/zero > f; sleep 1000")
                .build());
        assertThat(within(parent.terminated()).limitation())
                .map(Limitation::reason)
                .contains(Limitation.Reason.REASON_CONTAINER_LIMITATION_DISK);
    }

    @Test
    void withoutEnforcementItIsOnlyReported(EngineFixture fixture) throws Exception {
        Containerizer engine = fixture.engine(flags(fixture, false));
        var launched = engine.launch(asking("mkdir a; head -c 6000000 /dev/zero > a/f; ln a/f b; sleep 1000")
                .build());
        eventually("all is written", () -> Files.exists(fixture.sandbox(ID).resolve("b")));
        long expected = du(fixture.sandbox(ID).toString());
        eventually(
                "it is measured",
                () -> engine.usage(ID).get(Statistic.DISK_USED_BYTES).equals(Optional.of(expected)));
        assertThat(engine.usage(ID).get(Statistic.DISK_LIMIT_BYTES)).contains(4L << 20);
        assertThat(launched.exited()).isNotDone();
    }

    @Test
    void aVolumeIsLimitedApartFromTheSandbox(EngineFixture fixture) throws Exception {
        Path data = Files.createDirectory(fixture.top().resolve("data"));
        Containerizer engine = fixture.engine(flags(fixture, true));
        ContainerSpec spec = asking("head -c 6000000 /dev/zero > /opt/f; head -c 100000 /dev/zero > v/g;"
                        + " until [ -e v/go ]; do sleep 0.02; done; head -c 2000000 /dev/zero > v/h; sleep 1000")
                .volumes(List.of(
                        Volume.of("own", "/opt").withQuota(Bytes.megabytes(8)),
                        Volume.of(data.toString(), "v").withQuota(Bytes.megabytes(1))))
                .build();
        var launched = engine.launch(spec);
        eventually("both are measured", () -> {
            var disks = engine.usage(ID).disks();
            return disks.stream()
                            .filter(d -> d.usedBytes().orElse(0L) > 100_000)
                            .count()
                    == 2;
        });
        assertThat(engine.usage(ID).get(Statistic.DISK_USED_BYTES).orElseThrow().longValue())
                .isLessThan(100_000);
        Files.createFile(data.resolve("go"));
        assertThat(within(launched.terminated()).message())
                .matches("Disk usage \\(\\d+KB\\) exceeds quota \\(1MB\\) for volume 'v'");
    }

    @Test
    void theNextEngineGoesOnMeasuring(EngineFixture fixture) {
        Map<String, String> flags = flags(fixture, true);
        Containerizer first = fixture.engine(flags);
        first.launch(asking("until [ -e go ]; do sleep 0.02; done; head -c 6000000 /dev/zero > f; sleep 1000")
                .build());
        first.close();
        Containerizer second = fixture.engine(flags);
        second.recover();
        fixture.run(
                second,
                shell(ContainerId.of("e"), "touch " + fixture.sandbox(ID).resolve("go")));
        assertThat(within(second.await(ID)).message()).startsWith("Disk usage (");
    }

    @Test
    void anotherEngineMeasuresWhenItIsAsked(EngineFixture fixture) throws IOException {
        Containerizer owner = fixture.engine(flags(fixture, false));
        owner.launch(asking("sleep 1000").build());
        Files.write(fixture.sandbox(ID).resolve("f"), new byte[100_000]);
        Containerizer other = fixture.engine(flags(fixture, false));
        assertThat(other.usage(ID).get(Statistic.DISK_USED_BYTES).orElseThrow().longValue())
                .isBetween(100_000L, 200_000L);
    }

    @Test
    void aClosedEngineMeasuresNoMore(EngineFixture fixture) {
        Containerizer engine = fixture.engine(flags(fixture, false));
        engine.launch(asking("sleep 1000").build());
        eventually("somebody measures", () -> measurers() > 0);
        engine.close();
        eventually("nobody measures", () -> measurers() == 0);
        fixture.engine(flags(fixture, false)); // to end the container
    }

    private static long measurers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().equals("disk/du"))
                .count();
    }

    /** Other file systems count, and a directory that by way of a mount is in itself counts once, as with du. */
    @Test
    void mountsAreCrossedAsDuDoes(EngineFixture fixture) throws Exception {
        Path tree = Files.createDirectories(fixture.top().resolve("tree/a/b/c"))
                .resolve("../../..")
                .normalize();
        Files.createDirectories(tree.resolve("tmp"));
        Files.write(tree.resolve("a/b/file"), new byte[50_000]);
        Process mounter = new ProcessBuilder(
                        "unshare",
                        "-m",
                        "sh",
                        "-c",
                        "mount -t tmpfs none " + tree + "/tmp && head -c 300000 /dev/zero > " + tree + "/tmp/x"
                                + " && mount --bind " + tree + "/a " + tree + "/a/b/c && echo ready && exec cat")
                .start();
        try {
            assertThat(mounter.inputReader().readLine()).isEqualTo("ready");
            String seen = "/proc/" + mounter.pid() + "/root" + tree;
            assertThat(new TreeSize(Thread::new).bytes(Place.of(Path.of(seen)), List.of()))
                    .isEqualTo(du(seen))
                    .isBetween(350_000L, 450_000L);
        } finally {
            mounter.destroy();
            mounter.waitFor();
        }
    }

    private static long du(String path) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("du", "-k", "-s", path)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return Long.parseLong(out.split("\t", 2)[0]) * 1024;
    }
}
