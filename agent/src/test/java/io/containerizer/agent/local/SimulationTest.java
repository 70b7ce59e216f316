package io.containerizer.agent.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.containerizer.agent.events.EventStream;
import io.containerizer.agent.http.Sink;
import io.containerizer.agent.resources.Amounts;
import io.containerizer.agent.state.AgentInfo;
import io.containerizer.agent.state.BuildInfo;
import io.containerizer.agent.tasks.AgentFacts;
import io.containerizer.agent.tasks.SimulatedHost;
import io.containerizer.agent.tasks.SimulatedLoop;
import io.containerizer.agent.tasks.TaskAgent;
import io.containerizer.agent.updates.TaskStates;
import io.containerizer.protocol.mesos.CommandInfo;
import io.containerizer.protocol.mesos.ExecutorID;
import io.containerizer.protocol.mesos.ExecutorInfo;
import io.containerizer.protocol.mesos.Filters;
import io.containerizer.protocol.mesos.FrameworkID;
import io.containerizer.protocol.mesos.FrameworkInfo;
import io.containerizer.protocol.mesos.Offer;
import io.containerizer.protocol.mesos.Resource;
import io.containerizer.protocol.mesos.Task;
import io.containerizer.protocol.mesos.TaskGroupInfo;
import io.containerizer.protocol.mesos.TaskID;
import io.containerizer.protocol.mesos.TaskInfo;
import io.containerizer.protocol.mesos.TaskState;
import io.containerizer.protocol.mesos.TaskStatus;
import io.containerizer.protocol.mesos.Value;
import io.containerizer.protocol.mesos.scheduler.Call;
import io.containerizer.protocol.mesos.scheduler.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/**
 * An agent that is its own master, and schedulers that launch, kill, leave and return, while the agent dies at any write
 * and messages get lost. After each step: no task runs twice, resources are never given out twice, updates of a task come
 * in order, and no group is half dead for long. In the end every task that was launched has come to one, and nothing is left.
 */
class SimulationTest {

    private static final double CPUS = 4;
    private static final int TASKS = 12;
    private static final int GROUPS = 8;

    private final SimulatedLoop loop = new SimulatedLoop();

    private final class World {
        private final Random random;
        private final SimulatedHost host;
        private final List<Scheduler> schedulers = new ArrayList<>();
        private TaskAgent agent;
        private LocalMaster master;
        private int masters;
        private final Map<String, Instant> halfDead = new HashMap<>();

        World(long seed) {
            random = new Random(seed);
            host = new SimulatedHost(loop, random);
            agent = newAgent();
            master = newMaster();
        }

        private TaskAgent newAgent() {
            return new TaskAgent(new TaskAgent.Parts(
                    host.agentLoop(),
                    host.containers(),
                    host.store(),
                    new AgentFacts("s", "127.0.0.1", 5051, true, Map.of()),
                    () -> new UUID(random.nextLong(), random.nextLong())));
        }

        private LocalMaster newMaster() {
            return new LocalMaster(host.agentLoop(), agent, info(), "m" + masters++);
        }

        /** Until an agent lives long enough to have taken everything up. */
        void restart() {
            for (; ; ) {
                host.nextGeneration();
                halfDead.clear();
                schedulers.forEach(Scheduler::cutOff);
                agent = newAgent();
                master = newMaster();
                try {
                    agent.recover();
                    master.start();
                    return;
                } catch (SimulatedHost.Crash e) {
                    // once more
                }
            }
        }

        private List<String> known() {
            return agent.active().stream()
                    .flatMap(framework -> framework.executors().stream())
                    .flatMap(executor -> Stream.concat(executor.launched().stream(), executor.terminated().stream()))
                    .map(task -> task.getTaskId().getValue() + " " + task.getState())
                    .toList();
        }

        /** What is offered when everybody wants something. */
        double free() {
            schedulers.forEach(Scheduler::revive);
            return schedulers.stream()
                    .flatMap(scheduler -> scheduler.offers.stream())
                    .mapToDouble(offer -> Amounts.of(offer.getResourcesList()).scalar("cpus"))
                    .sum();
        }

        boolean isOver() {
            return schedulers.stream().allMatch(Scheduler::isSatisfied)
                    && agent.active().isEmpty()
                    && host.records() == 0;
        }

