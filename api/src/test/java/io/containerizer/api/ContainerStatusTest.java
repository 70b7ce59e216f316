package io.containerizer.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ContainerStatusTest {

    @Test
    void whatSeveralTellIsPutTogetherAndLaterWins() {
        ContainerStatus pid = new ContainerStatus(OptionalInt.of(7));
        ContainerStatus first = ContainerStatus.NONE.withCgroupInfo(CgroupInfo.ofClassid(1));
        ContainerStatus second = ContainerStatus.NONE.withCgroupInfo(CgroupInfo.ofClassid(2));
        ContainerStatus both = new ContainerStatus(OptionalInt.of(7), Optional.of(CgroupInfo.ofClassid(1)));
        assertThat(pid.merge(first)).isEqualTo(both);
        assertThat(first.merge(pid)).isEqualTo(both);
        assertThat(first.merge(second)).isEqualTo(second);
    }
}
