package io.containerizer.verify.agent;

import static io.containerizer.verify.engine.EngineFixture.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.containerizer.agent.updates.TaskStates;
import io.containerizer.cli.Main;
import io.containerizer.protocol.mesos.CommandInfo;
import io.containerizer.protocol.mesos.ExecutorID;
import io.containerizer.protocol.mesos.ExecutorInfo;
import io.containerizer.protocol.mesos.FrameworkID;
import io.containerizer.protocol.mesos.FrameworkInfo;
import io.containerizer.protocol.mesos.Offer;
import io.containerizer.protocol.mesos.Resource;
import io.containerizer.protocol.mesos.TaskGroupInfo;
import io.containerizer.protocol.mesos.TaskID;
import io.containerizer.protocol.mesos.TaskInfo;
import io.containerizer.protocol.mesos.TaskState;
import io.containerizer.protocol.mesos.TaskStatus;
import io.containerizer.protocol.mesos.Value;
import io.containerizer.protocol.mesos.scheduler.Call;
import io.containerizer.protocol.mesos.scheduler.Event;
import io.containerizer.protocol.scheduler.SchedulerClient;
import io.containerizer.testkit.RequiresRoot;
import io.containerizer.verify.engine.EngineFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Task groups on an agent with {@code --master=local}. */
@RequiresRoot
@ExtendWith(EngineFixture.Resolver.class)
class GroupsTest {

    private static Map<String, String> flags(EngineFixture fixture) {
        Map<String, String> flags = new HashMap<>(fixture.flags(EngineFixture.ISOLATION));
        flags.put("master", "local");
        flags.put("resources", "cpus:4;mem:1024");
        return flags;
    }

    private record Ended(int code, String out, String err) {}

