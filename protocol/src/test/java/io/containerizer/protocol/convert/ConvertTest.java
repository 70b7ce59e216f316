package io.containerizer.protocol.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.containerizer.api.Bytes;
import io.containerizer.api.CgroupInfo;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerStatus;
import io.containerizer.api.DiskStatistics;
import io.containerizer.api.Limitation;
import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Resources;
import io.containerizer.api.Statistic;
import io.containerizer.api.Termination;
import io.containerizer.protocol.MessageLimits;
import io.containerizer.protocol.json.MesosJson;
import io.containerizer.protocol.mesos.ContainerID;
import io.containerizer.protocol.mesos.Resource;
import io.containerizer.protocol.mesos.Value;
import io.containerizer.testkit.SeededTest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConvertTest {

    private static final MesosJson JSON = new MesosJson(MessageLimits.DEFAULT);

    private static Resource scalar(String name, double amount) {
        return Resource.newBuilder()
                .setName(name)
                .setType(Value.Type.SCALAR)
                .setScalar(Value.Scalar.newBuilder().setValue(amount))
                .build();
    }

    @SeededTest
    void idsComeBackAsTheyWere(long seed) {
        Random random = new Random(seed);
        ContainerId id = ContainerId.of("c" + random.nextInt(1000));
        for (int i = random.nextInt(5); i > 0; i--) {
            id = id.child("n" + random.nextInt(1000));
        }
        ContainerID message = ContainerIds.toMessage(id);
        assertThat(message.getValue()).isEqualTo(id.value());
        assertThat(message.hasParent()).isEqualTo(id.isNested());
        assertThat(ContainerIds.fromMessage(message)).isEqualTo(id);
    }

    @Test
    void aMessageWithWhatIsNoIdIsRefused() {
        assertThatThrownBy(() -> ContainerIds.fromMessage(
                        ContainerID.newBuilder().setValue("a/b").build()))
                .hasMessageStartingWith("check container id 'a/b': it contains '/'");
    }

    @Test
    void amountsOfOneNameAddUp() {
        Resources resources = ResourceMessages.fromRequest(List.of(
                scalar("cpus", 0.1), scalar("cpus", 0.2), scalar("mem", 32), scalar("disk", 0.5), scalar("gpus", 1)));
        assertThat(resources).isEqualTo(new Resources(0.3, Bytes.megabytes(32), new Bytes(512 << 10)));
    }

    @Test
    void limitsMayBeInfinite() {
        Value.Scalar infinite =
                Value.Scalar.newBuilder().setValue(Double.POSITIVE_INFINITY).build();
        assertThat(ResourceMessages.fromLimits(Map.of("cpus", infinite, "mem", infinite)))
                .isEqualTo(new Resources(Double.POSITIVE_INFINITY, Resources.UNLIMITED, Bytes.ZERO));
        assertThat(ResourceMessages.fromLimits(Map.of())).isEqualTo(Resources.NONE);
    }

    @Test
    void amountsThatAreNoneAreRefused() {
        for (double amount : new double[] {-1, Double.NaN, 1e300}) {
            assertThatThrownBy(() -> ResourceMessages.fromRequest(List.of(scalar("mem", amount))))
                    .hasMessage("check mem " + amount + ": it is no amount; give megabytes");
        }
        assertThatThrownBy(() -> ResourceMessages.fromRequest(List.of(scalar("cpus", -1))))
                .hasMessageStartingWith("check cpus -1.0: it is not a number of processors");
    }

    @SeededTest
    void amountsComeBackAsTheyWere(long seed) {
        Random random = new Random(seed);
        Resources resources = new Resources(
                random.nextInt(100_000) / 1000.0,
                Bytes.megabytes(random.nextInt(1 << 20)),
                random.nextBoolean() ? Bytes.ZERO : Resources.UNLIMITED);
        assertThat(ResourceMessages.fromRequest(ResourceMessages.toMessages(resources)))
                .isEqualTo(resources);
    }

    @ParameterizedTest
    @EnumSource(Statistic.class)
    void everyFigureHasItsFieldOfItsKind(Statistic statistic) {
        var message = Usage.toMessage(new ResourceStatistics(1.5, Map.of(statistic, 7)));
        assertThat(JSON.text(message))
                .isEqualTo(
                        statistic.isFraction()
                                ? "{\"timestamp\":1.5,\"" + statistic.field() + "\":7.0}"
                                : "{\"timestamp\":1.5,\"" + statistic.field() + "\":7}");
    }

    @Test
    void disksAreTold() {
        var statistics = ResourceStatistics.NONE
                .withDisk(new DiskStatistics(Optional.of("data"), Optional.of(100L), Optional.of(5L)))
                .withDisk(new DiskStatistics(
                        Optional.of("data"),
                        Optional.of(new DiskStatistics.Persistence("id1")),
                        Optional.of(100L),
                        Optional.of(7L)))
                .withDisk(new DiskStatistics(Optional.empty(), Optional.empty(), Optional.of(6L)));
        assertThat(JSON.text(Usage.toMessage(statistics)))
                .isEqualTo("{\"timestamp\":0.0,\"disk_statistics\":["
                        + "{\"persistence\":{\"id\":\"data\"},\"limit_bytes\":100,\"used_bytes\":5},"
                        + "{\"persistence\":{\"id\":\"id1\"},\"limit_bytes\":100,\"used_bytes\":7},"
                        + "{\"used_bytes\":6}]}");
    }

    @Test
    void aStatusHasTheWholeIdAndAllThatIsKnown() {
        ContainerId id = ContainerId.of("a").child("b");
        assertThat(JSON.text(Usage.toMessage(id, ContainerStatus.NONE)))
                .isEqualTo("{\"container_id\":{\"value\":\"b\",\"parent\":{\"value\":\"a\"}}}");
        var status = new ContainerStatus(OptionalInt.of(4711)).withCgroupInfo(CgroupInfo.ofClassid(0xffff0001L));
        assertThat(JSON.text(Usage.toMessage(ContainerId.of("c"), status)))
                .isEqualTo("{\"container_id\":{\"value\":\"c\"},\"cgroup_info\":{\"net_cls\":{\"classid\":4294901761}},"
                        + "\"executor_pid\":4711}");
    }

    @ParameterizedTest
    @EnumSource(Limitation.Reason.class)
    void theEndOfAContainerThatALimitEndedSaysWhich(Limitation.Reason reason) {
        Limitation limitation = new Limitation(reason, "too much", Resources.NONE.withMemory(Bytes.megabytes(256)));
        Termination termination = new Termination(9, Optional.of(limitation), "too much");
        String json = "{\"exit_status\":9,\"state\":\"TASK_FAILED\",\"reason\":\"" + reason + "\",\"limitation\":"
                + "{\"resources\":[{\"name\":\"mem\",\"type\":\"SCALAR\",\"scalar\":{\"value\":256.0}}]},"
                + "\"message\":\"too much\"}";
        assertThat(JSON.text(Endings.toMessage(termination))).isEqualTo(json);
        assertThat(JSON.text(Endings.toNestedMessage(termination))).isEqualTo(json);
    }

    @Test
    void theEndOfAnyOtherIsItsStatus() {
        assertThat(JSON.text(Endings.toMessage(Termination.of(7 << 8)))).isEqualTo("{\"exit_status\":1792}");
        assertThat(JSON.text(Endings.toNestedMessage(Termination.of(9)))).isEqualTo("{\"exit_status\":9}");
    }
}
