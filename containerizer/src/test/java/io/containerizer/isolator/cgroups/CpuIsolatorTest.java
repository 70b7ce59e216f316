package io.containerizer.isolator.cgroups;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.api.Container;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.Contribution;
import io.containerizer.api.Isolator;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.LaunchStep;
import io.containerizer.api.LaunchStep.JoinCgroup;
import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Resources;
import io.containerizer.api.Statistic;
import io.containerizer.testkit.CgroupFixture;
import io.containerizer.testkit.CgroupFlavour;
import io.containerizer.testkit.FakeEnvironment;
import io.containerizer.testkit.IsolatorContractTest;
import io.containerizer.testkit.TestContainer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpuIsolatorTest extends IsolatorContractTest {

    @Override
    protected IsolatorFactory factory() {
        return new CpuIsolator.Factory();
    }

    @Override
    protected ContainerSpec.Builder request(ContainerSpec.Builder spec) {
        return spec.resources(Resources.NONE.withCpus(0.5)).limits(Resources.NONE.withCpus(1));
    }

    /** What is 0 is not given. */
    @ParameterizedTest
    @CsvSource({
        "1, 0, {cpu.shares=1024}",
        "2.5, 0, {cpu.shares=2560}",
        "0.001, 0, {cpu.shares=2}",
        "100000, 0, {cpu.shares=262144}",
        "0, 0, {}",
        "0, 2, '{cpu.cfs_period_us=100000, cpu.cfs_quota_us=200000}'",
        "1, 0.5, '{cpu.shares=1024, cpu.cfs_period_us=100000, cpu.cfs_quota_us=50000}'",
        "1, 0.001, '{cpu.shares=1024, cpu.cfs_period_us=100000, cpu.cfs_quota_us=1000}'",
        "1, Infinity, '{cpu.shares=1024, cpu.cfs_period_us=100000, cpu.cfs_quota_us=-1}'",
    })
    void versionOne(double request, double limit, String files) {
        assertThat(settings(plan(host(CgroupFlavour.V1), request, limit))).hasToString(files);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0, {cpu.weight=100}",
        "2.5, 0, {cpu.weight=250}",
        "0.001, 0, {cpu.weight=1}",
        "1000, 0, {cpu.weight=10000}",
        "0, 0, {}",
        "1, 0.5, '{cpu.weight=100, cpu.max=50000 100000}'",
        "1, 0.001, '{cpu.weight=100, cpu.max=1000 100000}'",
        "1, Infinity, '{cpu.weight=100, cpu.max=max 100000}'",
    })
    void versionTwo(double request, double limit, String files) {
        assertThat(settings(plan(host(CgroupFlavour.V2), request, limit))).hasToString(files);
    }

    @ParameterizedTest
    @CsvSource({
        "V1, 1, 0, 100000",
        "V1, 1, 2, 200000",
        "V1, 0, 0, ",
        "V2, 1.5, 0, 150000 100000",
        "V2, 1, Infinity, max 100000"
    })
    void theRequestIsALimitIfTheOperatorSaysSo(CgroupFlavour flavour, double request, double limit, String quota) {
        Contribution plan = plan(host(flavour).flag("cgroups_enable_cfs", "true"), request, limit);
        assertThat(settings(plan).get(flavour == CgroupFlavour.V1 ? "cpu.cfs_quota_us" : "cpu.max"))
                .isEqualTo(quota);
    }

    @Test
    void coMountedControllersHaveOneCgroup() {
        assertThat(plan(host(CgroupFlavour.V1), 0, 0).cgroups().stream().map(LaunchStep::subject))
                .hasSize(2)
                .allSatisfy(s -> assertThat(s).endsWith("/sys/fs/cgroup/cpu,cpuacct/mesos/web"));
    }

    @Test
    void anUpdateWritesTheNewValues() {
        FakeEnvironment host = host(CgroupFlavour.V1);
        Isolator isolator = isolator(host);
        Container container = container("web");
        launch(host, isolator, container, 1);
        isolator.update(container, Resources.NONE.withCpus(4), Resources.NONE.withCpus(8));
        assertThat(CgroupFixture.get(cgroup(host).resolve("cpu.shares"))).isEqualTo("4096");
        assertThat(CgroupFixture.get(cgroup(host).resolve("cpu.cfs_quota_us"))).isEqualTo("800000");
        isolator.update(container, Resources.NONE, Resources.NONE);
        assertThat(CgroupFixture.get(cgroup(host).resolve("cpu.shares"))).isEqualTo("4096");
    }

    @Test
    void figuresOfVersionOne() {
        FakeEnvironment host = host(CgroupFlavour.V1);
        Isolator isolator = isolator(host);
        Container container = container("web");
        launch(host, isolator, container, 1);
        CgroupFixture.set(cgroup(host).resolve("cpuacct.stat"), "user 250\nsystem 5\n");
        CgroupFixture.set(
                cgroup(host).resolve("cpu.stat"), "nr_periods 10\nnr_throttled 3\nthrottled_time 1500000000\n");
        assertThat(isolator.usage(container)).isEqualTo(figures(2.5, 0.05));
    }

    @Test
    void figuresOfVersionTwo() {
        FakeEnvironment host = host(CgroupFlavour.V2);
        Isolator isolator = isolator(host);
        Container container = container("web");
        launch(host, isolator, container, 1);
        CgroupFixture.set(
                cgroup(host).resolve("cpu.stat"),
                "usage_usec 2550000\nuser_usec 2500000\nsystem_usec 50000\nnr_periods 10\nnr_throttled 3\n"
                        + "throttled_usec 1500000\n");
        assertThat(isolator.usage(container)).isEqualTo(figures(2.5, 0.05));
    }

    @Test
    void whatTheKernelDoesNotTellIsAbsent() {
        FakeEnvironment host = host(CgroupFlavour.V2);
        Isolator isolator = isolator(host);
        Container container = container("web");
        launch(host, isolator, container, 1);
        CgroupFixture.set(cgroup(host).resolve("cpu.stat"), "user_usec 1000000\n");
        assertThat(isolator.usage(container).values()).isEqualTo(Map.of(Statistic.CPUS_USER_TIME_SECS, 1.0));
    }

    @Test
    void whoSharesCgroupsIsOnlyPutIntoThem() {
        FakeEnvironment host = host(CgroupFlavour.V2);
        Isolator isolator = isolator(host);
        Container parent = container("web");
        launch(host, isolator, parent, 1);
        Container child = TestContainer.in(top, parent, "sh").debug().build();
        assertThat(isolator.prepare(child).cgroups()).isEqualTo(List.of(new JoinCgroup(cgroup(host) + "/leaf", true)));
        isolator.update(child, Resources.NONE.withCpus(3), Resources.NONE);
        assertThat(CgroupFixture.get(cgroup(host).resolve("cpu.weight"))).isEqualTo("50");
    }

    private Contribution plan(FakeEnvironment host, double request, double limit) {
        return isolator(host)
                .prepare(TestContainer.named(top, "web")
                        .with(s -> s.resources(Resources.NONE.withCpus(request)).limits(Resources.NONE.withCpus(limit)))
                        .build());
    }

    private static Path cgroup(FakeEnvironment host) {
        return host.cgroups().mountPoint("cpu").resolve("mesos/web");
    }

    private static ResourceStatistics figures(double user, double system) {
        return ResourceStatistics.NONE
                .with(Statistic.CPUS_USER_TIME_SECS, user)
                .with(Statistic.CPUS_SYSTEM_TIME_SECS, system)
                .with(Statistic.CPUS_NR_PERIODS, 10L)
                .with(Statistic.CPUS_NR_THROTTLED, 3L)
                .with(Statistic.CPUS_THROTTLED_TIME_SECS, 1.5);
    }
}
