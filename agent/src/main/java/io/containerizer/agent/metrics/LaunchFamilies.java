package io.containerizer.agent.metrics;

import io.containerizer.agent.metrics.Family.Label;
import io.containerizer.agent.metrics.Family.Point;
import io.containerizer.lifecycle.Durations;
import io.containerizer.lifecycle.EngineFigures;
import io.containerizer.lifecycle.LaunchPhase;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** How launches go, for Prometheus only. */
final class LaunchFamilies {

    private LaunchFamilies() {}

    static List<Family> of(EngineFigures figures) {
        List<Point> points = new ArrayList<>();
        new TreeMap<>(figures.phases()).forEach((phase, durations) -> histogram(points, phase, durations));
        return List.of(
                new Family(
                        "containerizer_launches_total",
                        Family.Type.COUNTER,
                        "Containers that were launched",
                        List.of(Point.of(figures.launches()))),
                new Family(
                        "containerizer_launch_phase_seconds",
                        Family.Type.HISTOGRAM,
                        "How long the phases of launches took",
                        points));
    }

    private static void histogram(List<Point> points, LaunchPhase phase, Durations durations) {
        Label label = new Label("phase", phase.text());
        long sum = 0;
        for (int i = 0; i < durations.counts().size(); i++) {
            sum += durations.counts().get(i);
            double bound = i < Durations.BOUNDS.size() ? Durations.BOUNDS.get(i) : Double.POSITIVE_INFINITY;
            points.add(
                    new Point("_bucket", List.of(label, new Label("le", ExpositionText.number(bound))), (double) sum));
        }
        points.add(new Point("_sum", List.of(label), durations.seconds()));
        points.add(new Point("_count", List.of(label), (double) sum));
    }
}