        /** Something happens. */
        void step() {
            try {
                if (random.nextInt(4) == 0) {
                    schedulers.get(random.nextInt(schedulers.size())).act();
                } else if (!loop.step(Duration.ofMinutes(1))) {
                    loop.pass(Duration.ofSeconds(1));
                }
            } catch (SimulatedHost.Crash e) {
                restart();
            }
            assertThat(host.cpusInUse())
                    .as(() -> host.aliveTasks() + " run, and the agent knows " + known())
                    .isLessThanOrEqualTo(CPUS + 1e-6);
            schedulers.forEach(Scheduler::listen);
            checkGroups();
        }

        /** Soon after a task of a group has ended badly the others have ended, too. */
        private void checkGroups() {
            Set<String> bad = new HashSet<>();
            Set<String> alive = new HashSet<>();
            for (Task task : agent.active().stream()
                    .flatMap(framework -> framework.executors().stream())
                    .flatMap(executor -> Stream.of(executor.launched(), executor.terminated(), executor.completed())
                            .flatMap(List::stream))
                    .filter(task -> task.getTaskId().getValue().contains("-g"))
                    .toList()) {
                String group = task.getTaskId().getValue().replaceFirst("-[0-9]+$", "");
                if (!TaskStates.isTerminal(task.getState())) {
                    alive.add(group);
                } else if (task.getState() != TaskState.TASK_FINISHED) {
                    bad.add(group);
                }
            }
            bad.retainAll(alive);
            halfDead.keySet().retainAll(bad);
            for (String group : bad) {
                Instant since = halfDead.computeIfAbsent(group, unknown -> loop.instant());
                assertThat(Duration.between(since, loop.instant()))
                        .as("%s is half dead, and the agent knows %s", group, known())
                        .isLessThan(Duration.ofSeconds(30));
            }
        }
    }

    /** A framework with some tasks to run. */
    private final class Scheduler {
        private final World world;
        private final String name;
        private final Map<String, List<TaskState>> seen = new LinkedHashMap<>();
        private final Map<String, Set<ByteString>> uuids = new HashMap<>();
        private final List<Offer> offers = new ArrayList<>();
        private final List<TaskStatus> unacknowledged = new ArrayList<>();
        private final List<Event> events = new ArrayList<>();
        private FrameworkID id = FrameworkID.getDefaultInstance();
        private @Nullable Subscription subscription;
        private int launched;
        private int groups;

        Scheduler(World world, String name) {
            this.world = world;
            this.name = name;
        }

        private FrameworkInfo info() {
            FrameworkInfo.Builder info = FrameworkInfo.newBuilder()
                    .setName(name)
                    .setUser("root")
                    .setCheckpoint(true)
                    .setFailoverTimeout(1e8)
                    .addCapabilities(FrameworkInfo.Capability.newBuilder()
                            .setType(FrameworkInfo.Capability.Type.PARTITION_AWARE))
                    .addCapabilities(FrameworkInfo.Capability.newBuilder()
                            .setType(FrameworkInfo.Capability.Type.TASK_KILLING_STATE));
            if (!id.getValue().isEmpty()) {
                info.setId(id);
            }
            return info.build();
        }

        void cutOff() {
            subscription = null;
            offers.clear();
            events.clear();
        }

        private void subscribe() {
            events.clear();
            offers.clear();
            RecordingEvents stream = new RecordingEvents(events);
            Optional<String> problem = world.master.subscribe(
                    Call.Subscribe.newBuilder().setFrameworkInfo(info()).build(),
                    new Subscription.Connection(name, stream.stream));
            assertThat(problem).isEmpty();
            listen();
            subscription = world.master.find(id).orElseThrow();
        }

        void listen() {
            List<Event> arrived = List.copyOf(events);
            events.clear();
            for (Event event : arrived) {
                switch (event.getType()) {
                    case SUBSCRIBED -> id = event.getSubscribed().getFrameworkId();
                    case OFFERS -> offers.addAll(event.getOffers().getOffersList());
                    case RESCIND ->
                        offers.removeIf(o -> o.getId().equals(event.getRescind().getOfferId()));
                    case UPDATE -> update(event.getUpdate().getStatus());
                    default -> {}
                }
            }
        }

