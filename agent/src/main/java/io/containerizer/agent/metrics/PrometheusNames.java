package io.containerizer.agent.metrics;

/** Mesos' names in Prometheus' alphabet: {@code slave/cpus_total} is {@code mesos_slave_cpus_total}. */
final class PrometheusNames {

    private static final String PREFIX = "mesos_";
    private static final String COUNTER_END = "_total";

    private PrometheusNames() {}

    static String of(Metric metric) {
        StringBuilder name = new StringBuilder(PREFIX);
        for (int i = 0; i < metric.name().length(); i++) {
            char c = metric.name().charAt(i);
            boolean allowed = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            name.append(allowed ? c : '_');
        }
        return metric.kind() == Metric.Kind.COUNTER ? name.append(COUNTER_END).toString() : name.toString();
    }
}
