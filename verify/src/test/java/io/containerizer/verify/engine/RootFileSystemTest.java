package io.containerizer.verify.engine;

import static io.containerizer.verify.engine.EngineFixture.ISOLATION;
import static io.containerizer.verify.engine.EngineFixture.shell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.containerizer.api.Command;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Volume;
import io.containerizer.lifecycle.Containerizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@KernelTest
class RootFileSystemTest {

    private static final ContainerId ID = ContainerId.of("r");

    @Test
    void theHostIsNotReachable(EngineFixture fixture) {
        String out = run(fixture, "ls /; cat /proc/self/mountinfo");
        assertThat(out.lines())
                .contains("bin", "dev", "etc", "mnt", "proc", "sys")
                .doesNotContain("home", "root", "usr");
        assertThat(out).doesNotContain("ext4 /dev/vda rw - / ").doesNotContain(" /oldroot");
    }

    @Test
    void theWorkingDirectoryIsTheSandbox(EngineFixture fixture) throws IOException {
        assertThat(run(fixture, "pwd; echo $MESOS_SANDBOX; echo data > file"))
                .isEqualTo("/mnt/mesos/sandbox\n".repeat(2));
        assertThat(fixture.sandbox(ID).resolve("file")).hasContent("data");
    }

    @Test
    void devicesWork(EngineFixture fixture) {
        String out = run(
                fixture,
                "echo x > /dev/null && dd if=/dev/zero bs=4 count=1 2>/dev/null | wc -c; ls /dev; stat -c %a /dev/null /dev/shm;"
                        + " busybox readlink /dev/fd; echo via-fd >> /dev/stdout");
        assertThat(out.lines())
                .contains("full", "null", "ptmx", "pts", "random", "shm", "tty", "urandom", "zero", "666", "1777")
                .contains("/proc/self/fd", "via-fd");
    }

    @Test
    void kernelFilesThatChangeTheHostAreReadOnlyOrHidden(EngineFixture fixture) {
        String out = run(
                fixture,
                "for f in /proc/sysrq-trigger /proc/sys/kernel/hostname /sys/kernel/uevent_helper; do"
                        + " (echo x > $f) 2>/dev/null && echo \"wrote $f\"; done;"
                        + " for f in /proc/kcore /proc/keys /proc/timer_list; do"
                        + " [ -e $f ] && busybox head -c 1 $f | busybox wc -c; done; ls /sys/firmware; echo end");
        assertThat(out.lines()).doesNotContain("1").contains("end").noneMatch(l -> l.startsWith("wrote"));
    }

    @Test
    void volumesAppearWhereTheyShould(EngineFixture fixture) throws IOException {
        Path shared = Files.createDirectories(fixture.top().resolve("shared/deep"));
        Files.writeString(shared.resolve("data"), "host data");
        Path file = Files.writeString(fixture.top().resolve("one"), "one file");
        Containerizer engine = fixture.engine(ISOLATION);
        ContainerSpec.Builder spec = shell(
                        ID,
                        "cat /in/here/deep/data /etc/one rel/deep/data; echo more > /in/here/new; echo w > /private/x;"
                                + " (echo no > /ro/deep/data) 2>&1")
                .rootfs(fixture.rootfs())
                .volumes(List.of(
                        Volume.of(fixture.top().resolve("shared").toString(), "/in/here"),
                        Volume.of(fixture.top().resolve("shared").toString(), "rel"),
                        Volume.of(fixture.top().resolve("shared").toString(), "/ro")
                                .asReadOnly(),
                        Volume.of(file.toString(), "/etc/one"),
                        Volume.of("scratch/private", "/private")));
        ContainerSpec built = spec.build();
        EngineFixture.within(engine.launch(built).terminated());
        assertThat(fixture.stdout(ID)).startsWith("host dataone filehost data").contains("Read-only file system");
        assertThat(fixture.top().resolve("shared/new")).hasContent("more");
        assertThat(fixture.sandbox(ID).resolve("scratch/private/x")).hasContent("w");
    }