    private static Ended execute(Path top, int port, Path group) throws IOException, InterruptedException {
        Path err = Files.createTempFile(top, "err", "");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "execute",
                        "--master=127.0.0.1:" + port,
                        "--task_group=" + group)
                .redirectError(err.toFile())
                .start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), out, Files.readString(err));
    }

    private static Path file(EngineFixture fixture, String first, String second) throws IOException {
        String task = """
                {"name": "%1$s", "task_id": {"value": "%1$s"}, "agent_id": {"value": ""}, \
                "command": {"value": "%2$s"}, "resources": [\
                {"name": "cpus", "type": "SCALAR", "scalar": {"value": 0.5}}, \
                {"name": "mem", "type": "SCALAR", "scalar": {"value": 32}}]}""";
        return Files.writeString(
                fixture.top().resolve("group.json"),
                "{\"tasks\": [" + task.formatted("one", first) + ", " + task.formatted("two", second) + "]}");
    }

    @Test
    void executeShowsWhatTheTasksOfAGroupWriteAndHowTheyEnd(EngineFixture fixture) throws Exception {
        try (AgentProcess agent = AgentProcess.start(fixture.top(), flags(fixture))) {
            Ended good = execute(
                    fixture.top(), agent.port(), file(fixture, "echo hello; pwd", "echo to stderr >&2; printf end"));
            assertThat(good.code()).as(good.err()).isZero();
            assertThat(good.out()).contains("one: hello\n", "/nested/", "two: end\n");
            assertThat(good.err())
                    .contains("two: to stderr\n", "task one is TASK_FINISHED", "task two is TASK_FINISHED");
            Ended bad = execute(fixture.top(), agent.port(), file(fixture, "sleep 1000", "exit 5"));
            assertThat(bad.code()).as(bad.err()).isEqualTo(5);
            assertThat(bad.err()).contains("task two is TASK_FAILED", "task one is TASK_KILLED");
            Ended wrong = execute(
                    fixture.top(), agent.port(), Files.writeString(fixture.top().resolve("x"), "{\"tasks\": []}"));
            assertThat(wrong.err()).contains("--task_group=", "it has no tasks");
            eventually("no container is left", () -> fixture.cgroups().isEmpty());
            assertThat(agent.stop()).isZero();
        }
    }

    /** A framework that launches groups. */
    private static final class Framework implements AutoCloseable {
        private final SchedulerClient client;
        private final FrameworkID id;
        private final List<TaskStatus> updates = new ArrayList<>();
        private Optional<Offer> offer = Optional.empty();

        Framework(int port, Optional<FrameworkID> known) {
            FrameworkInfo.Builder info = FrameworkInfo.newBuilder()
                    .setName("test")
                    .setUser("root")
                    .setCheckpoint(true)
                    .setFailoverTimeout(60)
                    .addCapabilities(FrameworkInfo.Capability.newBuilder()
                            .setType(FrameworkInfo.Capability.Type.PARTITION_AWARE));
            known.ifPresent(info::setId);
            client = SchedulerClient.subscribe("127.0.0.1:" + port, info.build(), Optional.empty());
            id = client.next().orElseThrow().getSubscribed().getFrameworkId();
        }

        TaskStatus await(String task, TaskState state) {
            Predicate<TaskStatus> wanted =
                    status -> status.getTaskId().getValue().equals(task) && status.getState() == state;
            while (updates.stream().noneMatch(wanted)) {
                assertThat(updates)
                        .as("%s is to come to %s", task, state)
                        .noneMatch(status ->
                                status.getTaskId().getValue().equals(task) && TaskStates.isTerminal(status.getState()));
                take(client.next().orElseThrow());
            }
            return updates.stream().filter(wanted).findFirst().orElseThrow();
        }

        private void take(Event event) {
            if (event.getType() == Event.Type.OFFERS) {
                offer = Optional.of(event.getOffers().getOffers(0));
            } else if (event.getType() == Event.Type.UPDATE) {
                TaskStatus status = event.getUpdate().getStatus();
                updates.add(status);
                if (status.hasUuid()) {
                    client.call(
                            id,
                            Call.newBuilder()
                                    .setType(Call.Type.ACKNOWLEDGE)
                                    .setAcknowledge(Call.Acknowledge.newBuilder()
                                            .setAgentId(status.getAgentId())
                                            .setTaskId(status.getTaskId())
                                            .setUuid(status.getUuid())));
                }
            }
        }

        void launch(TaskInfo.Builder... tasks) {
            while (offer.isEmpty()) {
                take(client.next().orElseThrow());
            }
            Offer taken = offer.get();
            offer = Optional.empty();
            TaskGroupInfo.Builder group = TaskGroupInfo.newBuilder();
            for (TaskInfo.Builder task : tasks) {
                group.addTasks(task.setAgentId(taken.getAgentId()));
            }
            client.call(
                    id,
                    Call.newBuilder()
                            .setType(Call.Type.ACCEPT)
                            .setAccept(Call.Accept.newBuilder()
                                    .addOfferIds(taken.getId())
                                    .setFilters(io.containerizer.protocol.mesos.Filters.newBuilder()
                                            .setRefuseSeconds(0))
                                    .addOperations(Offer.Operation.newBuilder()
                                            .setType(Offer.Operation.Type.LAUNCH_GROUP)
                                            .setLaunchGroup(Offer.Operation.LaunchGroup.newBuilder()
                                                    .setExecutor(ExecutorInfo.newBuilder()
                                                            .setType(ExecutorInfo.Type.DEFAULT)
                                                            .setExecutorId(ExecutorID.newBuilder()
                                                                    .setValue("e"))
                                                            .addResources(scalar("cpus", 0.1))
                                                            .addResources(scalar("mem", 32)))
                                                    .setTaskGroup(group)))));
        }

        void kill(String task) {
            client.call(
                    id,
                    Call.newBuilder()
                            .setType(Call.Type.KILL)
                            .setKill(Call.Kill.newBuilder()
                                    .setTaskId(TaskID.newBuilder().setValue(task))));
        }

        @Override
        public void close() {
            client.close();
        }
    }

    private static Resource scalar(String name, double value) {
        return Resource.newBuilder()
                .setName(name)
                .setType(Value.Type.SCALAR)
                .setScalar(Value.Scalar.newBuilder().setValue(value))
                .build();
    }

    private static TaskInfo.Builder task(String id, String line) {
        return TaskInfo.newBuilder()
                .setName(id)
                .setTaskId(TaskID.newBuilder().setValue(id))
                .setCommand(CommandInfo.newBuilder().setValue(line))
                .addResources(scalar("cpus", 0.5))
                .addResources(scalar("mem", 64));
    }

    private static int executors(AgentClient client) {
        return client.get("/state").json().getAsJsonArray("frameworks").asList().stream()
                .mapToInt(framework ->
                        framework.getAsJsonObject().getAsJsonArray("executors").size())
                .sum();
    }

    @Test
    void aGroupOutlivesAKilledAgent(EngineFixture fixture) {
        FrameworkID id;
        try (AgentProcess first = AgentProcess.start(fixture.top(), flags(fixture));
                Framework framework = new Framework(first.port(), Optional.empty())) {
            id = framework.id;
            framework.launch(
                    task("short", "sleep 3; echo over"), task("long", "sleep 4; exit 3"), task("done", "true"));
            TaskStatus running = framework.await("short", TaskState.TASK_RUNNING);
            assertThat(running.getContainerStatus().getContainerId().hasParent())
                    .isTrue();
            assertThat(running.getContainerStatus().getExecutorPid()).isPositive();
            framework.await("long", TaskState.TASK_RUNNING);
            framework.await("done", TaskState.TASK_FINISHED);
            first.kill();
        }
        try (AgentProcess second = AgentProcess.start(fixture.top(), flags(fixture));
                AgentClient client = second.client();
                Framework framework = new Framework(second.port(), Optional.of(id))) {
            framework.await("short", TaskState.TASK_FINISHED);
            assertThat(framework.await("long", TaskState.TASK_FAILED).getMessage())
                    .isEqualTo("Command exited with status 3");
            String run = "/frameworks/" + id.getValue() + "/executors/e/runs/latest";
            assertThat(client.get("/files/download?path=" + run + "/tasks/short/stdout")
                            .body())
                    .isEqualTo("over\n");
            eventually("the executor has ended", () -> executors(client) == 0);
            eventually("no record is left", () -> client.containers().isEmpty());
            eventually("nothing runs", () -> fixture.cgroups().isEmpty());
            assertThat(second.stop()).isZero();
        }
    }

    @Test
    void anExecutorGrowsByAGroupAndEndsWithTheLast(EngineFixture fixture) {
        try (AgentProcess agent = AgentProcess.start(fixture.top(), flags(fixture));
                AgentClient client = agent.client();
                Framework framework = new Framework(agent.port(), Optional.empty())) {
            framework.launch(task("a1", "sleep 1000"), task("a2", "sleep 1000"));
            framework.await("a2", TaskState.TASK_RUNNING);
            framework.launch(task("b1", "trap 'exit 0' TERM; sleep 1000 & wait"), task("b2", "sleep 1000"));
            framework.await("b1", TaskState.TASK_RUNNING);
            assertThat(executors(client)).isEqualTo(1);
            framework.kill("a1");
            framework.await("a1", TaskState.TASK_KILLED);
            framework.await("a2", TaskState.TASK_KILLED);
            assertThat(executors(client)).as("the other group goes on").isEqualTo(1);
            framework.kill("b1");
            framework.await("b2", TaskState.TASK_KILLED);
            eventually("the executor has ended", () -> executors(client) == 0);
            eventually("nothing runs", () -> fixture.cgroups().isEmpty());
            assertThat(agent.stop()).isZero();
        }
    }

    @Test
    void whatAllTasksOfAnExecutorUseIsLimited(EngineFixture fixture) {
        assumeTrue(EngineFixture.ISOLATION.contains("cgroups/mem"), "needs the memory controller");
        try (AgentProcess agent = AgentProcess.start(fixture.top(), flags(fixture));
                Framework framework = new Framework(agent.port(), Optional.empty())) {
            framework.launch(task("still", "sleep 1000"), task("greedy", "sleep 0.2; x=x; while :; do x=$x$x; done"));
            TaskStatus status = framework.await("greedy", TaskState.TASK_FAILED);
            assertThat(status.getReason())
                    .as(status.getMessage())
                    .isEqualTo(TaskStatus.Reason.REASON_CONTAINER_LIMITATION_MEMORY);
            assertThat(framework.await("still", TaskState.TASK_FAILED).getReason())
                    .isEqualTo(TaskStatus.Reason.REASON_CONTAINER_LIMITATION_MEMORY);
            eventually("nothing runs", () -> fixture.cgroups().isEmpty());
            assertThat(agent.stop()).isZero();
        }
    }

    @Test
    void aGroupThatMakesNoSenseIsRefusedAsAWhole(EngineFixture fixture) {
        try (AgentProcess agent = AgentProcess.start(fixture.top(), flags(fixture));
                Framework framework = new Framework(agent.port(), Optional.empty())) {
            framework.launch(
                    task("good", "true"),
                    task("limited", "true")
                            .putLimits(
                                    "cpus",
                                    Value.Scalar.newBuilder().setValue(2).build()));
            TaskStatus refused = framework.await("good", TaskState.TASK_ERROR);
            assertThat(refused.getReason()).isEqualTo(TaskStatus.Reason.REASON_TASK_GROUP_INVALID);
            assertThat(refused.getMessage()).contains("task limited", "share_cgroups");
            framework.launch(task("again", "true"));
            framework.await("again", TaskState.TASK_FINISHED);
            eventually("nothing runs", () -> fixture.cgroups().isEmpty());
            assertThat(agent.stop()).isZero();
        }
    }
}