        private void update(TaskStatus status) {
            if (!status.hasUuid() || world.random.nextInt(10) == 0) {
                return; // lost
            }
            String task = status.getTaskId().getValue();
            if (uuids.computeIfAbsent(task, t -> new HashSet<>()).add(status.getUuid())) {
                List<TaskState> states = seen.computeIfAbsent(task, t -> new ArrayList<>());
                assertThat(states.stream().noneMatch(TaskStates::isTerminal))
                        .as("nothing follows the end of %s: %s, %s", task, states, status.getState())
                        .isTrue();
                assertThat(states.isEmpty() || rank(states.getLast()) < rank(status.getState()))
                        .as("%s of %s follows %s", status.getState(), task, states)
                        .isTrue();
                states.add(status.getState());
            }
            unacknowledged.add(status);
        }

        private static int rank(TaskState state) {
            return switch (state) {
                case TASK_STARTING -> 1;
                case TASK_RUNNING -> 2;
                case TASK_KILLING -> 3;
                default -> 4;
            };
        }

        void act() {
            Subscription own = subscription;
            if (own == null) {
                subscribe();
                return;
            }
            switch (world.random.nextInt(8)) {
                case 0, 1 -> answerOffers(own);
                case 2 -> {
                    if (launched > 0 && world.random.nextInt(3) == 0) {
                        world.master.handle(
                                own,
                                call(Call.Type.KILL)
                                        .setKill(Call.Kill.newBuilder().setTaskId(killed()))
                                        .build());
                    }
                }
                case 3 -> {
                    if (world.random.nextInt(10) == 0) {
                        cutOff();
                    }
                }
                case 4 -> world.master.handle(own, call(Call.Type.REVIVE).build());
                default -> {
                    if (!unacknowledged.isEmpty()) {
                        TaskStatus status = unacknowledged.remove(world.random.nextInt(unacknowledged.size()));
                        world.master.handle(own, acknowledge(status));
                    }
                }
            }
        }

        void revive() {
            if (subscription == null) {
                subscribe();
            }
            world.master.handle(
                    world.master.find(id).orElseThrow(), call(Call.Type.REVIVE).build());
            listen();
        }

        private Call acknowledge(TaskStatus status) {
            return call(Call.Type.ACKNOWLEDGE)
                    .setAcknowledge(Call.Acknowledge.newBuilder()
                            .setAgentId(status.getAgentId())
                            .setTaskId(status.getTaskId())
                            .setUuid(status.getUuid()))
                    .build();
        }

        private Call.Builder call(Call.Type type) {
            return Call.newBuilder().setType(type).setFrameworkId(id);
        }

        private TaskID task(int number) {
            return TaskID.newBuilder().setValue(name + "-" + number).build();
        }

        private void answerOffers(Subscription own) {
            if (offers.isEmpty()) {
                return;
            }
            if (groups < GROUPS && world.random.nextInt(3) == 0) {
                launchGroup(own, offers.removeFirst());
                return;
            }
            Offer offer = offers.removeFirst();
            Call.Accept.Builder accept = Call.Accept.newBuilder()
                    .addOfferIds(offer.getId())
                    .setFilters(Filters.newBuilder().setRefuseSeconds(world.random.nextInt(3)));
            Offer.Operation.Launch.Builder launch = Offer.Operation.Launch.newBuilder();
            double left = Amounts.of(offer.getResourcesList()).scalar("cpus");
            while (launched < TASKS && left >= 1 && world.random.nextInt(3) > 0) {
                launch.addTaskInfos(TaskInfo.newBuilder()
                        .setName("t")
                        .setTaskId(task(launched++))
                        .setAgentId(offer.getAgentId())
                        .setCommand(CommandInfo.newBuilder().setValue("true"))
                        .addResources(cpus(1)));
                left--;
            }
            accept.addOperations(Offer.Operation.newBuilder()
                    .setType(Offer.Operation.Type.LAUNCH)
                    .setLaunch(launch));
            world.master.handle(own, call(Call.Type.ACCEPT).setAccept(accept).build());
        }

