package io.containerizer.isolator.cgroups;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.api.IsolatorFactory;
import io.containerizer.testkit.CgroupFixture;
import io.containerizer.testkit.CgroupFlavour;
import io.containerizer.testkit.FakeEnvironment;
import io.containerizer.testkit.IsolatorContractTest;
import org.junit.jupiter.api.Test;

class CpusetIsolatorTest extends IsolatorContractTest {

    @Override
    protected IsolatorFactory factory() {
        return new CpusetIsolator.Factory();
    }

    /** An empty cpuset of version 1 can hold no process. */
    @Test
    void versionOneStartsWithItsParentsProcessors() {
        assertThat(settings(isolator(host(CgroupFlavour.V1)).prepare(container("web"))))
                .hasToString("{cpuset.cpus=0-3, cpuset.mems=0}");
    }

    @Test
    void anOperatorMayHaveNarrowedTheRoot() {
        FakeEnvironment host = host(CgroupFlavour.V1);
        var isolator = isolator(host);
        CgroupFixture.set(host.cgroups().mountPoint("cpuset").resolve("mesos/cpuset.cpus"), "2\n");
        assertThat(settings(isolator.prepare(container("web")))).containsEntry("cpuset.cpus", "2");
    }

    @Test
    void versionTwoInheritsByItself() {
        assertThat(settings(isolator(host(CgroupFlavour.V2)).prepare(container("web"))))
                .isEmpty();
    }
}
