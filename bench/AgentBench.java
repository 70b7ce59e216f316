import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The benchmark {@code agent}: what the HTTP interface of a running agent costs, beside the engine embedded in a program.
 * Started by bin/bench, which also makes the directories and takes them away.
 */
public final class AgentBench {

    private static final String USAGE =
            "usage: bin/bench agent [--format=text|json] [--runs N] [--warmup N] [--containers N]";
    private static final String ISOLATION = "filesystem/linux,namespaces/pid";
    private static final String MEASURED = ISOLATION + ",cgroups/cpu,cgroups/mem";
    private static final int BLOCK = 5;
    private static final int AT_ONCE = 50;
    private static final int LOOKS = 20;
    private static final int LAUNCHERS = 8;

    private final Bench.Setup setup;
    private final Contestants contestants;
    private final Report report;
    private final int containers;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private long number;

    private AgentBench(Bench.Setup setup, Contestants contestants, Report report, int containers) {
        this.setup = setup;
        this.contestants = contestants;
        this.report = report;
        this.containers = containers;
    }

    /** @param args root, programs, class path, work and runtime directory, cgroups, as {@link Bench} has them; then options */
    public static void main(String[] args) throws IOException, ExecutionException, InterruptedException {
        int runs = 50;
        int warmup = 3000;
        int containers = 1000;
        boolean json = false;
        try {
            List<String> words = Bench.words(args, 6);
            for (int i = 0; i < words.size(); i += 2) {
                String name = words.get(i);
                String value = Bench.value(words, i);
                switch (name) {
                    case "--runs" -> runs = Bench.number(name, value, 1);
                    case "--warmup" -> warmup = Bench.number(name, value, 0);
                    case "--containers" -> containers = Bench.number(name, value, 1);
                    case "--format" ->
                        json = Bench.oneOf(name, value, List.of("text", "json")).equals("json");
                    default -> throw new IllegalArgumentException(name + ": there is no such option");
                }
            }
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage() + "\n" + USAGE);
            System.exit(2);
            return;
        }
        Bench.Setup setup = new Bench.Setup(
                Path.of(args[0]),
                Path.of(args[1]),
                args[2],
                Path.of(args[3]),
                Path.of(args[4]),
                args[5],
                runs,
                warmup,
                List.of(),
                json);
        Report report = new Report(Host.describe());
        double before = Host.load();
        try (Contestants contestants = new Contestants(setup)) {
            AgentBench bench = new AgentBench(setup, contestants, report, containers);
            bench.launches();
            bench.many();
        }
        if (Math.max(before, Host.load()) > 0.5 + Runtime.getRuntime().availableProcessors() / 2.0) {
            report.note("other work kept this machine busy (load average " + before
                    + " before): the times are too long, their ratios hold roughly");
        }
        System.out.print(json ? report.json() : report.forPeople());
    }

    private AgentProcess agent(String name, String isolation) throws IOException {
        return AgentProcess.start(
                setup.root(), setup.cgroups() + "/" + name, isolation, contestants.work(name), contestants.runtime(name));
    }

    /** One after the other and many at once, by turns with the embedded engine. */
    private void launches() throws IOException, ExecutionException, InterruptedException {
        System.err.println("bench: start");
        List<Double> starts = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            try (AgentProcess agent = agent("agent", ISOLATION)) {
                starts.add(agent.startMillis());
            }
        }
        Worker embedded = contestants.engine(List.of(), List.of(ISOLATION), "-Xmx256m");
        try (AgentProcess agent = agent("agent", ISOLATION)) {
            double idle = agent.residentMegabytes();
            System.err.println("bench: warming up");
            for (int i = 0; i < setup.warmup(); i++) {
                run(agent, 1);
            }
            for (int i = 0; i < setup.warmup(); i += AT_ONCE) {
                burst(agent);
            }
            System.err.println("bench: launches");
            List<Double> own = new ArrayList<>();
            List<Double> engine = new ArrayList<>();
            for (int round = 0; round < setup.runs(); round += BLOCK) {
                own.addAll(run(agent, BLOCK));
                long[] answer = embedded.ask("run", BLOCK, 0);
                for (int i = 0; i < answer.length; i += 2) {
                    engine.add(answer[i] / 1e6);
                }
            }
            List<Double> bursts = new ArrayList<>();
            List<Double> engineBursts = new ArrayList<>();
            for (int round = 0; round < setup.runs(); round += BLOCK) {
                bursts.add(burst(agent));
                engineBursts.add(embedded.ask("burst", AT_ONCE)[0] / 1e6);
            }
            report.section("launch and wait, ms");
            times("agent_ms", own);
            times("embedded_ms", engine);
            times("agent_" + AT_ONCE + "_ms", bursts);
            times("embedded_" + AT_ONCE + "_ms", engineBursts);
            report.section("start until it serves, ms");
            times("agent_start_ms", starts);
            report.heading("memory, MB");
            report.value("agent_idle_mb", idle);
            report.value("agent_after_launches_mb", agent.residentMegabytes());
        }
    }

    private void times(String key, List<Double> millis) {
        report.times(key, millis.stream().mapToDouble(d -> d).toArray());
    }

    private String launch(String id, String words) {
        return """
                {"type": "LAUNCH_CONTAINER", "launch_container": {"container_id": {"value": "%s"}, "command": %s, \
                "resources": [{"name": "cpus", "type": "SCALAR", "scalar": {"value": 1}}, \
                {"name": "mem", "type": "SCALAR", "scalar": {"value": 64}}]}}"""
                .formatted(id, words);
    }

    private static String about(String call, String id) {
        return """
                {"type": "%s", "%s": {"container_id": {"value": "%s"}}}"""
                .formatted(call, call.toLowerCase(java.util.Locale.ROOT), id);
    }

    private String payload() {
        return """
                {"shell": false, "value": "%s", "arguments": ["true"]}"""
                .formatted(contestants.payload());
    }

    /** Each until its end is known, over a connection that stays. */
    private List<Double> run(AgentProcess agent, int count) throws IOException {
        List<Double> times = new ArrayList<>();
        try (HttpConnection connection = agent.connect()) {
            for (int i = 0; i < count; i++) {
                String id = "a" + number++;
                String launch = launch(id, payload());
                String wait = about("WAIT_CONTAINER", id);
                long from = System.nanoTime();
                connection.call(launch);
                String end = connection.call(wait);
                times.add((System.nanoTime() - from) / 1e6);
                check(id, end);
                connection.call(about("REMOVE_CONTAINER", id));
            }
        }
        return times;
    }

    private static void check(String id, String end) throws IOException {
        if (!end.contains("\"exit_status\":0")) {
            throw new IOException(id + " ended with " + end);
        }
    }

    private double burst(AgentProcess agent) throws IOException, ExecutionException, InterruptedException {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<HttpConnection>> all = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            String id = "a" + number++;
            ids.add(id);
            HttpConnection connection = agent.connect();
            all.add(threads.submit(() -> {
                start.await();
                connection.call(launch(id, payload()));
                check(id, connection.call(about("WAIT_CONTAINER", id)));
                return connection;
            }));
        }
        Thread.sleep(20); // all of them at the latch
        long from = System.nanoTime();
        start.countDown();
        for (Future<HttpConnection> one : all) {
            one.get();
        }
        double millis = (System.nanoTime() - from) / 1e6;
        for (int i = 0; i < AT_ONCE; i++) {
            try (HttpConnection connection = all.get(i).get()) {
                connection.call(about("REMOVE_CONTAINER", ids.get(i)));
            }
        }
        return millis;
    }

    /** What it costs to have, look at and recover many. */
    private void many() throws IOException, ExecutionException, InterruptedException {
        System.err.println("bench: " + containers + " containers");
        AgentProcess agent = agent("many", MEASURED);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < containers; i++) {
            ids.add("m" + i);
        }
        String sleep =
                """
                {"shell": false, "value": "/bin/sleep", "arguments": ["sleep", "100000"]}""";
        inParallel(agent, ids, id -> launch(id, sleep));
        report.heading("with " + containers + " containers");
        report.value("agent_many_mb", agent.residentMegabytes());
        looks(agent, "statistics_cpu_ms", c -> c.get("/monitor/statistics"), 510);
        String list =
                """
                {"type": "GET_CONTAINERS", "get_containers": {"show_standalone": true, "show_nested": true}}""";
        looks(agent, "get_containers_cpu_ms", c -> c.call(list), 0);
        agent.kill();
        agent = agent("many", MEASURED);
        report.value("agent_restart_ms", agent.startMillis());
        try (HttpConnection connection = agent.connect()) {
            int found = connection.call(list).split("\"container_status\"", -1).length - 1;
            if (found != containers) {
                throw new IOException("after its restart the agent has " + found + " containers");
            }
        }
        report.value("agent_recovered_mb", agent.residentMegabytes());
        inParallel(agent, ids, id -> about("KILL_CONTAINER", id));
        inParallel(agent, ids, id -> about("WAIT_CONTAINER", id));
        inParallel(agent, ids, id -> about("REMOVE_CONTAINER", id));
        agent.close();
        List<String> left = Host.leftovers(
                setup.cgroups() + "/many", contestants.work("many"), contestants.runtime("many"));
        report.value("leftovers", left.size());
        left.stream().limit(5).forEach(report::note);
    }

    private interface Request {
        String of(String id);
    }

    private void inParallel(AgentProcess agent, List<String> ids, Request request)
            throws IOException, ExecutionException, InterruptedException {
        List<Future<Boolean>> all = new ArrayList<>();
        for (int part = 0; part < LAUNCHERS; part++) {
            int first = part;
            all.add(threads.submit(() -> {
                try (HttpConnection connection = agent.connect()) {
                    for (int i = first; i < ids.size(); i += LAUNCHERS) {
                        connection.call(request.of(ids.get(i)));
                    }
                }
                return true;
            }));
        }
        for (Future<Boolean> one : all) {
            one.get();
        }
    }

    private interface Look {
        String at(HttpConnection connection) throws IOException;
    }

    /** @param pause between two looks, for what is served only so often */
    private void looks(AgentProcess agent, String key, Look look, long pause) throws IOException, InterruptedException {
        List<Double> costs = new ArrayList<>();
        try (HttpConnection connection = agent.connect()) {
            for (int i = -LOOKS / 2; i < LOOKS; i++) {
                Thread.sleep(pause);
                double before = agent.cpuMillis();
                String text = look.at(connection);
                if (!text.contains("\"m" + (containers - 1) + "\"")) {
                    throw new IOException(key + ": a container is missing");
                }
                if (i >= 0) {
                    costs.add(agent.cpuMillis() - before);
                }
            }
        }
        report.value(key, costs.stream().mapToDouble(d -> d).sum() / costs.size()); // the kernel counts in ticks of 10 ms
    }
}
