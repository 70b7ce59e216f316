package io.containerizer.agent.metrics;

import java.util.List;

/** Knows some figures. From any thread. */
public interface MetricSource {

    /**
     * All of them at this moment.
     *
     * @throws io.containerizer.api.ContainerizerException if they cannot be had: they are then missing from the answer
     */
    List<Metric> read();
}
