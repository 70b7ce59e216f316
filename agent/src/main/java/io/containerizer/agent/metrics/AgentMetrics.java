package io.containerizer.agent.metrics;

import io.containerizer.agent.state.AgentInfo;
import io.containerizer.agent.state.Allocation;
import io.containerizer.agent.state.EngineView;
import io.containerizer.agent.state.ExecutorState;
import io.containerizer.agent.state.FrameworkEvent;
import io.containerizer.agent.state.Frameworks;
import io.containerizer.agent.state.RecoveryStatus;
import io.containerizer.protocol.mesos.Resource;
import io.containerizer.protocol.mesos.TaskState;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code slave/*}: the agent, its resources, and what frameworks do on it. */
public final class AgentMetrics implements MetricSource {

    private static final String PREFIX = "slave/";
    private static final double MILLIS = 1000;
    private static final double NANOS = 1e9;

    private final AgentInfo agent;
    private final EngineView containers;
    private final Frameworks frameworks;
    private final RecoveryStatus recovery;
    private final InstantSource clock;

    public AgentMetrics(
            AgentInfo agent,
            EngineView containers,
            Frameworks frameworks,
            RecoveryStatus recovery,
            InstantSource clock) {
        this.agent = agent;
        this.containers = containers;
        this.frameworks = frameworks;
        this.recovery = recovery;
        this.clock = clock;
    }

    @Override
    public List<Metric> read() {
        List<Metric> all = new ArrayList<>();
        all.add(gauge(
                "uptime_secs", "Seconds since the agent was started", clock.millis() / MILLIS - agent.startTime()));
        all.add(gauge("registered", "Whether a master knows the agent", frameworks.isRegistered() ? 1 : 0));
        all.add(counter("recovery_errors", "Containers or records that could not be recovered", recovery.errors()));
        recovery.duration()
                .ifPresent(time ->
                        all.add(gauge("recovery_time_secs", "Seconds that the recovery took", time.toNanos() / NANOS)));
        all.add(counter(
                "container_launch_errors",
                "Launches of containers that failed",
                containers.figures().launchErrors()));
        resources(all);
        frameworks(all);
        return all;
    }

    private void resources(List<Metric> all) {
        List<Resource> used = Allocation.of(frameworks, containers.live());
        for (String name : List.of("cpus", "gpus", "mem", "disk")) {
            resource(all, used, name, name, false);
            resource(all, used, name, name + "_revocable", true);
        }
    }

    private void resource(List<Metric> all, List<Resource> used, String name, String metric, boolean revocable) {
        String what = name.equals("mem") || name.equals("disk") ? "Megabytes of " + name : "Number of " + name;
        String which = revocable ? " that may be taken back" : "";
        double total = Allocation.sum(agent.resources(), name, revocable);
        double taken = Allocation.sum(used, name, revocable);
        all.add(gauge(metric + "_total", what + which + " that the agent has", total));
        all.add(gauge(metric + "_used", what + which + " that containers asked for", taken));
        all.add(gauge(
                metric + "_percent",
                "The share of " + name + which + " that is used, from 0 to 1",
                total == 0 ? 0.0 : taken / total));
    }

    private void frameworks(List<Metric> all) {
        List<ExecutorState> executors = frameworks.active().stream()
                .flatMap(framework -> framework.executors().stream())
                .toList();
        all.add(gauge(
                "frameworks_active",
                "Frameworks with executors on the agent",
                frameworks.active().size()));
        for (ExecutorState.Phase phase : List.of(
                ExecutorState.Phase.REGISTERING, ExecutorState.Phase.RUNNING, ExecutorState.Phase.TERMINATING)) {
            String word = phase.name().toLowerCase(Locale.ROOT);
            all.add(gauge(
                    "executors_" + word,
                    "Executors that are " + word,
                    executors.stream().filter(e -> e.phase() == phase).count()));
        }
        tasks(all, "tasks_staging", TaskState.TASK_STAGING, executors);
        tasks(all, "tasks_starting", TaskState.TASK_STARTING, executors);
        tasks(all, "tasks_running", TaskState.TASK_RUNNING, executors);
        tasks(all, "tasks_killing", TaskState.TASK_KILLING, executors);
        for (FrameworkEvent event : FrameworkEvent.values()) {
            all.add(counter(event.metric(), event.meaning(), frameworks.events().getOrDefault(event, 0L)));
        }
    }

    private static void tasks(List<Metric> all, String name, TaskState state, List<ExecutorState> executors) {
        long count = executors.stream()
                .flatMap(executor -> executor.launched().stream())
                .filter(task -> task.getState() == state)
                .count();
        if (state == TaskState.TASK_STAGING) {
            count += executors.stream()
                    .mapToLong(executor -> executor.queued().size())
                    .sum();
        }
        all.add(gauge(name, "Tasks in the state " + state, count));
    }

    private static Metric gauge(String name, String help, double value) {
        return Metric.gauge(PREFIX + name, help, value);
    }

    private static Metric gauge(String name, String help, long value) {
        return Metric.gauge(PREFIX + name, help, value);
    }

    private static Metric counter(String name, String help, long value) {
        return Metric.counter(PREFIX + name, help, value);
    }
}
