package io.containerizer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.containerizer.api.Bytes;
import io.containerizer.api.Capability;
import io.containerizer.api.Command;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ImageRequest;
import io.containerizer.api.LinuxInfo.IpcMode;
import io.containerizer.api.Resources;
import io.containerizer.api.Rlimit;
import io.containerizer.api.Volume;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunRequestTest {

    private static ContainerSpec spec(String... line) {
        return new RunRequest(ArgumentReader.read(RunCommand.SYNTAX, List.of(line)))
                .spec()
                .build();
    }

    @Test
    void wordsAreAProgramAndItsArguments() {
        assertThat(spec("--", "echo", "a b", "-c").command()).isEqualTo(Command.of("echo", "a b", "-c"));
    }

    @Test
    void aLineGoesToTheShell() {
        assertThat(spec("--shell", "echo $HOME").command()).isEqualTo(Command.shell("echo $HOME"));
    }

    @Test
    void anImageHasACommandOfItsOwn() {
        assertThat(spec("--image=a/b:1").image()).contains(new ImageRequest("a/b:1", true));
        assertThat(spec("--image=x").command()).isEqualTo(Command.ofImage());
        assertThat(spec("--image=x", "--", "ls", "-l").command()).isEqualTo(Command.of("ls", "-l"));
        assertThat(spec("--image=x", "--shell", "ls").command()).isEqualTo(Command.shell("ls"));
        assertThat(spec("--image=x", "--args", "--", "-l", "/").command())
                .isEqualTo(Command.ofImage(List.of("-l", "/")));
        assertThat(spec("--image=x", "-e", "A=1").command())
                .isEqualTo(Command.ofImage().withEnvironment(Map.of("A", "1")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            --args true              | --args is about an image: name one with --image
            --pull=never true        | --pull is about an image
            --platform=a/b true      | --platform is about an image
            --image=x --rootfs=/srv  | leave one out
            --image=x --shell=l --args | gets no --args
            --image=X/y              | 'X/y' is no name of a repository
            """)
    void whatContradictsTheImageIsRefused(String line, String why) {
        assertThatThrownBy(() -> spec(line.split(" ")))
                .isInstanceOf(ContainerizerException.class)
                .hasMessageContaining(why);
    }

    @Test
    void anIdIsMadeUpUnlessThereIsAName() {
        assertThat(spec("true").id().toString()).matches("[0-9a-f]{12}");
        assertThat(spec("true").id()).isNotEqualTo(spec("true").id());
        assertThat(spec("--name", "web-1", "true").id()).hasToString("web-1");
    }

    @Test
    void resourcesAndLimits() {
        ContainerSpec spec = spec("--cpus=0.5", "--mem=64MB", "--disk=1GB", "--mem_limit=128MB", "--cpus_limit=2", "x");
        assertThat(spec.resources()).isEqualTo(new Resources(0.5, Bytes.megabytes(64), Bytes.megabytes(1024)));
        assertThat(spec.limits()).isEqualTo(new Resources(2, Bytes.megabytes(128), Bytes.ZERO));
        ContainerSpec unlimited = spec("--mem_limit=unlimited", "--cpus_limit=unlimited", "x");
        assertThat(unlimited.limits())
                .isEqualTo(new Resources(Double.POSITIVE_INFINITY, Resources.UNLIMITED, Bytes.ZERO));
    }

    @Test
    void volumes() {
        assertThat(spec("-v", "/a:/b", "--volume=data:/mnt:ro", "--volume=/c:d:rw:quota=1MB", "x")
                        .volumes())
                .containsExactly(
                        Volume.of("/a", "/b"),
                        Volume.of("data", "/mnt").asReadOnly(),
                        Volume.of("/c", "d").withQuota(Bytes.megabytes(1)));
    }

    @Test
    void volumesOfImages() {
        ContainerSpec spec =
                spec("-v", "image:localhost:5000/a/b:1:/data:ro", "-v", "image:x:/own", "-v", "image:/c", "true");
        assertThat(spec.volumes())
                .containsExactly(
                        new Volume("/data", tree("localhost:5000/a/b:1"), true, Volume.Propagation.PRIVATE),
                        new Volume("/own", tree("x"), false, Volume.Propagation.PRIVATE),
                        Volume.of("image", "/c"));
        assertThat(spec("-v", "image:x:/own", "--pull=never", "--platform=linux/arm64", "true")
                        .image())
                .isEmpty();
    }

    private static Volume.Source tree(String name) {
        return new Volume.ImageTree(new ImageRequest(name, true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            -v image:x true                    | write image:NAME:/DST
            -v image:x:y true                  | write image:NAME:/DST
            -v image:x:/y:quota=1MB true       | write image:NAME:/DST
            -v image:x:/y:ro:rw true           | write image:NAME:/DST
            -v image:X:/y true                 | 'X' is no name of a repository
            -v image:x:/y -v image:z:/y true   | there is another one at /y
            -v image:x:/y --args true          | --args is about an image
            """)
    void volumesOfImagesThatMakeNoSense(String line, String why) {
        assertThatThrownBy(() -> spec(line.split(" ")))
                .isInstanceOf(ContainerizerException.class)
                .hasMessageContaining(why);
    }

    @Test
    void persistentVolumes() {
        assertThat(spec("-v", "persistent:eng/web/db:data:quota=8MB:ro", "-v", "persistent:/mnt", "x")
                        .volumes())
                .containsExactly(
                        Volume.persistent("eng/web", "db", "data", Bytes.megabytes(8))
                                .asReadOnly(),
                        Volume.of("persistent", "/mnt"));
    }

    @Test
    void variablesWithoutAValueAreTakenFromHere() {
        assertThat(spec("-e", "A=1", "-e", "PATH", "-e", "NO_SUCH_VARIABLE", "x")
                        .command()
                        .environment())
                .isEqualTo(Map.of("A", "1", "PATH", System.getenv("PATH")));
    }

    @Test
    void whatOnlyLinuxHas() {
        ContainerSpec spec =
                spec("--rlimit=NOFILE=10:20", "--cap=NET_RAW,CHOWN", "--shm_size=8MB", "--share_pid_namespace", "x");
        assertThat(spec.rlimits()).containsExactly(new Rlimit(Rlimit.Type.NOFILE, 10, 20));
        assertThat(spec.linux().effectiveCapabilities()).contains(Set.of(Capability.NET_RAW, Capability.CHOWN));
        assertThat(spec.linux().ipcMode()).isEqualTo(IpcMode.PRIVATE);
        assertThat(spec.linux().shmSize()).isEqualTo(Bytes.megabytes(8));
        assertThat(spec.linux().sharePidNamespace()).isTrue();
        assertThat(spec("--effective_capabilities=none", "x").linux().effectiveCapabilities())
                .contains(Set.of());
    }

    @Test
    void aRootFileSystemMayBeNamedByAnyPath(@TempDir Path directory) throws Exception {
        Path real = directory.toRealPath();
        assertThat(spec("--rootfs", real + "/.", "x").rootfs()).contains(real);
        assertThatThrownBy(() -> spec("--rootfs", real + "/none", "x"))
                .hasMessageContaining("use root file system " + real + "/none: there is no such directory");
        assertThatThrownBy(() -> spec("--rootfs", "none/such", "x"))
                .hasMessageContaining(
                        "none/such: there is no directory " + Path.of("").toAbsolutePath() + "/none/such");
    }

    @ParameterizedTest(name = "run {0}: {1}")
    @CsvSource({
        "--cpus=many x, '--cpus is ''many'', which is no number of processors, as 0.5 or 2'",
        "--cpus=-1 x, --cpus is '-1'",
        "--cpus=0 x, --cpus is '0'",
        "--cpus=NaN x, --cpus is 'NaN'",
        "--cpus=unlimited x, --cpus is 'unlimited'",
        "--cpus=1e9 x, --cpus is '1e9'",
        "--cpus=0x1p3 x, --cpus is '0x1p3'",
        "--cpus=1d x, --cpus is '1d'",
        "--cpus=9999999999 x, it is not a number of processors; write for example 0.5 or 2; the most is 1048576",
        "--mem=64 x, --mem is '64': it is not a whole number with a unit; write for example",
        "--mem=-1MB x, --mem is '-1MB'",
        "--mem=0MB x, --mem is zero; write for example 64MB",
        "--mem=64MB --mem_limit=63MB x, --mem_limit is below --mem: 63MB and 64MB",
        "--cpus=2 --cpus_limit=1.5 x, --cpus_limit is below --cpus: 1.5 and 2.0",
        "--volume=/a:/b --volume=/c:/b/ x, '--volume is ''/c:/b/'', and there is another one at /b/'",
        "--rootfs= x, --rootfs is empty",
        "--rootfs=/ x, it is the host's own root",
        "--rootfs=/proc/self/status x, it is no directory",
        "--mem=99999999999TB x, --mem is '99999999999TB': it is too large",
        "--volume=a x, '--volume is ''a''; write SRC:DST, SRC:DST:ro or SRC:DST:rw'",
        "--volume=data:mnt x, '--volume is ''data:mnt''; a relative SRC needs an absolute DST, as data:/mnt'",
        "--volume=a:b:c x, --volume is 'a:b:c'",
        "--volume=a:/b:quota=x x, --volume is 'x': it is not a whole number with a unit",
        "--volume=:b x, --volume is ':b'",
        "--volume=persistent:r/i:d x, 'a persistent volume needs a size: write for example persistent:r/i:d:quota=64MB'",
        "--volume=persistent:r/i:d:quota=0B x, a persistent volume needs a size",
        "--volume=persistent:r/i:d:quota=1 x, --volume is '1'",
        "--volume=persistent:r/i:d:quota=1MB:x x, write SRC:DST",
        "--volume=persistent:r/i x, write SRC:DST",
        "--volume=persistent:i:d:quota=1MB x, names no persistent volume; write ROLE/ID",
        "--volume=persistent:*/i:d:quota=1MB x, stands for what belongs to no role",
        "--volume=persistent:a/../i:d:quota=1MB x, has '.' or '..' as a part",
        "--volume=persistent:r/i:d:quota=1MB --volume=/x:d x, there is another one at d",
        "--volume=../a:/b x, it has '.' or '..' as a part",
        "--rlimit=FILES=1 x, read rlimit 'FILES=1'",
        "--rlimit=NOFILE=9:1 x, the soft limit exceeds the hard one",
        "--cap=FLY x, read capability 'FLY'",
        "--env==x x, '--env is ''=x'', which has no name; write NAME=VALUE or NAME'",
        "--env= x, --env is empty",
        "--name=a/b x, it contains '/'",
        "--shell=x y, '--shell runs a line, so there can be no other command: y'",
        "--name=a, no command is named",
    })
    void whatMakesNoSenseIsSaid(String line, String message) {
        assertThatThrownBy(() -> spec(line.split(" ")))
                .isInstanceOf(ContainerizerException.class)
                .hasMessageContaining(message);
    }
}
