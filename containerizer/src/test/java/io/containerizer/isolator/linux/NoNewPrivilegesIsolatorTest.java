package io.containerizer.isolator.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.api.Contribution;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.testkit.IsolatorContractTest;
import io.containerizer.testkit.TestContainer;
import org.junit.jupiter.api.Test;

class NoNewPrivilegesIsolatorTest extends IsolatorContractTest {

    @Override
    protected IsolatorFactory factory() {
        return new NoNewPrivilegesIsolator.Factory();
    }

    @Test
    void noContainerGainsPrivileges() {
        NoNewPrivilegesIsolator isolator = new NoNewPrivilegesIsolator();
        Contribution expected = Contribution.builder().noNewPrivileges().build();
        assertThat(isolator.prepare(container("web"))).isEqualTo(expected);
        assertThat(isolator.prepare(
                        TestContainer.in(top, container("web"), "sh").debug().build()))
                .isEqualTo(expected);
    }
}
