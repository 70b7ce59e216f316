package io.containerizer.isolator.cgroups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.CgroupInfo;
import io.containerizer.api.Container;
import io.containerizer.api.ContainerStatus;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.Isolator;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.LinuxInfo;
import io.containerizer.linux.syscall.Errno;
import io.containerizer.testkit.CgroupFixture;
import io.containerizer.testkit.CgroupFlavour;
import io.containerizer.testkit.FakeEnvironment;
import io.containerizer.testkit.IsolatorContractTest;
import io.containerizer.testkit.TestContainer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Of the fake hosts, the one with version 1 has net_cls mounted, and the kernels of the others lack it. */
class NetClsIsolatorTest extends IsolatorContractTest {

    @Override
    protected IsolatorFactory factory() {
        return new NetClsIsolator.Factory();
    }

    private FakeEnvironment managed(CgroupFlavour flavour) {
        return host(flavour).flag("cgroups_net_cls_primary_handle", "0x12");
    }

    /** Which an engine makes at its start. */
    @BeforeEach
    void makeRuntimeDirectory() throws IOException {
        Files.createDirectory(top.resolve("run"));
    }

    private static ContainerStatus classed(long classid) {
        return ContainerStatus.NONE.withCgroupInfo(CgroupInfo.ofClassid(classid));
    }

    @ParameterizedTest
    @EnumSource
    void aContainerGetsAClassAndGivesItBack(CgroupFlavour flavour) {
        FakeEnvironment host = managed(flavour);
        Isolator isolator = isolator(host);
        Container web = container("web");
        Container db = container("db");
        launch(host, isolator, web, 1);
        launch(host, isolator, db, 2);
        assertThat(isolator.status(web)).isEqualTo(classed(0x0012_0001));
        assertThat(isolator.status(db)).isEqualTo(classed(0x0012_0002));
        host.kernel().endProcess(1);
        isolator.cleanup(web.id());
        Container next = container("next");
        launch(host, isolator, next, 3);
        assertThat(isolator.status(next)).isEqualTo(classed(0x0012_0001));
        assertThat(isolator.status(web)).isEqualTo(ContainerStatus.NONE);
    }

    @Test
    void versionOneIsToldByItsFile() {
        var plan = isolator(managed(CgroupFlavour.V1)).prepare(container("web"));
        assertThat(settings(plan)).hasToString("{net_cls.classid=1179649}");
        assertThat(plan.gate()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"V2", "HYBRID"})
    void versionTwoGetsAProgramWhileTheInitWaits(CgroupFlavour flavour) {
        FakeEnvironment host = managed(flavour);
        Isolator isolator = isolator(host);
        var plan = isolator.prepare(container("web"));
        assertThat(plan.gate()).isTrue();
        assertThat(settings(plan)).isEmpty();
        host.cgroups().carryOut(plan.cgroups(), 1);
        isolator.isolate(container("web"), 1);
        assertThat(host.kernel().log().calls("attachEgress"))
                .singleElement()
                .asString()
                .endsWith("/mesos/web netcls_00120001 b4020000010012006321200000000000632108000000000"
                        + "0b4000000010000009500000000000000");
    }

    @ParameterizedTest
    @EnumSource
    void withoutAPrimaryHandleTheClassIsTheOperators(CgroupFlavour flavour) {
        FakeEnvironment host = host(flavour);
        Isolator isolator = isolator(host);
        Container web = container("web");
        var plan = launch(host, isolator, web, 1);
        assertThat(plan.cgroups()).isNotEmpty();
        assertThat(settings(plan)).isEmpty();
        assertThat(plan.gate()).isFalse();
        assertThat(isolator.status(web)).isEqualTo(ContainerStatus.NONE);
        assertThat(host.kernel().log().calls("attachEgress")).isEmpty();
    }

    @Test
    void aClassThatTheOperatorSetIsTold() {
        FakeEnvironment host = host(CgroupFlavour.V1);
        Isolator isolator = isolator(host);
        Container web = container("web");
        launch(host, isolator, web, 1);
        CgroupFixture.set(host.cgroups().mountPoint("net_cls").resolve("mesos/web/net_cls.classid"), "4293918721\n");
        assertThat(isolator.status(web)).isEqualTo(classed(0xfff0_0001L));
    }

    @ParameterizedTest
    @EnumSource
    void anotherEngineKnowsWhatIsTaken(CgroupFlavour flavour) {
        FakeEnvironment host = managed(flavour);
        Container web = container("web");
        launch(host, isolator(host), web, 1);
        Isolator second = isolator(host);
        second.recover(List.of(web), Set.of(web.id()));
        second.isolate(web, 1);
        assertThat(second.status(web)).isEqualTo(classed(0x0012_0001));
        Container db = container("db");
        launch(host, second, db, 2);
        assertThat(second.status(db)).isEqualTo(classed(0x0012_0002));
        host.kernel().endProcess(1);
        second.cleanup(web.id());
        launch(host, second, web, 3);
        assertThat(second.status(web)).isEqualTo(classed(0x0012_0001));
    }

