package io.containerizer.agent.metrics;

import java.util.List;

/** {@code resource_provider_manager/*}: there are no resource providers, and dashboards ask for their number. */
public final class ProviderMetrics implements MetricSource {

    @Override
    public List<Metric> read() {
        return List.of(
                Metric.gauge("resource_provider_manager/subscribed", "Resource providers: none are supported", 0),
                Metric.counter("resource_provider_manager/events/subscribe", "Resource providers that came", 0),
                Metric.counter("resource_provider_manager/events/disconnect", "Resource providers that went", 0));
    }
}
