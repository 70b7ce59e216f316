package io.containerizer.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.Volume.HostPath;
import io.containerizer.api.Volume.Persistent;
import io.containerizer.api.Volume.Propagation;
import io.containerizer.api.Volume.SandboxPath;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeTest {

    @Test
    void anAbsoluteSourceIsTheHostsARelativeOneTheSandboxs() {
        assertThat(Volume.of("/data", "/mnt").source()).isEqualTo(new HostPath("/data"));
        assertThat(Volume.of("data", "/mnt").source()).isEqualTo(new SandboxPath("data", false));
    }

    @Test
    void byDefaultItIsWritableAndPrivate() {
        Volume volume = Volume.of("/data", "/mnt");
        assertThat(volume.readOnly()).isFalse();
        assertThat(volume.propagation()).isEqualTo(Propagation.PRIVATE);
        assertThat(volume.asReadOnly()).isEqualTo(new Volume("/mnt", new HostPath("/data"), true, Propagation.PRIVATE));
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "/..", "/a/../b", "../a", "a/..", "/a/./b", "./a", "a/.", "", "a\0b"})
    void pathsThatMeanSomethingElseThanTheySayAreRefused(String path) {
        refused("container path", () -> Volume.of("/data", path));
        refused("sandbox path", () -> new SandboxPath(path, false));
        refused("host path", () -> new HostPath(path));
        refused("host path", () -> new HostPath("/x/" + (path.isEmpty() ? ".." : path)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a..b", "/...", "/.hidden", "/a.", "/a//b", "/a/", "/ "})
    void dotsInsideANameAreNames(String path) {
        assertThat(new HostPath(path).path()).isEqualTo(path);
        assertThat(Volume.of("/data", path).containerPath()).isEqualTo(path);
    }

    /** A mount there is seen by nobody: processes keep the root they have. */
    @Test
    void nothingIsMountedOverTheRoot() {
        refused("container path", () -> Volume.of("/data", "/"));
        refused("container path", () -> Volume.of("data", "//").asReadOnly());
        assertThat(new HostPath("/").path()).isEqualTo("/");
    }

    @Test
    void hostPathsAreAbsoluteAndSandboxPathsAreNot() {
        refused("host path", () -> new HostPath("data"));
        refused("sandbox path", () -> new SandboxPath("/data", true));
    }

    private static void refused(String what, Runnable make) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(make::run)
                .returns(ErrorCode.INVALID_SPEC, ContainerizerException::code)
                .returns("check " + what, ContainerizerException::step)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\0"));
    }

    // ---- persistent ones

    @Test
    void aPersistentVolumeHasANameAndASize() {
        Volume volume = Volume.persistent("eng/web", "db 1", "data", Bytes.megabytes(4));
        assertThat(volume.source()).isEqualTo(new Persistent("eng/web", "db 1")).hasToString("eng/web/db 1");
        assertThat(volume.quota()).contains(Bytes.megabytes(4));
        assertThat(volume.asReadOnly().readOnly()).isTrue();
        Persistent named = new Persistent("r", "i");
        refused("persistent volume", () -> new Volume("data", named, false, Propagation.PRIVATE));
        refused("persistent volume", () -> Volume.persistent("r", "i", "data", Bytes.ZERO));
        refused(
                "persistent volume",
                () -> new Volume("data", named, false, Propagation.BIDIRECTIONAL, Optional.of(Bytes.megabytes(1))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "a/", "/a", "a//b", ".", "a/..", "-a", "a/-b", "*", "a/*", "a b", "a\tb", "a\0b"})
    void aRoleIsWhatMesosTakesForOne(String role) {
        refused("role", () -> new Persistent(role, "i"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "a\\b", "a\nb", "a\0b"})
    void anIdIsTheNameOfADirectory(String id) {
        refused("persistence id", () -> new Persistent("r", id));
    }

    @Test
    void namesAreNoLongerThanThoseOfDirectories() {
        assertThat(new Persistent("r".repeat(255), "i".repeat(255)).id()).hasSize(255);
        refused("role", () -> new Persistent("r".repeat(256), "i"));
        refused("persistence id", () -> new Persistent("r", "é".repeat(128)));
    }
}
