import io.containerizer.protocol.mesos.CommandInfo;
import io.containerizer.protocol.mesos.Filters;
import io.containerizer.protocol.mesos.FrameworkID;
import io.containerizer.protocol.mesos.FrameworkInfo;
import io.containerizer.protocol.mesos.Offer;
import io.containerizer.protocol.mesos.Resource;
import io.containerizer.protocol.mesos.TaskID;
import io.containerizer.protocol.mesos.TaskInfo;
import io.containerizer.protocol.mesos.TaskState;
import io.containerizer.protocol.mesos.TaskStatus;
import io.containerizer.protocol.mesos.Value;
import io.containerizer.protocol.mesos.scheduler.Call;
import io.containerizer.protocol.mesos.scheduler.Event;
import io.containerizer.protocol.scheduler.SchedulerClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The benchmark {@code tasks}: what a task costs on an agent that is its own master, from the call that launches it until
 * its scheduler knows that it has finished, and what many of them occupy. Started by bin/bench.
 */
public final class TaskBench implements AutoCloseable {

    private static final String USAGE = "usage: bin/bench tasks [--format=text|json] [--runs N] [--warmup N] [--tasks N]";
    private static final String ISOLATION = "filesystem/linux,namespaces/pid";

    private final SchedulerClient client;
    private final FrameworkID framework;
    private final Deque<Offer> offers = new ArrayDeque<>();
    private long number;

    private TaskBench(int port, boolean checkpoint) {
        FrameworkInfo info = FrameworkInfo.newBuilder()
                .setName("bench")
                .setUser("root")
                .setCheckpoint(checkpoint)
                .build();
        client = SchedulerClient.subscribe("127.0.0.1:" + port, info, Optional.empty());
        framework = next().getSubscribed().getFrameworkId();
    }

    /** @param args root, programs, class path, work and runtime directory, cgroups, as {@link Bench} has them; then options */
    public static void main(String[] args) throws IOException {
        int runs = 100;
        int warmup = 1000;
        int tasks = 500;
        boolean json = false;
        try {
            List<String> words = Bench.words(args, 6);
            for (int i = 0; i < words.size(); i += 2) {
                String name = words.get(i);
                String value = Bench.value(words, i);
                switch (name) {
                    case "--runs" -> runs = Bench.number(name, value, 1);
                    case "--warmup" -> warmup = Bench.number(name, value, 0);
                    case "--tasks" -> tasks = Bench.number(name, value, 1);
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
        Report report = new Report(Host.describe());
        Path programs = Path.of(args[1]);
        try (AgentProcess agent = AgentProcess.start(
                Path.of(args[0]),
                args[5],
                ISOLATION,
                Path.of(args[3]),
                Path.of(args[4]),
                List.of("--master=local", "--resources=cpus:1000;mem:1000000"))) {
            report.section("from the launch until it is known to have finished, ms");
            for (boolean checkpoint : new boolean[] {false, true}) {
                try (TaskBench bench = new TaskBench(agent.port(), checkpoint)) {
                    String program = programs.resolve("true").toString();
                    bench.measure(program, warmup);
                    report.times(checkpoint ? "task_checkpointed_ms" : "task_ms", bench.measure(program, runs));
                }
            }
            try (TaskBench bench = new TaskBench(agent.port(), false)) {
                System.err.println("bench: " + tasks + " tasks");
                bench.start(programs.resolve("pause").toString(), tasks);
                report.heading("with " + tasks + " tasks that wait");
                double inits = inits(Path.of(args[4])) / 1024;
                report.value("agent_mb", agent.residentMegabytes());
                report.value("inits_mb", inits);
            }
        }
        System.out.print(json ? report.json() : report.forPeople());
    }

    /** What the launcher and all inits have in memory that is theirs alone, in kilobytes. */
    private static double inits(Path runtime) {
        return Host.launched(runtime).stream()
                .mapToDouble(pid -> Host.privateKb(pid).orElse(0.0))
                .sum();
    }

    private Event next() {
        return client.next().orElseThrow(() -> new IllegalStateException("the agent is gone"));
    }

    private Offer offer() {
        while (offers.isEmpty()) {
            take(next());
        }
        return offers.remove();
    }

    private Optional<TaskState> take(Event event) {
        if (event.getType() == Event.Type.OFFERS) {
            offers.addAll(event.getOffers().getOffersList());
        }
        if (event.getType() != Event.Type.UPDATE) {
            return Optional.empty();
        }
        TaskStatus status = event.getUpdate().getStatus();
        client.call(
                framework,
                Call.newBuilder()
                        .setType(Call.Type.ACKNOWLEDGE)
                        .setAcknowledge(Call.Acknowledge.newBuilder()
                                .setAgentId(status.getAgentId())
                                .setTaskId(status.getTaskId())
                                .setUuid(status.getUuid())));
        return Optional.of(status.getState());
    }

    private void launch(Offer offer, String program, int count) {
        Offer.Operation.Launch.Builder launch = Offer.Operation.Launch.newBuilder();
        for (int i = 0; i < count; i++) {
            launch.addTaskInfos(TaskInfo.newBuilder()
                    .setName("t")
                    .setTaskId(TaskID.newBuilder().setValue("t" + number++))
                    .setAgentId(offer.getAgentId())
                    .setCommand(CommandInfo.newBuilder()
                            .setShell(false)
                            .setValue(program)
                            .addArguments(program))
                    .addResources(Resource.newBuilder()
                            .setName("cpus")
                            .setType(Value.Type.SCALAR)
                            .setScalar(Value.Scalar.newBuilder().setValue(0.1))));
        }
        client.call(
                framework,
                Call.newBuilder()
                        .setType(Call.Type.ACCEPT)
                        .setAccept(Call.Accept.newBuilder()
                                .addOfferIds(offer.getId())
                                .addOperations(Offer.Operation.newBuilder()
                                        .setType(Offer.Operation.Type.LAUNCH)
                                        .setLaunch(launch))
                                .setFilters(Filters.newBuilder().setRefuseSeconds(0))));
    }

    private double[] measure(String program, int runs) {
        double[] millis = new double[runs];
        for (int i = 0; i < runs; i++) {
            Offer offer = offer();
            long from = System.nanoTime();
            launch(offer, program, 1);
            for (Optional<TaskState> state = Optional.empty(); !state.equals(Optional.of(TaskState.TASK_FINISHED)); ) {
                state = take(next());
            }
            millis[i] = (System.nanoTime() - from) / 1e6;
        }
        return millis;
    }

    private void start(String program, int count) {
        launch(offer(), program, count);
        for (int running = 0; running < count; ) {
            running += take(next()).equals(Optional.of(TaskState.TASK_RUNNING)) ? 1 : 0;
        }
    }

    @Override
    public void close() {
        client.call(framework, Call.newBuilder().setType(Call.Type.TEARDOWN));
        client.close();
    }
}
