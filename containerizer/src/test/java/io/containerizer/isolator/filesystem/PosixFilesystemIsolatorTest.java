package io.containerizer.isolator.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.Bytes;
import io.containerizer.api.Container;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.Contribution;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.Resources;
import io.containerizer.api.Volume;
import io.containerizer.testkit.IsolatorContractTest;
import io.containerizer.testkit.TestContainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class PosixFilesystemIsolatorTest extends IsolatorContractTest {

    private static final Volume DATA = Volume.persistent("r", "one", "data", Bytes.megabytes(1));
    private static final Volume OTHER = Volume.persistent("r", "two", "data", Bytes.megabytes(1));
    private static final Volume LOGS = Volume.persistent("r", "two", "logs", Bytes.megabytes(1));

    private final PosixFilesystemIsolator isolator = new PosixFilesystemIsolator();

    @Override
    protected IsolatorFactory factory() {
        return new PosixFilesystemIsolator.Factory();
    }

    @Test
    void nothingIsPlanned() {
        assertThat(isolator.prepare(container("web"))).isEqualTo(Contribution.NONE);
    }

    @Test
    void whatNeedsMountsIsRefused() {
        refused(s -> s.rootfs(Path.of("/r")), "cannot give it a root file system of its own");
        refused(s -> s.volumes(List.of(Volume.of("/a", "/b"))), "cannot give it volumes that are not persistent");
    }

    private void refused(UnaryOperator<ContainerSpec.Builder> request, String why) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> isolator.prepare(
                        TestContainer.named(top, "web").with(request).build()))
                .returns(ErrorCode.INVALID_SPEC, ContainerizerException::code)
                .withMessageContaining(why)
                .withMessageEndingWith("add filesystem/linux to --isolation");
    }

    // ---- persistent volumes

    private Container with(Volume... volumes) {
        return TestContainer.named(top, "web")
                .with(s -> s.volumes(List.of(volumes)))
                .build();
    }

    private Path volume(String id) {
        return top.resolve("work/volumes/roles/r").resolve(id);
    }

    private Path sandbox() {
        return container("web").sandbox();
    }

    @Test
    void aPersistentVolumeIsALinkInTheSandbox() throws IOException {
        assertThat(isolator.prepare(with(DATA, LOGS))).isEqualTo(Contribution.NONE);
        Files.writeString(sandbox().resolve("data/file"), "x");
        assertThat(volume("one").resolve("file")).exists();
        assertThat(Files.readSymbolicLink(sandbox().resolve("logs"))).isEqualTo(volume("two"));
    }

    @Test
    void anUpdateReplacesAndRemovesLinks() throws IOException {
        isolator.prepare(with(DATA));
        isolator.update(with(OTHER), Resources.NONE, Resources.NONE);
        assertThat(Files.readSymbolicLink(sandbox().resolve("data"))).isEqualTo(volume("two"));
        isolator.update(with(LOGS), Resources.NONE, Resources.NONE);
        assertThat(sandbox().resolve("data")).doesNotExist();
        assertThat(Files.readSymbolicLink(sandbox().resolve("logs"))).isEqualTo(volume("two"));
        assertThat(volume("one")).isDirectory();
    }

    @Test
    void anUpdateAfterARestartKnowsTheLinks() {
        isolator.prepare(with(DATA));
        PosixFilesystemIsolator next = new PosixFilesystemIsolator();
        next.recover(List.of(with(DATA)), Set.of(ContainerId.of("web")));
        next.update(with(), Resources.NONE, Resources.NONE);
        assertThat(Files.exists(sandbox().resolve("data"), LinkOption.NOFOLLOW_LINKS))
                .isFalse();
    }

    @Test
    void whatTheContainerPutThereIsItsOwn() throws IOException {
        isolator.prepare(with(DATA));
        Files.delete(sandbox().resolve("data"));
        Files.createDirectory(sandbox().resolve("data"));
        Files.createFile(sandbox().resolve("logs"));
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> isolator.update(with(LOGS), Resources.NONE, Resources.NONE))
                .withMessageContaining("logs: something else has this name");
        assertThat(sandbox().resolve("data")).isDirectory();
        assertThat(sandbox().resolve("logs")).isRegularFile();
    }

    @Test
    void whatALinkCannotDoIsRefused() {
        notLinked("cannot make a volume read-only", DATA.asReadOnly());
        notLinked("by a name without slashes", Volume.persistent("r", "i", "a/b", Bytes.megabytes(1)));
        notLinked("by a name without slashes", Volume.persistent("r", "i", "/mnt", Bytes.megabytes(1)));
        notLinked("two volumes are to be there", DATA, OTHER);
    }

    private void notLinked(String why, Volume... volumes) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> isolator.prepare(with(volumes)))
                .returns(ErrorCode.INVALID_SPEC, ContainerizerException::code)
                .withMessageContaining(why)
                .withMessageEndingWith("use filesystem/linux in its place");
    }
}