    @ParameterizedTest
    @EnumSource
    void aNestedContainerHasItsParentsClassOrItsOwn(CgroupFlavour flavour) {
        FakeEnvironment host = managed(flavour);
        Isolator isolator = isolator(host);
        Container parent = container("parent");
        launch(host, isolator, parent, 1);
        Container shares = TestContainer.in(top, parent, "shares").build();
        launch(host, isolator, shares, 2);
        assertThat(isolator.status(shares)).isEqualTo(classed(0x0012_0001));
        Container owns = TestContainer.in(top, parent, "owns")
                .with(s -> s.linux(LinuxInfo.DEFAULT.withShareCgroups(false)))
                .build();
        launch(host, isolator, owns, 3);
        assertThat(isolator.status(owns)).isEqualTo(classed(0x0012_0002));
    }

    @Test
    void allHandlesTakenFailsTheLaunch() {
        FakeEnvironment host = managed(CgroupFlavour.V1).flag("cgroups_net_cls_secondary_handles", "7,8");
        Isolator isolator = isolator(host);
        isolator.prepare(container("a"));
        isolator.prepare(container("b"));
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> isolator.prepare(container("c")))
                .withMessage("allocate a net_cls handle for c: no free handles remaining for primary 0x12; "
                        + "end containers, or widen --cgroups_net_cls_secondary_handles");
        isolator.cleanup(container("c").id());
        isolator.cleanup(container("a").id());
        assertThat(settings(isolator.prepare(container("d")))).hasToString("{net_cls.classid=1179655}");
    }

    // ---- flags

    @ParameterizedTest
    @CsvSource({"0x12, 1179649", "18, 1179649", "0xFFFF, 4294901761", "0x000a, 655361"})
    void aPrimaryHandleIsHexadecimalOrDecimal(String text, String classid) {
        assertThat(settings(isolator(host(CgroupFlavour.V1).flag("cgroups_net_cls_primary_handle", text))
                        .prepare(container("web"))))
                .containsEntry("net_cls.classid", classid);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0x0", "65536", "0x10000", "-1", "+1", "0x-1", "0x", "", " 1", "ten", "1:", "\u0663"})
    void aPrimaryHandleHasSixteenBitsAndIsNotZero(String text) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> isolator(host(CgroupFlavour.V1).flag("cgroups_net_cls_primary_handle", text)))
                .withMessageContaining("--cgroups_net_cls_primary_handle")
                .withMessageContaining("it is no number from 1 to 65535 or from 0x1 to 0xffff");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "5; it is not of the form LOWER,UPPER",
                "1,2,3; it is not of the form LOWER,UPPER",
                "0,5; it is no number",
                "1, 5; it is no number",
                "1,65536; it is no number",
                "9,0x8; it is an empty set"
            })
    void aRangeOfSecondaryHandlesIsTwoOfThem(String text, String why) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> isolator(managed(CgroupFlavour.V1).flag("cgroups_net_cls_secondary_handles", text)))
                .withMessageContaining("--cgroups_net_cls_secondary_handles")
                .withMessageContaining(why);
    }

    @Test
    void secondaryHandlesNeedAPrimaryOne() {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> isolator(host(CgroupFlavour.V1).flag("cgroups_net_cls_secondary_handles", "1,2")))
                .withMessage("use flag --cgroups_net_cls_secondary_handles: there is no primary handle to go with the "
                        + "secondary ones; set --cgroups_net_cls_primary_handle, too");
    }

    // ---- where

    @Test
    void versionOneIsMountedBesideTheOthersOnce() {
        FakeEnvironment host = managed(CgroupFlavour.HYBRID);
        host.cgroupCalls().offer("net_cls");
        Isolator isolator = isolator(host);
        assertThat(isolator(host).name()).isEqualTo(isolator.name());
        assertThat(host.kernel().log().calls("mount")).containsExactly("mount /sys/fs/cgroup/net_cls net_cls");
        Container web = container("web");
        launch(host, isolator, web, 1);
        assertThat(CgroupFixture.get(host.cgroups().mountPoint("net_cls").resolve("mesos/web/net_cls.classid")))
                .isEqualTo("1179649");
    }

    @Test
    void aKernelWithoutEitherIsToldWhatWouldMendIt() {
        FakeEnvironment host = host(CgroupFlavour.V2);
        host.kernel().log().fail("egress", "cgroup", Errno.EINVAL, 1);
        assertThat(factory().probe(host)).satisfies(verdict -> {
            assertThat(verdict.isUsable()).isFalse();
            assertThat(verdict.evidence()).contains("takes no BPF programs: EINVAL (Invalid argument)");
            assertThat(verdict.remedy()).contains("CONFIG_CGROUP_BPF");
        });
    }
}
