package io.containerizer.agent.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.api.DiskStatistics;
import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Statistic;
import io.containerizer.protocol.MessageLimits;
import io.containerizer.protocol.convert.Usage;
import io.containerizer.protocol.json.JsonText;
import io.containerizer.protocol.json.MesosJson;
import io.containerizer.testkit.SeededTest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

class StatisticsPrinterTest {

    @SeededTest
    void statisticsAreWrittenAsTheirMessageIs(long seed) {
        Random random = new Random(seed);
        Map<Statistic, Number> values = new EnumMap<>(Statistic.class);
        for (Statistic figure : Statistic.values()) {
            if (random.nextBoolean()) {
                values.put(figure, figure.isFraction() ? random.nextInt(10_000) / 100.0 : random.nextInt(1 << 30));
            }
        }
        List<DiskStatistics> disks = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            disks.add(new DiskStatistics(
                    random.nextBoolean() ? Optional.of("/data") : Optional.empty(),
                    random.nextBoolean() ? Optional.of(random.nextLong(1L << 40)) : Optional.empty(),
                    Optional.of(random.nextLong(1L << 40))));
        }
        ResourceStatistics statistics = new ResourceStatistics(1600000000.25, values, disks);
        JsonText json = new JsonText();
        new StatisticsPrinter().write(json, statistics);
        assertThat(json.toString())
                .isEqualTo(new MesosJson(MessageLimits.DEFAULT).textByName(Usage.toMessage(statistics)));
    }
}
