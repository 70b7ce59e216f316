package io.containerizer.isolator.cgroups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.Container;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.Isolator;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Statistic;
import io.containerizer.testkit.CgroupFixture;
import io.containerizer.testkit.CgroupFlavour;
import io.containerizer.testkit.FakeEnvironment;
import io.containerizer.testkit.IsolatorContractTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PidsIsolatorTest extends IsolatorContractTest {

    @Override
    protected IsolatorFactory factory() {
        return new PidsIsolator.Factory();
    }

    @ParameterizedTest
    @EnumSource
    void thereIsNoCapUnlessTheOperatorSetsOne(CgroupFlavour flavour) {
        assertThat(settings(isolator(host(flavour)).prepare(container("web")))).isEmpty();
        assertThat(settings(
                        isolator(host(flavour).flag("cgroups_pids_max", "100")).prepare(container("other"))))
                .hasToString("{pids.max=100}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "many", "", "1.5"})
    void aCapIsANumberAboveZero(String text) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> isolator(host(CgroupFlavour.V1).flag("cgroups_pids_max", text)))
                .withMessageContaining("--cgroups_pids_max");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsCountedIsThreads(CgroupFlavour flavour) {
        FakeEnvironment host = host(flavour);
        Isolator isolator = isolator(host);
        Container container = container("web");
        launch(host, isolator, container, 1);
        CgroupFixture.set(host.cgroups().mountPoint("pids").resolve("mesos/web/pids.current"), "17\n");
        assertThat(isolator.usage(container)).isEqualTo(ResourceStatistics.NONE.with(Statistic.THREADS, 17L));
    }
}
