package io.containerizer.isolator.posix;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.api.ContainerSpec;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.Rlimit;
import io.containerizer.testkit.IsolatorContractTest;
import io.containerizer.testkit.TestContainer;
import java.util.List;
import org.junit.jupiter.api.Test;

class RlimitsIsolatorTest extends IsolatorContractTest {

    private static final List<Rlimit> LIMITS = List.of(Rlimit.parse("NOFILE=5"), Rlimit.parse("CORE=0"));

    @Override
    protected IsolatorFactory factory() {
        return new RlimitsIsolator.Factory();
    }

    @Override
    protected ContainerSpec.Builder request(ContainerSpec.Builder spec) {
        return spec.rlimits(LIMITS);
    }

    @Test
    void theLimitsOfTheRequestAreSetInItsOrder() {
        RlimitsIsolator isolator = new RlimitsIsolator();
        assertThat(isolator.prepare(container("web")).rlimits()).isEqualTo(LIMITS);
        assertThat(isolator.prepare(TestContainer.named(top, "plain").build()).rlimits())
                .isEmpty();
    }
}
