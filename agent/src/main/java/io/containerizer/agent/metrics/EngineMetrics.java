package io.containerizer.agent.metrics;

import io.containerizer.agent.state.EngineView;
import io.containerizer.lifecycle.EngineFigures;
import io.containerizer.lifecycle.LiveContainer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code containerizer/mesos/*}: the engine, with what its isolators and images tell of themselves. */
public final class EngineMetrics implements MetricSource {

    private static final String PREFIX = "containerizer/mesos/";

    private final EngineView containers;

    public EngineMetrics(EngineView containers) {
        this.containers = containers;
    }

    @Override
    public List<Metric> read() {
        Map<String, Metric> all = new LinkedHashMap<>();
        containers
                .gauges()
                .forEach((name, value) -> put(
                        all,
                        name.endsWith("_errors")
                                ? Metric.counter(name, help(name), value.doubleValue())
                                : Metric.gauge(name, help(name), value.doubleValue())));
        EngineFigures figures = containers.figures();
        put(
                all,
                Metric.counter(
                        PREFIX + "container_destroy_errors",
                        "Attempts to take a container away that failed",
                        figures.destroyErrors()));
        put(
                all,
                Metric.gauge(
                        PREFIX + "filesystem/containers_new_rootfs",
                        "Containers with a root file system of their own",
                        containers.live().stream()
                                .filter(LiveContainer::hasOwnRoot)
                                .count()));
        return List.copyOf(all.values());
    }

    private static void put(Map<String, Metric> all, Metric metric) {
        all.put(metric.name(), metric);
    }

    /** Those that are known; isolators of others may tell what they like. */
    private static String help(String name) {
        String known = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
        return switch (known) {
            case "disk/project_ids_total" -> "Project ids that disk/xfs may give out";
            case "disk/project_ids_free" -> "Project ids that disk/xfs has left";
            case "provisioner/remove_container_errors" -> "Root file systems that could not be removed";
            case "provisioner/bind/remove_rootfs_errors" ->
                "Bind mounts of root file systems that could not be removed";
            default ->
                known.startsWith("provisioner/docker_store/image_pull_ms")
                        ? "How long pulls of images took in the last hour, in milliseconds"
                        : "Told by an isolator";
        };
    }
}
