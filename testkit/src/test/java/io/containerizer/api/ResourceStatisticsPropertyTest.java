package io.containerizer.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.testkit.SeededTest;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Fragments come from many isolators in some order: merging them must not depend on how they are grouped. */
class ResourceStatisticsPropertyTest {

    @SeededTest
    void groupingDoesNotMatter(long seed) {
        Random random = new Random(seed);
        ResourceStatistics a = some(random);
        ResourceStatistics b = some(random);
        ResourceStatistics c = some(random);
        assertThat(a.merge(b).merge(c)).isEqualTo(a.merge(b.merge(c)));
    }

    @SeededTest
    void nothingAddsNothing(long seed) {
        ResourceStatistics a = some(new Random(seed));
        assertThat(a.merge(ResourceStatistics.NONE)).isEqualTo(a);
        assertThat(ResourceStatistics.NONE.merge(a)).isEqualTo(a);
        assertThat(a.merge(a).values()).isEqualTo(a.values());
    }

    @SeededTest
    void noFigureIsLost(long seed) {
        Random random = new Random(seed);
        ResourceStatistics a = some(random);
        ResourceStatistics b = some(random);
        Set<Statistic> both = EnumSet.noneOf(Statistic.class);
        both.addAll(a.values().keySet());
        both.addAll(b.values().keySet());
        ResourceStatistics merged = a.merge(b);
        assertThat(merged.values().keySet()).isEqualTo(both);
        assertThat(merged.disks()).containsAll(a.disks()).containsAll(b.disks());
        both.forEach(s -> assertThat(merged.get(s)).isEqualTo(b.get(s).or(() -> a.get(s))));
    }

    private static ResourceStatistics some(Random random) {
        Map<Statistic, Number> values = new EnumMap<>(Statistic.class);
        for (Statistic statistic : Statistic.values()) {
            if (random.nextInt(3) == 0) {
                values.put(statistic, random.nextLong(1000));
            }
        }
        ResourceStatistics some = new ResourceStatistics(random.nextInt(5), values);
        return random.nextBoolean()
                ? some
                : some.withDisk(new DiskStatistics(
                        Optional.of("/v" + random.nextInt()), Optional.empty(), Optional.of(random.nextLong(1000))));
    }
}
