package io.containerizer.isolator.namespaces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.Bytes;
import io.containerizer.api.Container;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.Contribution;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.LaunchStep.Bind;
import io.containerizer.api.LaunchStep.MountFileSystem;
import io.containerizer.api.LinuxInfo;
import io.containerizer.api.LinuxInfo.IpcMode;
import io.containerizer.api.Namespace;
import io.containerizer.testkit.CgroupFlavour;
import io.containerizer.testkit.FakeEnvironment;
import io.containerizer.testkit.IsolatorContractTest;
import io.containerizer.testkit.TestContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpcNamespaceIsolatorTest extends IsolatorContractTest {

    @Override
    protected IsolatorFactory factory() {
        return new IpcNamespaceIsolator.Factory();
    }

    /** Namespace: own, parent's, host's; /dev/shm: own, the host's bound into the root file system, or untouched. */
    @ParameterizedTest(name = "{0} {1}, rootfs {2}: namespace {3}, /dev/shm {4}")
    @CsvSource({
        "top,    UNSET,        false, own,    untouched",
        "top,    UNSET,        true,  own,    own",
        "top,    PRIVATE,      false, own,    own",
        "top,    PRIVATE,      true,  own,    own",
        "top,    SHARE_PARENT, false, host,   untouched",
        "top,    SHARE_PARENT, true,  host,   bound",
        "nested, UNSET,        false, parent, untouched",
        "nested, UNSET,        true,  parent, own",
        "nested, PRIVATE,      false, own,    own",
        "nested, PRIVATE,      true,  own,    own",
        "nested, SHARE_PARENT, false, parent, untouched",
        "nested, SHARE_PARENT, true,  parent, bound",
        "debug,  UNSET,        false, parent, untouched",
        "debug,  SHARE_PARENT, false, parent, untouched",
    })
    void table(String kind, IpcMode mode, boolean rootfs, String namespace, String shm) {
        Contribution plan = isolator(host(CgroupFlavour.V1)).prepare(container(kind, mode, Bytes.ZERO, rootfs));
        assertThat(plan.cloneNamespaces().contains(Namespace.IPC)).isEqualTo(namespace.equals("own"));
        assertThat(plan.enterNamespaces().contains(Namespace.IPC)).isEqualTo(namespace.equals("parent"));
        assertThat(shm(plan)).isEqualTo(shm);
    }

    private static String shm(Contribution plan) {
        if (plan.steps().isEmpty()) {
            return "untouched";
        }
        assertThat(plan.steps()).hasSize(1);
        return switch (plan.steps().getFirst()) {
            case MountFileSystem(String type, String target, var options, String data)
            when type.equals("tmpfs") && target.equals("/dev/shm") && data.equals("mode=1777") -> "own";
            case Bind bind
            when bind.source().equals("/dev/shm") && bind.target().equals("/dev/shm") -> "bound";
            default -> plan.steps().toString();
        };
    }

    @ParameterizedTest(name = "{0} {1}, size {2}")
    @CsvSource({
        "debug,  PRIVATE,      0, a DEBUG container uses its parent's IPC namespace",
        "top,    UNSET,        1, a size for /dev/shm needs a private IPC namespace",
        "top,    SHARE_PARENT, 1, a size for /dev/shm needs a private IPC namespace",
        "nested, UNSET,        1, a size for /dev/shm needs a private IPC namespace",
        "debug,  UNSET,        1, a size for /dev/shm needs a private IPC namespace",
    })
    void whatContradictsItselfIsRefused(String kind, IpcMode mode, long size, String why) {
        refused(host(CgroupFlavour.V1), container(kind, mode, new Bytes(size), false), why);
    }

    @Test
    void sharingTheHostsCanBeForbidden() {
        FakeEnvironment host = host(CgroupFlavour.V1).flag("disallow_sharing_agent_ipc_namespace", "true");
        refused(
                host,
                container("top", IpcMode.SHARE_PARENT, Bytes.ZERO, false),
                "sharing the host's IPC namespace is not allowed");
        assertThat(isolator(host).prepare(container("nested", IpcMode.SHARE_PARENT, Bytes.ZERO, false)))
                .isEqualTo(Contribution.builder().enterNamespace(Namespace.IPC).build());
    }

    /** It is a mount in the parent's namespace, which a container with a mount namespace of its own cannot reach. */
    @ParameterizedTest
    @CsvSource({"PRIVATE, false, false", "PRIVATE, false, true", "UNSET, true, true", "UNSET, true, false"})
    void aPrivateShmOfTheParentCannotBeShared(IpcMode parentMode, boolean parentRootfs, boolean rootfs) {
        Container parent = TestContainer.named(top, "parent")
                .with(s -> parentRootfs ? s.rootfs(top.resolve("rootfs")) : s)
                .with(s -> s.linux(LinuxInfo.DEFAULT.withIpc(parentMode, Bytes.ZERO)))
                .build();
        Container child = TestContainer.in(top, parent, "web")
                .with(s -> rootfs ? s.rootfs(top.resolve("rootfs")) : s)
                .with(s -> s.linux(LinuxInfo.DEFAULT.withIpc(IpcMode.SHARE_PARENT, Bytes.ZERO)))
                .build();
        refused(host(CgroupFlavour.V1), child, "its parent's /dev/shm exists only inside the parent");
    }

    @ParameterizedTest
    @CsvSource({
        "0, , mode=1777",
        "8, , 'mode=1777,size=8388608'",
        "0, 64MB, 'mode=1777,size=67108864'",
        "8, 64MB, 'mode=1777,size=8388608'"
    })
    void theSizeIsTheRequestsElseTheFlags(long megabytes, String flag, String data) {
        FakeEnvironment host = host(CgroupFlavour.V1);
        if (flag != null) {
            host.flag("default_container_shm_size", flag);
        }
        Contribution plan =
                isolator(host).prepare(container("top", IpcMode.PRIVATE, Bytes.megabytes(megabytes), false));
        assertThat(((MountFileSystem) plan.steps().getFirst()).data()).isEqualTo(data);
    }

    private Container container(String kind, IpcMode mode, Bytes size, boolean rootfs) {
        Container parent = TestContainer.named(top, "parent").build();
        TestContainer container = switch (kind) {
            case "top" -> TestContainer.named(top, "web");
            case "nested" -> TestContainer.in(top, parent, "web");
            default -> TestContainer.in(top, parent, "web").debug();
        };
        return container
                .with(s -> rootfs ? s.rootfs(top.resolve("rootfs")) : s)
                .with(s -> s.linux(LinuxInfo.DEFAULT.withIpc(mode, size)))
                .build();
    }

    private void refused(FakeEnvironment host, Container container, String why) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> isolator(host).prepare(container))
                .returns(ErrorCode.INVALID_SPEC, ContainerizerException::code)
                .satisfies(e -> assertThat(e.reason()).isEqualTo(why));
    }
}
