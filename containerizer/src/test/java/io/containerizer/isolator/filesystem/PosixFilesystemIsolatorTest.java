package io.containerizer.isolator.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.Contribution;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.Volume;
import io.containerizer.testkit.IsolatorContractTest;
import io.containerizer.testkit.TestContainer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class PosixFilesystemIsolatorTest extends IsolatorContractTest {

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
        refused(s -> s.volumes(List.of(Volume.of("/a", "/b"))), "cannot give it volumes");
    }

    private void refused(UnaryOperator<ContainerSpec.Builder> request, String why) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> isolator.prepare(
                        TestContainer.named(top, "web").with(request).build()))
                .returns(ErrorCode.INVALID_SPEC, ContainerizerException::code)
                .withMessageContaining(why)
                .withMessageEndingWith("add filesystem/linux to --isolation");
    }
}