        /** Some of them below the same executor. */
        private void launchGroup(Subscription own, Offer offer) {
            TaskGroupInfo.Builder group = TaskGroupInfo.newBuilder();
            int members = 1 + world.random.nextInt(3);
            for (int i = 0; i < members; i++) {
                group.addTasks(TaskInfo.newBuilder()
                        .setName("t")
                        .setTaskId(TaskID.newBuilder().setValue(name + "-g" + groups + "-" + i))
                        .setAgentId(offer.getAgentId())
                        .setCommand(CommandInfo.newBuilder().setValue("true"))
                        .addResources(cpus(1)));
            }
            ExecutorInfo executor = ExecutorInfo.newBuilder()
                    .setType(ExecutorInfo.Type.DEFAULT)
                    .setExecutorId(ExecutorID.newBuilder().setValue(name + "-x" + groups / 3))
                    .addResources(cpus(0.1))
                    .build();
            groups++;
            world.master.handle(
                    own,
                    call(Call.Type.ACCEPT)
                            .setAccept(Call.Accept.newBuilder()
                                    .addOfferIds(offer.getId())
                                    .setFilters(Filters.newBuilder().setRefuseSeconds(world.random.nextInt(3)))
                                    .addOperations(Offer.Operation.newBuilder()
                                            .setType(Offer.Operation.Type.LAUNCH_GROUP)
                                            .setLaunchGroup(Offer.Operation.LaunchGroup.newBuilder()
                                                    .setExecutor(executor)
                                                    .setTaskGroup(group))))
                            .build());
        }

        private TaskID killed() {
            return world.random.nextBoolean() || groups == 0
                    ? task(world.random.nextInt(Math.max(launched, 1)))
                    : TaskID.newBuilder()
                            .setValue(name + "-g" + world.random.nextInt(groups) + "-0")
                            .build();
        }

        /** As good schedulers do at the end: asks, and acknowledges everything. */
        boolean isSatisfied() {
            return launched == TASKS && groups == GROUPS && unacknowledged.isEmpty();
        }
    }

    /** Takes events as soon as they are sent. */
    private static final class RecordingEvents implements Sink {
        private final EventStream stream;

        RecordingEvents(List<Event> events) {
            stream =
                    new EventStream(new io.containerizer.protocol.MessageFormat() {
                        @Override
                        public String mediaType() {
                            return "test";
                        }

                        @Override
                        public byte[] write(Message message) {
                            return new byte[0];
                        }

                        @Override
                        public <T extends Message> T read(byte[] bytes, T prototype) {
                            return prototype;
                        }
                    }) {
                        @Override
                        public synchronized boolean send(Message event) {
                            events.add((Event) event);
                            return true;
                        }
                    };
        }

        @Override
        public boolean write(byte[] piece) {
            return true;
        }

        @Override
        public void whenGone(Runnable task) {}
    }

    private static Resource cpus(double value) {
        return Resource.newBuilder()
                .setName("cpus")
                .setType(Value.Type.SCALAR)
                .setScalar(Value.Scalar.newBuilder().setValue(value))
                .build();
    }

    private static AgentInfo info() {
        return new AgentInfo(
                "s",
                "localhost",
                "127.0.0.1",
                5051,
                0,
                BuildInfo.ofThisProgram(),
                List.of(cpus(CPUS)),
                Map.of(),
                Map.of());
    }

    @RepeatedTest(100)
    void everyTaskComesToItsEndOnce(RepetitionInfo repetition) {
        World world = new World(repetition.getCurrentRepetition());
        world.schedulers.add(new Scheduler(world, "a"));
        world.schedulers.add(new Scheduler(world, "b"));
        world.master.start();
        world.host.crashAt(0.02);
        for (int i = 0; i < 3_000; i++) {
            world.step();
        }
        world.host.crashAt(0);
        for (int i = 0; i < 100_000 && !world.isOver(); i++) {
            world.step();
        }
        for (Scheduler scheduler : world.schedulers) {
            assertThat(scheduler.launched).isEqualTo(TASKS);
            assertThat(scheduler.groups).isEqualTo(GROUPS);
            assertThat(world.agent.active()).as("all is acknowledged").isEmpty();
        }
        assertThat(world.host.alive()).isEmpty();
        assertThat(world.host.records()).isZero();
        assertThat(world.host.isClean()).isTrue();
        assertThat(world.free()).as("all is free again").isCloseTo(CPUS, within(1e-6));
    }
}
