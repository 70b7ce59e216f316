package io.containerizer.agent.metrics;

import io.containerizer.agent.metrics.Family.Label;
import io.containerizer.agent.metrics.Family.Point;
import io.containerizer.agent.state.EngineView;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Statistic;
import io.containerizer.lifecycle.LiveContainer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What containers use, each with its id, for Prometheus only. Of no more than {@link #MOST}, so that a scrape stays small. */
final class ContainerFamilies {

    /** How many containers have figures of their own. */
    static final int MOST = 1_000;

    private static final String PREFIX = "containerizer_container_";

    /** A family and the figure it has. */
    private record Shown(String name, Family.Type type, String help, Statistic figure, String mode) {

        private Family empty(List<Point> points) {
            return new Family(PREFIX + name, type, help, points);
        }
    }

    private static final String CPU = "Processor time that the container has used";

    private static final List<Shown> SHOWN = List.of(
            new Shown("cpu_seconds_total", Family.Type.COUNTER, CPU, Statistic.CPUS_USER_TIME_SECS, "user"),
            new Shown("cpu_seconds_total", Family.Type.COUNTER, CPU, Statistic.CPUS_SYSTEM_TIME_SECS, "system"),
            gauge("cpu_limit", "Processors that the container may use", Statistic.CPUS_LIMIT),
            new Shown(
                    "cpu_throttled_seconds_total",
                    Family.Type.COUNTER,
                    "How long the container was held back by its limit",
                    Statistic.CPUS_THROTTLED_TIME_SECS,
                    ""),
            gauge("memory_bytes", "Memory of the container, caches included", Statistic.MEM_TOTAL_BYTES),
            gauge("memory_rss_bytes", "Memory of the container that no file is behind", Statistic.MEM_RSS_BYTES),
            gauge("memory_limit_bytes", "Memory that the container may use", Statistic.MEM_LIMIT_BYTES),
            gauge("disk_used_bytes", "Disk space of the sandbox", Statistic.DISK_USED_BYTES),
            gauge("disk_limit_bytes", "Disk space that the sandbox may take", Statistic.DISK_LIMIT_BYTES));

    private final EngineView containers;

    ContainerFamilies(EngineView containers) {
        this.containers = containers;
    }

    private static Shown gauge(String name, String help, Statistic figure) {
        return new Shown(name, Family.Type.GAUGE, help, figure, "");
    }

    List<Family> read(Predicate<LiveContainer> visible) {
        List<LiveContainer> all = containers.live().stream().filter(visible).toList();
        Map<String, List<Point>> points = new LinkedHashMap<>();
        SHOWN.forEach(shown -> points.put(shown.name, new ArrayList<>()));
        all.stream()
                .limit(MOST)
                .forEach(container -> usage(container)
                        .ifPresent(usage -> SHOWN.forEach(shown -> usage.get(shown.figure)
                                .ifPresent(value -> points.getOrDefault(shown.name, new ArrayList<>())
                                        .add(point(container, shown, value.doubleValue()))))));
        List<Family> families = new ArrayList<>();
        families.add(new Family(
                "containerizer_containers", Family.Type.GAUGE, "Containers that live", List.of(Point.of(all.size()))));
        families.add(new Family(
                "containerizer_containers_without_figures",
                Family.Type.GAUGE,
                "Containers beyond the first " + MOST + ", which have no figures of their own",
                List.of(Point.of(Math.max(0, all.size() - MOST)))));
        points.forEach((name, found) -> SHOWN.stream()
                .filter(shown -> shown.name.equals(name))
                .findFirst()
                .ifPresent(shown -> families.add(shown.empty(found))));
        return families;
    }

    private static Point point(LiveContainer container, Shown shown, double value) {
        Label id = new Label("container_id", container.id().toString());
        return shown.mode.isEmpty() ? Point.of(value, id) : Point.of(value, id, new Label("mode", shown.mode));
    }

    private Optional<ResourceStatistics> usage(LiveContainer container) {
        try {
            return Optional.of(containers.usage(container.id()));
        } catch (ContainerizerException e) {
            return Optional.empty(); // it has gone
        }
    }
}
