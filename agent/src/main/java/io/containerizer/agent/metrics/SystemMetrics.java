package io.containerizer.agent.metrics;

import io.containerizer.linux.proc.HostFigures;
import java.util.ArrayList;
import java.util.List;

/** {@code system/*}: the host. */
public final class SystemMetrics implements MetricSource {

    private final HostFigures host;

    public SystemMetrics(HostFigures host) {
        this.host = host;
    }

    @Override
    public List<Metric> read() {
        List<Metric> all = new ArrayList<>();
        host.load().ifPresent(load -> {
            all.add(Metric.gauge("system/load_1min", "Load average of the last minute", load.one()));
            all.add(Metric.gauge("system/load_5min", "Load average of the last 5 minutes", load.five()));
            all.add(Metric.gauge("system/load_15min", "Load average of the last 15 minutes", load.fifteen()));
        });
        host.processors().ifPresent(n -> all.add(Metric.gauge("system/cpus_total", "Processors of the host", n)));
        host.totalMemory().ifPresent(n -> all.add(Metric.gauge("system/mem_total_bytes", "Memory of the host", n)));
        host.freeMemory().ifPresent(n -> all.add(Metric.gauge("system/mem_free_bytes", "Memory that nothing uses", n)));
        return all;
    }
}
