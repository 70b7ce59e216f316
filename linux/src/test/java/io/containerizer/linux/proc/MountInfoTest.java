package io.containerizer.linux.proc;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.linux.proc.MountInfo.Mount;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountInfoTest {

    private final MountInfo odd = recorded("odd");

    @Test
    void theExampleOfTheManual() {
        assertThat(odd.mounts().getFirst())
                .isEqualTo(new Mount(
                        36,
                        35,
                        "98:0",
                        "/mnt1",
                        "/mnt2",
                        List.of("rw", "noatime"),
                        List.of("master:1"),
                        "ext3",
                        "/dev/root",
                        List.of("rw", "errors=continue")));
    }

    @Test
    void linesWithoutTheFormArePassedOver() {
        assertThat(odd.mounts()).extracting(Mount::id).containsExactly(36, 40, 41, 42, 43, 48, 49);
        assertThat(MountInfo.parse("").mounts()).isEmpty();
    }

    @Test
    void escapesAreUndone() {
        assertThat(odd.mounts().get(1).mountPoint()).isEqualTo("/mnt/with blank");
        assertThat(odd.mounts().get(1).source()).isEqualTo("me@host:/a\tb");
        assertThat(odd.mounts().get(2).root()).isEqualTo("/a\\b");
        assertThat(odd.mounts().get(2).mountPoint()).isEqualTo("/mnt/line\nend");
    }

    @Test
    void aBackslashThatBeginsNoEscapeStays() {
        assertThat(odd.mounts().get(3).mountPoint()).isEqualTo("/mnt/no\\escape\\04");
        assertThat(odd.mounts().get(3).source()).isEqualTo("tmpfs\\");
    }

    @Test
    void thereMayBeAnyNumberOfPropagationFields() {
        assertThat(odd.mounts().get(1).propagation())
                .containsExactly("shared:5", "master:2", "propagate_from:3", "unbindable", "future:9");
        assertThat(odd.mounts().get(1).isShared()).isTrue();
        assertThat(odd.mounts().get(0).isShared()).isFalse();
        assertThat(odd.mounts().get(2).propagation()).isEmpty();
    }

    @Test
    void aLineMayBeVeryLong() {
        Mount mount = odd.mounts().get(5);
        assertThat(mount.mountPoint()).hasSize(5006);
        assertThat(mount.options()).hasSize(401);
        assertThat(mount.superOptions()).hasSize(2);
    }

    /** The kernel escapes blanks and line feeds, and no other character. */
    @Test
    void onlyALineFeedEndsALine() {
        assertThat(odd.mounts().get(6).mountPoint()).isEqualTo("/carriage\r1");
    }

    @ParameterizedTest
    @CsvSource({
        "/sys, /sys",
        "/sys/fs, /sys",
        "/sys/fs/cgroup/cpu, /sys/fs/cgroup/cpu",
        "/sys/fs/cgroup/cpu/mesos, /sys/fs/cgroup/cpu",
        "/sys/fs/cgroup/cpux, /sys/fs/cgroup",
        "/system, /",
        "/, /",
    })
    void aPathLiesOnTheLongestMountPointAboveIt(String path, String point) {
        assertThat(recorded("v1").containing(path))
                .hasValueSatisfying(m -> assertThat(m.mountPoint()).isEqualTo(point));
    }

    @Test
    void ofTwoMountsOnOnePointTheLaterIsSeen() {
        MountInfo twice = MountInfo.parse(
                "1 0 8:1 / / rw - ext4 a rw\n2 1 8:2 / /m rw - ext4 b rw\n" + "3 2 8:3 / /m rw - ext4 c rw\n");
        assertThat(twice.containing("/m/x"))
                .hasValueSatisfying(m -> assertThat(m.id()).isEqualTo(3));
    }

    @Test
    void withoutARootMountSomePathsLieNowhere() {
        assertThat(MountInfo.parse("2 1 8:2 / /m rw - ext4 b rw").containing("/x"))
                .isEmpty();
    }

    @Test
    void thisProcessHasAFileSystemToo() {
        assertThat(MountInfo.ofThisProcess().containing("/proc/self"))
                .hasValueSatisfying(m -> assertThat(m.type()).isEqualTo("proc"));
    }

    @Test
    void bytesThatAreNoTextDoNotHideOtherMounts(@TempDir Path directory) throws IOException {
        byte[] good = "1 0 8:1 / / rw - ext4 a rw\n".getBytes(StandardCharsets.US_ASCII);
        byte[] bad = "2 1 8:2 / /m\u00ff rw - ext4 b rw\n".getBytes(StandardCharsets.ISO_8859_1);
        Path file = directory.resolve("mountinfo");
        Files.write(file, bad);
        Files.write(file, good, StandardOpenOption.APPEND);
        assertThat(MountInfo.read(file).mounts()).extracting(Mount::id).containsExactly(2, 1);
    }

    private static MountInfo recorded(String name) {
        try (InputStream in = MountInfoTest.class.getResourceAsStream("/mountinfo/" + name + ".txt")) {
            return MountInfo.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
