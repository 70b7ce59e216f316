package io.containerizer.isolator.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.Bytes;
import io.containerizer.api.Container;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.Contribution;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.LaunchStep;
import io.containerizer.api.LaunchStep.Bind;
import io.containerizer.api.LaunchStep.MakeDirectory;
import io.containerizer.api.LaunchStep.Protect;
import io.containerizer.api.MountOption;
import io.containerizer.api.Namespace;
import io.containerizer.api.Volume;
import io.containerizer.testkit.CgroupFlavour;
import io.containerizer.testkit.IsolatorContractTest;
import io.containerizer.testkit.TestContainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedFilesystemIsolatorTest extends IsolatorContractTest {

    @Override
    protected IsolatorFactory factory() {
        return new SharedFilesystemIsolator.Factory();
    }

    @Override
    protected ContainerSpec.Builder request(ContainerSpec.Builder spec) {
        return spec.volumes(List.of(Volume.of("opt", "/opt")));
    }

    private Contribution plan(Volume... volumes) {
        Container container = TestContainer.named(top, "web")
                .with(s -> s.volumes(List.of(volumes)))
                .build();
        return isolator(host(CgroupFlavour.V1)).prepare(container);
    }

    private void refused(String why, Volume... volumes) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> plan(volumes))
                .returns(ErrorCode.INVALID_SPEC, ContainerizerException::code)
                .withMessageContaining(volumes[volumes.length - 1].containerPath())
                .withMessageContaining(why);
    }

    private Path shared(String name) throws IOException {
        return Files.createDirectories(top.resolve("host").resolve(name)).toRealPath();
    }

    @Test
    void everyContainerHasAMountNamespace() throws IOException {
        assertThat(plan().cloneNamespaces()).containsExactly(Namespace.MNT);
        assertThat(plan().steps()).isEmpty();
    }

    @Test
    void aRelativeHostPathIsMadeLikeWhatItReplaces() throws IOException {
        Path target = shared("scratch");
        Files.setAttribute(target, "unix:mode", 01777);
        Bind bind = (Bind) plan(Volume.of("tmp", target.toString())).steps().getFirst();
        assertThat(bind.source()).endsWith("web");
        assertThat(bind.below()).isEqualTo("tmp");
        assertThat(bind.target()).isEqualTo(target.toString());
        assertThat(bind.mode()).isEqualTo(01777);
        assertThat(bind.owner().uid()).isEqualTo((int) Files.getAttribute(target, "unix:uid"));
    }

    @Test
    void anAbsoluteHostPathIsSharedAsItIs() throws IOException {
        Path source = shared("data");
        Path target = shared("mnt");
        assertThat(plan(Volume.of(source.toString(), target.toString()).asReadOnly())
                        .steps())
                .singleElement()
                .isInstanceOfSatisfying(Bind.class, bind -> {
                    assertThat(bind.source()).isEqualTo(source.toString());
                    assertThat(bind.below()).isEmpty();
                    assertThat(bind.recursive()).isTrue();
                    assertThat(bind.options()).containsExactly(MountOption.READ_ONLY);
                });
    }

    @Test
    void aReadOnlyDirectoryOfTheSandboxIsProtectedOnceItIsThere() throws IOException {
        Path target = shared("mnt");
        assertThat(plan(Volume.of("mine", target.toString()).asReadOnly()).steps())
                .hasSize(2)
                .last()
                .isEqualTo(new Protect(target.toString()));
    }

    @Test
    void aSandboxBelowAVolumeIsShownAgain() throws IOException {
        List<LaunchStep> steps =
                plan(Volume.of("private", top.toString()).asReadOnly()).steps();
        String sandbox =
                TestContainer.named(top, "web").build().sandbox().toRealPath().toString();
        assertThat(steps).hasSize(4);
        assertThat(steps.get(1)).isEqualTo(new MakeDirectory(sandbox, 0755));
        assertThat(steps.get(2)).isEqualTo(new Protect(top.toRealPath().toString()));
        assertThat(steps.get(3)).isInstanceOfSatisfying(Bind.class, bind -> {
            assertThat(bind.source()).isEqualTo(sandbox);
            assertThat(bind.target()).isEqualTo(sandbox);
            assertThat(bind.options()).isEmpty();
        });
    }

    @Test
    void aPartOfTheHostDoesNotHideTheSandbox() throws IOException {
        refused("it would hide the sandbox", Volume.of(shared("data").toString(), top.toString()));
    }

    @Test
    void overlapsAreJudgedByComponents() throws IOException {
        Path lib = shared("lib");
        Path deeper = shared("lib/deeper");
        Path lib2 = shared("lib2");
        assertThat(plan(Volume.of("a", lib.toString()), Volume.of("b", lib2.toString()))
                        .steps())
                .hasSize(2);
        refused(
                "it overlaps with the volume on " + lib,
                Volume.of("a", lib.toString()),
                Volume.of("b", deeper.toString()));
        refused(
                "it overlaps with the volume on " + deeper,
                Volume.of("a", deeper.toString()),
                Volume.of("b", lib.toString()));
        refused(
                "it overlaps with the volume on " + lib,
                Volume.of("a", lib.toString()),
                Volume.of("b", lib.toString()));
        Path link = Files.createSymbolicLink(top.resolve("host/link"), lib);
        refused(
                "it overlaps with the volume on " + lib,
                Volume.of("a", lib.toString()),
                Volume.of("b", link.toString()));
    }

    @Test
    void whatCannotBeMountedIsNamed() throws IOException {
        refused("the container path is not absolute", Volume.of("a", "tmp"));
        refused("the container path does not exist on the host", Volume.of("a", top + "/missing"));
        refused("does not exist", Volume.of(top + "/missing", shared("x").toString()));
        Path file = Files.createFile(
                top.resolve("file"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
        refused("the container path is no directory", Volume.of("a", file.toString()));
        Path sandbox = TestContainer.named(top, "web").build().sandbox();
        Files.createDirectories(sandbox.resolve("in"));
        refused(
                "the container path is in the sandbox",
                Volume.of("a", sandbox.resolve("in").toString()));
        refused("the container path is in the sandbox", Volume.of("a", sandbox.toString()));
    }

    @Test
    void aLinkToTheRootIsNoPlaceForAVolume() throws IOException {
        Path link = Files.createSymbolicLink(top.resolve("link"), Path.of("/"));
        refused("leads to the root", Volume.of("a", link.toString()));
    }

    @Test
    void aRootFileSystemOfItsOwnIsForFilesystemLinux() {
        Container container =
                TestContainer.named(top, "web").with(s -> s.rootfs(top)).build();
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> isolator(host(CgroupFlavour.V1)).prepare(container))
                .withMessageContaining("use filesystem/linux");
    }

    @Test
    void aPersistentVolumeReplacesAPartOfTheHost() throws IOException {
        Path target = shared("srv");
        Bind bind = (Bind) plan(Volume.persistent("r", "i", target.toString(), Bytes.megabytes(1)))
                .steps()
                .getFirst();
        assertThat(bind.source())
                .isEqualTo(top.resolve("work/volumes/roles/r/i").toString());
        assertThat(bind.target()).isEqualTo(target.toString());
        refused(
                "filesystem/linux in its place shows persistent volumes in the sandbox",
                Volume.persistent("r", "i", "data", Bytes.megabytes(1)));
    }
}
