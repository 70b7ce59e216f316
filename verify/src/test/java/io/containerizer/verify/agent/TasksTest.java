package io.containerizer.verify.agent;

import static io.containerizer.verify.engine.EngineFixture.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import io.containerizer.api.ContainerizerException;
import io.containerizer.cli.Main;
import io.containerizer.protocol.mesos.CommandInfo;
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
import io.containerizer.testkit.RequiresRoot;
import io.containerizer.verify.engine.EngineFixture;
import io.containerizer.verify.engine.NetClsHierarchy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An agent with {@code --master=local}, and frameworks that run their tasks on it. */
@RequiresRoot
@ExtendWith({NetClsHierarchy.class, EngineFixture.Resolver.class})
class TasksTest {

    private static Map<String, String> flags(EngineFixture fixture) {
        Map<String, String> flags = new HashMap<>(fixture.flags(EngineFixture.ISOLATION));
        flags.put("master", "local");
        flags.put("resources", "cpus:4;mem:1024");
        return flags;
    }

    private record Ended(int code, String out, String err) {}

    /** The program, as somebody types it. */
    private static Ended execute(Path top, int port, String... words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "execute",
                "--master=127.0.0.1:" + port));
        line.addAll(List.of(words));
        Path err = Files.createTempFile(top, "err", "");
        Process process = new ProcessBuilder(line).redirectError(err.toFile()).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), out, Files.readString(err));
    }

    @Test
    void executePassesOnOutputAndExitCode(EngineFixture fixture) throws Exception {
        try (AgentProcess agent = AgentProcess.start(fixture.top(), flags(fixture))) {
            Ended ended = execute(
                    fixture.top(), agent.port(), "--name", "job", "--shell", "echo out; echo err >&2; pwd; exit 7");
            assertThat(ended.code()).isEqualTo(7);
            assertThat(ended.out()).startsWith("out\n").contains("/executors/job/runs/");
            assertThat(ended.err())
                    .contains("err\n", "task job is TASK_STARTING", "task job is TASK_RUNNING")
                    .contains("task job is TASK_FAILED: Command exited with status 7");
            Ended missing = execute(fixture.top(), agent.port(), "--", "/no/such/program");
            assertThat(missing.code()).isEqualTo(125);
            assertThat(missing.err()).contains("/no/such/program");
            assertThat(agent.stop()).isZero();
        }
    }

    @Test
    void executeGoesOnWhenItsAgentIsStartedAgain(EngineFixture fixture) throws Exception {
        int port;
        CompletableFuture<Ended> ended;
        Path heard = fixture.top().resolve("heard");
        try (AgentProcess first = AgentProcess.start(fixture.top(), flags(fixture))) {
            port = first.port();
            ended = CompletableFuture.supplyAsync(() -> {
                try {
                    return execute(
                            fixture.top(),
                            port,
                            "--checkpoint",
                            "--shell",
                            "echo before; : >" + heard + "; sleep 4; echo after; exit 6");
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            eventually("the task runs", () -> Files.exists(heard));
            first.kill();
        }
        try (AgentProcess second = AgentProcess.start(fixture.top(), flags(fixture), Map.of(), port)) {
            Ended end = ended.get(60, TimeUnit.SECONDS);
            assertThat(end.code()).as(end.err()).isEqualTo(6);
            assertThat(end.out()).isEqualTo("before\nafter\n");
            assertThat(second.stop()).isZero();
        }
    }

    @Test
    void executeSaysWhereThereIsNoMaster(EngineFixture fixture) throws Exception {
        Map<String, String> flags = flags(fixture);
        flags.remove("master");
        try (AgentProcess agent = AgentProcess.start(fixture.top(), flags)) {
            Ended ended = execute(fixture.top(), agent.port(), "--", "true");
            assertThat(ended.code()).isEqualTo(125);
            assertThat(ended.err()).contains("404", "--master=local");
            assertThat(execute(fixture.top(), 1, "--", "true").err()).contains("127.0.0.1:1");
            assertThat(agent.stop()).isZero();
        }
    }

    /** A framework with one connection. */
    private static final class Framework implements AutoCloseable {
        private final SchedulerClient client;
        private final FrameworkID id;
        private final List<TaskStatus> updates = new ArrayList<>();
        private Optional<Offer> offer = Optional.empty();

        Framework(int port, Optional<FrameworkID> known, double failoverTimeout) {
            FrameworkInfo.Builder info = FrameworkInfo.newBuilder()
                    .setName("test")
                    .setUser("root")
                    .setCheckpoint(true)
                    .setFailoverTimeout(failoverTimeout)
                    .addCapabilities(FrameworkInfo.Capability.newBuilder()
                            .setType(FrameworkInfo.Capability.Type.PARTITION_AWARE));
            known.ifPresent(info::setId);
            client = SchedulerClient.subscribe("127.0.0.1:" + port, info.build(), Optional.empty());
            id = client.next().orElseThrow().getSubscribed().getFrameworkId();
        }

        /** Reads on until a task is in a state; acknowledges everything. */
        TaskStatus await(TaskState state) {
            for (; ; ) {
                take(client.next().orElseThrow());
                if (!updates.isEmpty() && updates.getLast().getState() == state) {
                    return updates.getLast();
                }
            }
        }

        private void take(Event event) {
            if (event.getType() == Event.Type.OFFERS) {
                offer = Optional.of(event.getOffers().getOffers(0));
            } else if (event.getType() == Event.Type.UPDATE) {
                TaskStatus status = event.getUpdate().getStatus();
                updates.add(status);
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

        void launch(String task, String line) {
            while (offer.isEmpty()) {
                take(client.next().orElseThrow());
            }
            Offer taken = offer.get();
            client.call(
                    id,
                    Call.newBuilder()
                            .setType(Call.Type.ACCEPT)
                            .setAccept(Call.Accept.newBuilder()
                                    .addOfferIds(taken.getId())
                                    .addOperations(Offer.Operation.newBuilder()
                                            .setType(Offer.Operation.Type.LAUNCH)
                                            .setLaunch(Offer.Operation.Launch.newBuilder()
                                                    .addTaskInfos(TaskInfo.newBuilder()
                                                            .setName(task)
                                                            .setTaskId(TaskID.newBuilder()
                                                                    .setValue(task))
                                                            .setAgentId(taken.getAgentId())
                                                            .setCommand(CommandInfo.newBuilder()
                                                                    .setValue(line))
                                                            .addResources(scalar("cpus", 1))
                                                            .addResources(scalar("mem", 64)))))));
        }

        private static Resource scalar(String name, double value) {
            return Resource.newBuilder()
                    .setName(name)
                    .setType(Value.Type.SCALAR)
                    .setScalar(Value.Scalar.newBuilder().setValue(value))
                    .build();
        }

        @Override
        public void close() {
            client.close();
        }
    }

    @Test
    void aTaskOutlivesAKilledAgentAndItsEndIsTold(EngineFixture fixture) {
        FrameworkID id;
        try (AgentProcess first = AgentProcess.start(fixture.top(), flags(fixture));
                Framework framework = new Framework(first.port(), Optional.empty(), 60)) {
            id = framework.id;
            framework.launch("t", "echo before; sleep 2; echo after; exit 5");
            assertThat(framework
                            .await(TaskState.TASK_RUNNING)
                            .getContainerStatus()
                            .getExecutorPid())
                    .isPositive();
            first.kill();
        }
        try (AgentProcess second = AgentProcess.start(fixture.top(), flags(fixture));
                AgentClient client = second.client();
                Framework framework = new Framework(second.port(), Optional.of(id), 60)) {
            assertThat(framework.await(TaskState.TASK_FAILED).getMessage()).isEqualTo("Command exited with status 5");
            eventually("the framework has nothing left", () -> frameworks(client, "frameworks") == 0);
            assertThat(frameworks(client, "completed_frameworks")).isEqualTo(1);
            String output = client.get(
                            "/files/download?path=/frameworks/" + id.getValue() + "/executors/t/runs/latest/stdout")
                    .body();
            assertThat(output).isEqualTo("before\nafter\n");
            eventually("no record is left", () -> client.containers().isEmpty());
            assertThat(second.stop()).isZero();
        }
    }

    private static int frameworks(AgentClient client, String which) {
        return client.get("/state").json().getAsJsonArray(which).size();
    }

    @Test
    void tasksOfAFrameworkThatLeavesAreEnded(EngineFixture fixture) {
        try (AgentProcess agent = AgentProcess.start(fixture.top(), flags(fixture));
                AgentClient client = agent.client()) {
            try (Framework framework = new Framework(agent.port(), Optional.empty(), 0)) {
                framework.launch("t", "sleep 1000");
                framework.await(TaskState.TASK_RUNNING);
            }
            eventually("the framework has nothing left", () -> frameworks(client, "frameworks") == 0);
            eventually("nothing runs", () -> fixture.cgroups().isEmpty());
            assertThat(agent.stop()).isZero();
        }
    }

    /** As the user guide has it: the handle of a task is in the state. */
    @Test
    void theNetworkClassOfATaskIsInTheState(EngineFixture fixture) {
        assumeTrue(NetClsHierarchy.isOfVersionOne(), "needs cgroup v1 with net_cls");
        Map<String, String> flags = flags(fixture);
        flags.put("isolation", flags.get("isolation") + ",cgroups/net_cls");
        flags.put("cgroups_net_cls_primary_handle", "0x0012");
        try (AgentProcess agent = AgentProcess.start(fixture.top(), flags);
                AgentClient client = agent.client();
                Framework framework = new Framework(agent.port(), Optional.empty(), 0)) {
            framework.launch("t", "sleep 1000");
            TaskStatus running = framework.await(TaskState.TASK_RUNNING);
            int classid =
                    running.getContainerStatus().getCgroupInfo().getNetCls().getClassid();
            assertThat(classid >>> 16).isEqualTo(0x12);
            JsonObject listed = client.call("{\"type\": \"GET_CONTAINERS\"}")
                    .json()
                    .getAsJsonObject("get_containers")
                    .getAsJsonArray("containers")
                    .get(0)
                    .getAsJsonObject();
            assertThat(listed.getAsJsonObject("executor_id").get("value").getAsString())
                    .isEqualTo("t");
            JsonObject task = client.get("/state")
                    .json()
                    .getAsJsonArray("frameworks")
                    .get(0)
                    .getAsJsonObject()
                    .getAsJsonArray("executors")
                    .get(0)
                    .getAsJsonObject()
                    .getAsJsonArray("tasks")
                    .get(0)
                    .getAsJsonObject();
            JsonObject last = task.getAsJsonArray("statuses").asList().getLast().getAsJsonObject();
            assertThat(last.getAsJsonObject("container_status")
                            .getAsJsonObject("cgroup_info")
                            .getAsJsonObject("net_cls")
                            .get("classid")
                            .getAsInt())
                    .isEqualTo(classid);
        }
        try (AgentProcess agent = AgentProcess.start(fixture.top(), flags)) {
            eventually(
                    "what no framework waits for is ended",
                    () -> fixture.cgroups().isEmpty());
            assertThat(agent.stop()).isZero();
        }
    }

    @Test
    void callsThatMakeNoSenseAreRefused(EngineFixture fixture) {
        try (AgentProcess agent = AgentProcess.start(fixture.top(), flags(fixture));
                Framework framework = new Framework(agent.port(), Optional.empty(), 0)) {
            for (Call.Type type : Call.Type.values()) {
                if (type != Call.Type.SUBSCRIBE && type != Call.Type.TEARDOWN) {
                    try {
                        framework.client.call(framework.id, Call.newBuilder().setType(type));
                    } catch (ContainerizerException e) {
                        assertThat(e).hasMessageMatching("(?s).*it answers (400|501): .*");
                    }
                }
            }
            FrameworkID other = FrameworkID.newBuilder().setValue("other").build();
            try {
                framework.client.call(other, Call.newBuilder().setType(Call.Type.REVIVE));
                throw new AssertionError("a call of somebody else was taken");
            } catch (ContainerizerException e) {
                assertThat(e).hasMessageContaining("Framework cannot be found");
            }
            framework.launch("t", "exit 0");
            framework.await(TaskState.TASK_FINISHED);
            assertThat(agent.isAlive()).isTrue();
        }
    }
}
