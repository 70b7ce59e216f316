package io.containerizer.cli;

import io.containerizer.api.ContainerState;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Statistic;
import io.containerizer.lifecycle.StoredContainer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Shows what containers use. */
final class StatsCommand implements Subcommand {

    private static final Option WATCH = Option.toggle("Again every second, until interrupted.", "--watch", "-w");
    private static final Option ONCE = Option.toggle("Once; this is the default.", "--no-stream");
    private static final long PAUSE_NANOS = 1_000_000_000L;
    private static final String TO_TOP = "\u001b[H\u001b[J";

    static final Syntax SYNTAX = Syntax.of(
                    "stats",
                    "[ID...]",
                    "Show what containers use.",
                    List.of(WATCH, ONCE, Syntax.FORMAT),
                    List.of("stats", "stats --watch web", "stats --format=json web"))
            .withDetails(
                    "Without ids: all that run. In JSON the figures have Mesos' names; with --watch there is an object "
                            + "per line.",
                    "A dash stands for a figure that none of the container's isolators measures, or for a limit that "
                            + "there is not. CPU needs two looks, so it is a dash without --watch; 100 % is one "
                            + "processor.")
            .remote();

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Arguments arguments, Output output) {
        boolean json = arguments.json();
        boolean watch = arguments.has(WATCH);
        if (watch && arguments.has(ONCE)) {
            throw arguments.usage("--watch and --no-stream contradict each other");
        }
        try (Host host = Host.of(arguments, output)) {
            List<StoredContainer> named =
                    arguments.words().stream().map(host::find).toList();
            Map<String, StatsRow> before = new HashMap<>();
            for (; ; ) {
                List<StatsRow> rows = measure(host, arguments, named);
                show(rows, before, json, watch, output);
                if (!watch || output.out().checkError() || (rows.isEmpty() && !named.isEmpty())) {
                    return ExitCode.OK;
                }
                rows.forEach(row -> before.put(row.id(), row));
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private static List<StatsRow> measure(Host host, Arguments arguments, List<StoredContainer> named) {
        List<StatsRow> rows = new ArrayList<>();
        List<StoredContainer> containers = named;
        if (arguments.words().isEmpty()) {
            containers = host.containers().stream()
                    .filter(v -> v.state() == ContainerState.RUNNING)
                    .map(v -> v.stored())
                    .toList();
        }
        for (StoredContainer container : containers) {
            Optional<ResourceStatistics> usage = host.usage(container);
            usage.ifPresent(measured -> rows.add(StatsRow.of(container.id(), measured)));
            if (usage.isEmpty() && !arguments.has(WATCH) && !named.isEmpty()) {
                throw ContainerizerException.of(
                        ErrorCode.NOT_RUNNING, "measure", container.id().toString(), "the container has ended");
            }
        }
        return rows;
    }

    private static void show(
            List<StatsRow> rows, Map<String, StatsRow> before, boolean json, boolean watch, Output output) {
        if (json && watch) {
            rows.forEach(row -> output.out().println(Json.line(row)));
            return;
        }
        if (json) {
            output.out().println(Json.of(rows));
            return;
        }
        if (watch) {
            output.out().print(TO_TOP);
        }
        Table table = new Table("ID", "CPU", "CPU TIME", "MEMORY", "LIMIT", "PROCESSES", "THREADS");
        for (StatsRow row : rows) {
            table.add(
                    row.id(),
                    cpu(row, before.get(row.id())),
                    row.cpuSeconds() < 0 ? "-" : Figures.seconds(row.cpuSeconds()),
                    bytes(memory(row)),
                    bytes(row.get(Statistic.MEM_LIMIT_BYTES)),
                    count(row.get(Statistic.PROCESSES)),
                    count(row.get(Statistic.THREADS)));
        }
        table.print(output.out());
    }

    /** Processors used since the last look, one being 100 %. */
    private static String cpu(StatsRow now, @org.jspecify.annotations.Nullable StatsRow last) {
        if (last == null || now.cpuSeconds() < 0 || now.timestamp() <= last.timestamp()) {
            return "-";
        }
        return Figures.percent((now.cpuSeconds() - last.cpuSeconds()) / (now.timestamp() - last.timestamp()));
    }

    private static double memory(StatsRow row) {
        double total = row.get(Statistic.MEM_TOTAL_BYTES);
        return total >= 0 ? total : row.get(Statistic.MEM_RSS_BYTES);
    }

    private static String bytes(double count) {
        return count < 0 ? "-" : Figures.bytes(count);
    }

    private static String count(double count) {
        return count < 0 ? "-" : Long.toString((long) count);
    }
}
