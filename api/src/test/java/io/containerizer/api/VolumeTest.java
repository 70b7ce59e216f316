package io.containerizer.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.Volume.HostPath;
import io.containerizer.api.Volume.Propagation;
import io.containerizer.api.Volume.SandboxPath;
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
}
