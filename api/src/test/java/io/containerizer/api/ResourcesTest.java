package io.containerizer.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourcesTest {

    @Test
    void whatIsZeroIsNotGiven() {
        assertThat(Resources.NONE.hasCpus()).isFalse();
        assertThat(Resources.NONE.hasMemory()).isFalse();
        assertThat(Resources.NONE.hasDisk()).isFalse();
        assertThat(Resources.NONE.withCpus(0.01).hasCpus()).isTrue();
        assertThat(Resources.NONE.withMemory(new Bytes(1)).hasMemory()).isTrue();
        assertThat(Resources.NONE.withDisk(new Bytes(1)).hasDisk()).isTrue();
    }

    @Test
    void aPartIsReplacedAlone() {
        Bytes one = Bytes.megabytes(1);
        Bytes two = Bytes.megabytes(2);
        assertThat(Resources.NONE.withCpus(1).withMemory(one).withDisk(two)).isEqualTo(new Resources(1, one, two));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.5, -1, Double.NaN, Double.NEGATIVE_INFINITY, 1048577, 1e300})
    void aNumberOfProcessorsMustMakeSense(double cpus) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> Resources.NONE.withCpus(cpus))
                .returns(ErrorCode.INVALID_SPEC, ContainerizerException::code);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.001, 1048576, Double.POSITIVE_INFINITY})
    void fractionsAndNoLimitAreAllowed(double cpus) {
        assertThat(Resources.NONE.withCpus(cpus).cpus()).isEqualTo(cpus);
    }
}
