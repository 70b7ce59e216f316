package io.containerizer.isolator.namespaces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.Container;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.Contribution;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.LaunchStep.MountFileSystem;
import io.containerizer.api.LinuxInfo;
import io.containerizer.api.MountOption;
import io.containerizer.api.Namespace;
import io.containerizer.testkit.CgroupFlavour;
import io.containerizer.testkit.FakeEnvironment;
import io.containerizer.testkit.IsolatorContractTest;
import io.containerizer.testkit.TestContainer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PidNamespaceIsolatorTest extends IsolatorContractTest {

    private static final MountFileSystem PROC = new MountFileSystem(
            "proc", "/proc", Set.of(MountOption.NO_SUID, MountOption.NO_DEV, MountOption.NO_EXEC), "");

    @Override
    protected IsolatorFactory factory() {
        return new PidNamespaceIsolator.Factory();
    }

    /** Which namespaces are new, which are the parent's, and whether a fresh /proc shows them. */
    @ParameterizedTest(name = "{0}, sharing {1}, rootfs {2}: clones {3}, enters {4}, mounts {5}")
    @CsvSource({
        "top,    false, false, true,  false, true",
        "top,    false, true,  true,  false, false",
        "top,    true,  false, false, false, false",
        "top,    true,  true,  false, false, false",
        "nested, false, false, true,  true,  true",
        "nested, false, true,  true,  true,  false",
        "nested, true,  false, false, true,  true",
        "nested, true,  true,  false, true,  false",
        "debug,  false, false, false, true,  false",
        "debug,  true,  false, false, true,  false",
    })
    void table(String kind, boolean shares, boolean rootfs, boolean clones, boolean enters, boolean mounts) {
        Contribution plan = isolator(host(CgroupFlavour.V1)).prepare(container(kind, shares, rootfs));
        assertThat(plan.cloneNamespaces().contains(Namespace.PID)).isEqualTo(clones);
        assertThat(plan.enterNamespaces().contains(Namespace.PID)).isEqualTo(enters);
        assertThat(plan.steps().equals(List.of(PROC))).isEqualTo(mounts);
        assertThat(plan.steps().isEmpty()).isEqualTo(!mounts);
    }

    @Test
    void sharingTheHostsCanBeForbidden() {
        FakeEnvironment host = host(CgroupFlavour.V1).flag("disallow_sharing_agent_pid_namespace", "true");
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> isolator(host).prepare(container("top", true, false)))
                .returns(ErrorCode.INVALID_SPEC, ContainerizerException::code)
                .withMessageContaining("sharing the host's PID namespace is not allowed");
        assertThat(isolator(host).prepare(container("nested", true, false)).enterNamespaces())
                .containsExactly(Namespace.PID);
        assertThat(isolator(host).prepare(container("top", false, false)).cloneNamespaces())
                .containsExactly(Namespace.PID);
    }

    /** A new /proc must not be mounted where the host would see it. */
    @Test
    void itNeedsAnIsolatorThatGivesAMountNamespace() {
        FakeEnvironment host = host(CgroupFlavour.V1);
        assertThat(factory().probe(host).isUsable()).isTrue();
        assertThat(factory().probe(host.without("filesystem/linux")).evidence())
                .isEqualTo("filesystem/linux is not in --isolation");
        assertThat(factory().probe(host.isolation("filesystem/shared")).isUsable())
                .isTrue();
    }

    private Container container(String kind, boolean shares, boolean rootfs) {
        Container parent = TestContainer.named(top, "parent").build();
        TestContainer container = switch (kind) {
            case "top" -> TestContainer.named(top, "web");
            case "nested" -> TestContainer.in(top, parent, "web");
            default -> TestContainer.in(top, parent, "web").debug();
        };
        return container
                .with(s -> rootfs ? s.rootfs(top.resolve("rootfs")) : s)
                .with(s -> s.linux(LinuxInfo.DEFAULT.withSharePidNamespace(shares)))
                .build();
    }
}