    @Test
    void aLinkInTheRootFileSystemDoesNotLeadTheMountsOut(EngineFixture fixture) throws IOException {
        Path rootfs = fixture.rootfs();
        Path outside = Files.createDirectory(fixture.top().resolve("outside"));
        Files.createSymbolicLink(rootfs.resolve("trap"), outside);
        Containerizer engine = fixture.engine(ISOLATION);
        ContainerSpec spec = shell(ID, "true")
                .rootfs(rootfs)
                .volumes(List.of(Volume.of(fixture.top().toString(), "/trap/inner")))
                .build();
        assertThatThrownBy(() -> engine.launch(spec)).hasMessageContaining("/trap/inner: ENOENT");
        assertThat(outside).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"proc", "sys", "dev", "mnt"})
    void aLinkMovesNeitherAFileSystemOfTheKernelNorTheSandbox(String name, EngineFixture fixture) throws IOException {
        Path rootfs = fixture.rootfs();
        Files.createDirectories(rootfs.resolve("elsewhere"));
        Files.createSymbolicLink(rootfs.resolve(name), Path.of("elsewhere"));
        Containerizer engine = fixture.engine(ISOLATION);
        assertThatThrownBy(() -> engine.launch(shell(ID, "true").rootfs(rootfs).build()))
                .hasMessageMatching("launch container r: mount .* on /" + name + "[^:]*: ELOOP .*")
                .hasMessageContaining("put a directory in its place");
        assertThat(rootfs.resolve("elsewhere")).isEmptyDirectory();
    }

    /** Another container on the same root file system may do this as long as it likes. */
    @Test
    void exchangingNamesDuringTheLaunchUncoversNothing(EngineFixture fixture) throws IOException {
        Path rootfs = fixture.rootfs();
        for (String name : List.of("proc", "proc.other", "sys", "sys.other")) {
            Files.createDirectories(rootfs.resolve(name));
        }
        String probe = "for d in /proc /proc.other /sys /sys.other; do (cd $d; if [ -e self ]; then"
                + " for f in sys/kernel/hostname sysrq-trigger; do (: >> $f) 2>&- && echo \"writable $f\"; done;"
                + " for f in timer_list keys key-users; do [ -z \"$(cat $f)\" ] || echo \"readable $f\"; done;"
                + " elif [ -e kernel ]; then ls firmware; fi); done";
        Containerizer engine = fixture.engine(ISOLATION);
        try (Exchange proc = Exchange.start(rootfs.resolve("proc"), rootfs.resolve("proc.other"));
                Exchange sys = Exchange.start(rootfs.resolve("sys"), rootfs.resolve("sys.other"))) {
            for (int i = 0; i < 60; i++) {
                ContainerId id = ContainerId.of("r" + i);
                assertThat(fixture.run(engine, shell(id, probe).rootfs(rootfs))).isEmpty();
            }
            assertThat(proc.rounds() + sys.rounds()).isGreaterThan(60);
        }
    }

    @Test
    void usersComeFromTheRootFileSystem(EngineFixture fixture) {
        Containerizer engine = fixture.engine(ISOLATION);
        String out = fixture.run(
                engine,
                shell(ID, "id; touch mine; stat -c %u:%g . mine")
                        .rootfs(fixture.rootfs())
                        .user("alice"));
        assertThat(out)
                .startsWith("uid=1234(alice) gid=1235(alice) groups=50(staff)")
                .contains("1234:1235\n1234:1235");
        assertThatThrownBy(() -> engine.launch(shell(ContainerId.of("x"), "true")
                        .rootfs(fixture.top().resolve("rootfs"))
                        .user("nobody-here")
                        .build()))
                .isInstanceOfSatisfying(
                        ContainerizerException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_USER));
    }

    @Test
    void whatIsMissingIsNamed(EngineFixture fixture) throws IOException {
        Containerizer engine = fixture.engine(ISOLATION);
        Path rootfs = fixture.rootfs();
        Files.writeString(rootfs.resolve("bin/script"), "#!/no/interpreter\n");
        Files.writeString(rootfs.resolve("bin/windows"), "#!/bin/sh\r\n");
        Files.writeString(rootfs.resolve("bin/plain"), "echo\n");
        Files.copy(Path.of("/bin/ls"), rootfs.resolve("bin/dynamic"));
        for (String name : List.of("script", "windows", "plain")) {
            assertThat(rootfs.resolve("bin").resolve(name).toFile().setExecutable(true))
                    .isTrue();
        }
        assertThat(failure(engine, rootfs, "script")).contains("interpreter /no/interpreter does not exist");
        assertThat(failure(engine, rootfs, "windows")).contains("carriage returns");
        assertThat(failure(engine, rootfs, "plain")).contains("ENOEXEC", "'#!' line");
        assertThat(failure(engine, rootfs, "dynamic")).contains("interpreter /lib64/ld-linux");
        assertThat(failure(engine, rootfs, "absent")).contains("no such program on the PATH");
    }

    private static String failure(Containerizer engine, Path rootfs, String command) {
        try {
            engine.launch(ContainerSpec.builder(ContainerId.of("f"), Command.of(command))
                    .rootfs(rootfs)
                    .build());
        } catch (ContainerizerException e) {
            return e.getMessage();
        }
        throw new AssertionError(command + " was executed");
    }

    private static String run(EngineFixture fixture, String line) {
        return fixture.run(fixture.engine(ISOLATION), shell(ID, line).rootfs(fixture.rootfs()));
    }
}
