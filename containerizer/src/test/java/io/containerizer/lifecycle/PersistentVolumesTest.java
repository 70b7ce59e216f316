package io.containerizer.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.Bytes;
import io.containerizer.api.Command;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Identity;
import io.containerizer.api.Termination;
import io.containerizer.api.Volume;
import io.containerizer.api.Volume.Persistent;
import io.containerizer.checkpoint.Layout;
import io.containerizer.checkpoint.RealDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersistentVolumesTest {

    private static final ContainerId WEB = ContainerId.of("web");
    private static final Persistent DB = new Persistent("eng/web", "db");

    @TempDir
    Path top;

    private Layout layout;
    private PersistentVolumes volumes;

    @BeforeEach
    void open() {
        layout = layout("run");
        volumes = new PersistentVolumes(layout, new RealDisk());
    }

    private Layout layout(String runtime) {
        Layout made = new Layout(top.resolve(runtime), top.resolve("work"));
        new RealDisk().makeDirectories(made.containers());
        new RealDisk().makeDirectories(made.stagingDirectory());
        new RealDisk().makeDirectories(made.workDirectory());
        return made;
    }

    private static ContainerSpec spec(ContainerId id) {
        return ContainerSpec.builder(id, Command.of("true"))
                .volumes(List.of(Volume.persistent(DB.role(), DB.id(), "data", Bytes.megabytes(1))))
                .build();
    }

    /** As an engine does it: first the record, then the volumes. */
    private static void launch(Layout where, ContainerId id) {
        store(where, id)
                .create(new StoredContainer(
                        spec(id),
                        Identity.ROOT,
                        where.sandbox(id),
                        List.of(),
                        Map.of(),
                        "engine",
                        "linux",
                        0,
                        id.toString()));
        new PersistentVolumes(where, new RealDisk()).provide(spec(id), Identity.ROOT);
    }

    private static ContainerStore store(Layout where, ContainerId id) {
        return new ContainerStore(where, new RealDisk(), "engine-of-" + id);
    }

    private void end() {
        store(layout, WEB).writeTermination(WEB, Termination.of(0));
    }

    private void refused(ErrorCode code, String why) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> volumes.remove(DB))
                .returns(code, ContainerizerException::code)
                .withMessageContaining("remove persistent volume eng/web/db")
                .withMessageContaining(why);
    }

    @Test
    void aVolumeIsMadeOnceAndForItsUserAlone() throws IOException {
        launch(layout, WEB);
        Path volume = top.resolve("work/volumes/roles/eng web/db");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(volume)))
                .isEqualTo("rwxr-x---");
        Files.writeString(volume.resolve("file"), "kept");
        launch(layout, ContainerId.of("next"));
        assertThat(volume.resolve("file")).hasContent("kept");
        assertThat(layout.newVolume()).doesNotExist();
    }

    @Test
    void aContainerWithoutVolumesMakesNothing() {
        volumes.provide(ContainerSpec.builder(WEB, Command.of("true")).build(), Identity.ROOT);
        assertThat(layout.volumes()).doesNotExist();
        assertThat(volumes.list()).isEmpty();
        refused(ErrorCode.NOT_FOUND, "there is no volume of this name");
        assertThat(layout.volumes()).doesNotExist();
    }

    @Test
    void whatADeadEngineDidNotComeToRenameIsMadeAnew() throws IOException {
        Files.createDirectories(layout.newVolume().resolve("left"));
        launch(layout, WEB);
        assertThat(layout.volume(DB)).isEmptyDirectory();
    }

    @Test
    void aVolumeIsRemovedWhenItsLastUserHasEnded() throws IOException {
        launch(layout, WEB);
        Files.createDirectories(layout.volume(DB).resolve("a/b"));
        refused(ErrorCode.VOLUME_IN_USE, "it is used by web; end these containers first");
        assertThat(layout.volume(DB).resolve("a/b")).isDirectory();
        end();
        volumes.remove(DB);
        assertThat(layout.volume(DB).getParent()).doesNotExist();
        assertThat(layout.removedVolumes()).isEmptyDirectory();
        refused(ErrorCode.NOT_FOUND, "there is no volume of this name");
    }

    @Test
    void containersOfOtherRuntimeDirectoriesAreUsers() {
        Layout other = layout("other");
        launch(other, ContainerId.of("far"));
        refused(ErrorCode.VOLUME_IN_USE, "it is used by far");
        new RealDisk().remove(other.runtimeDirectory()); // the machine was started again
        volumes.remove(DB);
        launch(layout, WEB);
        assertThat(layout.volumeUsers()).content().contains("/run").doesNotContain("/other");
    }

    @Test
    void volumesAreListedWithTheirUsers() throws IOException {
        launch(layout, WEB);
        launch(layout("other"), ContainerId.of("far"));
        Files.createDirectories(layout.roles().resolve("lost+found").resolve("-"));
        Files.createDirectories(layout.roles().resolve("-x").resolve("no role"));
        Files.createFile(layout.roles().resolve("eng web/file"));
        assertThat(volumes.list())
                .extracting(VolumeView::volume, VolumeView::usedBy)
                .contains(org.assertj.core.groups.Tuple.tuple(DB, List.of(WEB, ContainerId.of("far"))))
                .noneMatch(t -> t.toString().contains("no role") || t.toString().contains("file"));
    }

    @Test
    void linksInPlaceOfDirectoriesAreNotFollowed() throws IOException {
        launch(layout, WEB);
        end();
        Path elsewhere = Files.createDirectories(top.resolve("elsewhere/db")).getParent();
        Files.delete(layout.volume(DB));
        Files.createSymbolicLink(layout.volume(DB), elsewhere.resolve("db"));
        notUsed();
        Files.delete(layout.volume(DB));
        Files.delete(layout.volume(DB).getParent());
        Files.createSymbolicLink(layout.volume(DB).getParent(), elsewhere);
        notUsed();
        assertThat(elsewhere.resolve("db")).isEmptyDirectory();
    }

    private void notUsed() {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> volumes.provide(spec(WEB), Identity.ROOT))
                .returns(ErrorCode.INVALID_SPEC, ContainerizerException::code)
                .withMessageContaining("is no directory; somebody has replaced it");
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> volumes.remove(DB))
                .withMessageContaining("is no directory");
    }

    @Test
    void linksInAVolumeAreRemovedAndNotFollowed() throws IOException {
        launch(layout, WEB);
        end();
        Path kept = Files.createDirectory(top.resolve("kept"));
        Files.createFile(kept.resolve("file"));
        Files.createSymbolicLink(layout.volume(DB).resolve("link"), kept);
        volumes.remove(DB);
        assertThat(kept.resolve("file")).exists();
    }

    @Test
    void whatADeadEngineDidNotEmptyIsSwept() throws IOException {
        Files.createDirectories(layout.removedVolumes().resolve("x/a/b"));
        volumes.sweep();
        assertThat(layout.removedVolumes()).isEmptyDirectory();
    }

    @Test
    void enginesMakeAndRemoveAtTheSameTime() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> launches = threads.invokeAll(IntStream.range(0, 20)
                    .mapToObj(i -> (Callable<Boolean>) () -> {
                        ContainerId id = ContainerId.of("c" + i);
                        launch(layout, id);
                        boolean there = Files.isDirectory(layout.volume(DB));
                        store(layout, id).writeTermination(id, Termination.of(0));
                        try {
                            new PersistentVolumes(layout, new RealDisk()).remove(DB);
                        } catch (ContainerizerException e) {
                            assertThat(e.code()).isIn(ErrorCode.VOLUME_IN_USE, ErrorCode.NOT_FOUND);
                        }
                        return there;
                    })
                    .toList());
            for (Future<Boolean> launch : launches) {
                assertThat(launch.get()).as("the volume of a living container").isTrue();
            }
        }
        assertThat(layout.removedVolumes()).isEmptyDirectory();
    }
}
