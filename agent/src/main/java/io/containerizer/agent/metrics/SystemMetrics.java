package io.containerizer.agent.metrics;

import io.containerizer.linux.proc.HostFigures;
import java.util.List;
import java.util.function.Supplier;

/** {@code system/*}: the host. */
public final class SystemMetrics implements MetricSource {

    private final Supplier<HostFigures> host;

    public SystemMetrics(Supplier<HostFigures> host) {
        this.host = host;
    }

    @Override
    public List<Metric> read() {
        HostFigures now = host.get();
        return List.of(
                Metric.gauge("system/load_1min", "Load average of the last minute", now.load1()),
                Metric.gauge("system/load_5min", "Load average of the last 5 minutes", now.load5()),
                Metric.gauge("system/load_15min", "Load average of the last 15 minutes", now.load15()),
                Metric.gauge("system/cpus_total", "Processors of the host", now.cpus()),
                Metric.gauge("system/mem_total_bytes", "Memory of the host", now.memoryTotalBytes()),
                Metric.gauge("system/mem_free_bytes", "Memory that nothing uses", now.memoryFreeBytes()));
    }
}
