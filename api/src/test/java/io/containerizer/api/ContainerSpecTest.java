package io.containerizer.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContainerSpecTest {

    private static final ContainerId WEB = ContainerId.of("web");
    private static final Command TRUE = Command.of("true");

    @Test
    void whatIsNotSetHasItsDefault() {
        ContainerSpec spec = ContainerSpec.builder(WEB, TRUE).build();
        assertThat(spec.containerClass()).isEqualTo(ContainerClass.DEFAULT);
        assertThat(spec.resources()).isEqualTo(Resources.NONE);
        assertThat(spec.limits()).isEqualTo(Resources.NONE);
        assertThat(spec.linux()).isEqualTo(LinuxInfo.DEFAULT);
        assertThat(spec.rootfs()).isEmpty();
        assertThat(spec.user()).isEmpty();
        assertThat(spec.sandbox()).isEmpty();
        assertThat(spec.stdio()).isEqualTo(Stdio.SANDBOX);
        assertThat(spec.terminal()).isEmpty();
        assertThat(spec.keep()).isTrue();
    }

    @Test
    void everyPartReachesTheSpec() {
        Resources one = Resources.NONE.withCpus(1);
        Resources two = Resources.NONE.withCpus(2);
        Volume volume = Volume.of("/a", "/b");
        Rlimit rlimit = Rlimit.parse("CORE=0");
        LinuxInfo linux = LinuxInfo.DEFAULT.withSharePidNamespace(true);
        assertThat(ContainerSpec.builder(WEB, TRUE)
                        .containerClass(ContainerClass.DEFAULT)
                        .environment(Map.of("A", "1"))
                        .resources(one)
                        .limits(two)
                        .rootfs(Path.of("/r"))
                        .volumes(List.of(volume))
                        .rlimits(List.of(rlimit))
                        .linux(linux)
                        .user("u")
                        .sandbox(Path.of("/s"))
                        .stdio(new Stdio(0, 1, 2))
                        .terminal(new TerminalSize(24, 80))
                        .keep(false)
                        .build())
                .isEqualTo(new ContainerSpec(
                        WEB,
                        ContainerClass.DEFAULT,
                        TRUE,
                        Map.of("A", "1"),
                        one,
                        two,
                        Optional.of(Path.of("/r")),
                        Optional.empty(),
                        List.of(volume),
                        List.of(rlimit),
                        linux,
                        "u",
                        Optional.of(Path.of("/s")),
                        new Stdio(0, 1, 2),
                        Optional.of(new TerminalSize(24, 80)),
                        false));
    }

    @Test
    void aRootIsOfADirectoryOrOfAnImage() {
        ImageRequest image = new ImageRequest("busybox", true);
        assertThat(ContainerSpec.builder(WEB, TRUE).image(image).build().image())
                .contains(image);
        refused(
                ContainerSpec.builder(WEB, TRUE).rootfs(Path.of("/r")).image(image),
                "both the directory /r and of the image busybox");
    }

    @Test
    void aDebugContainerNeedsAParent() {
        refused(ContainerSpec.builder(WEB, TRUE).containerClass(ContainerClass.DEBUG), "needs a parent");
    }

    @Test
    void aDebugContainerHasNoFileSystemOfItsOwn() {
        refused(debug().rootfs(Path.of("/r")), "its parent's file system");
        refused(debug().image(new ImageRequest("busybox", true)), "its parent's file system");
        refused(debug().volumes(List.of(Volume.of("/a", "/b"))), "its parent's file system");
        assertThat(debug().build().containerClass()).isEqualTo(ContainerClass.DEBUG);
    }

    private static ContainerSpec.Builder debug() {
        return ContainerSpec.builder(WEB.child("sh"), TRUE).containerClass(ContainerClass.DEBUG);
    }

    private static void refused(ContainerSpec.Builder builder, String why) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(builder::build)
                .returns(ErrorCode.INVALID_SPEC, ContainerizerException::code)
                .withMessageContaining(why);
    }

    @Test
    void persistentVolumesBelongToTopLevelContainers() {
        Volume volume = Volume.persistent("r", "i", "data", Bytes.megabytes(1));
        assertThat(ContainerSpec.builder(WEB, TRUE)
                        .volumes(List.of(Volume.of("/a", "/b"), volume))
                        .build()
                        .persistentVolumes())
                .containsExactly(new Volume.Persistent("r", "i"));
        refused(
                ContainerSpec.builder(WEB.child("a"), TRUE).volumes(List.of(volume)),
                "a nested container cannot have the persistent volume r/i; give it to web");
        refused(
                ContainerSpec.builder(WEB, TRUE)
                        .volumes(List.of(volume, Volume.persistent("r", "i", "other", Bytes.megabytes(2)))),
                "it names the persistent volume r/i twice");
    }
}
