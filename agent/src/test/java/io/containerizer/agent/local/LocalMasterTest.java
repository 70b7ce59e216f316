package io.containerizer.agent.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.containerizer.agent.events.EventStream;
import io.containerizer.agent.state.AgentInfo;
import io.containerizer.agent.state.BuildInfo;
import io.containerizer.agent.tasks.AgentFacts;
import io.containerizer.agent.tasks.SimulatedHost;
import io.containerizer.agent.tasks.SimulatedLoop;
import io.containerizer.agent.tasks.TaskAgent;
import io.containerizer.protocol.MesosProtobuf;
import io.containerizer.protocol.MessageLimits;
import io.containerizer.protocol.mesos.AgentID;
import io.containerizer.protocol.mesos.CommandInfo;
import io.containerizer.protocol.mesos.Filters;
import io.containerizer.protocol.mesos.FrameworkID;
import io.containerizer.protocol.mesos.FrameworkInfo;
import io.containerizer.protocol.mesos.Offer;
import io.containerizer.protocol.mesos.OfferID;
import io.containerizer.protocol.mesos.Resource;
import io.containerizer.protocol.mesos.TaskID;
import io.containerizer.protocol.mesos.TaskInfo;
import io.containerizer.protocol.mesos.TaskState;
import io.containerizer.protocol.mesos.TaskStatus;
import io.containerizer.protocol.mesos.Value;
import io.containerizer.protocol.mesos.scheduler.Call;
import io.containerizer.protocol.mesos.scheduler.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalMasterTest {

    private final SimulatedLoop loop = new SimulatedLoop();
    private final Random random = new Random(4);
    private final SimulatedHost host = new SimulatedHost(loop, random);
    private final TaskAgent agent = new TaskAgent(new TaskAgent.Parts(
            loop,
            host.containers(),
            host.store(),
            new AgentFacts("s", "127.0.0.1", 5051, true, Map.of()),
            () -> new UUID(random.nextLong(), random.nextLong())));
    private final LocalMaster master = new LocalMaster(loop, agent, info(), "m");

    @BeforeEach
    void start() {
        master.start();
    }

    /** A scheduler that keeps what it hears. */
    private final class Client {
        private final List<Event> events = new ArrayList<>();
        private Optional<String> problem = Optional.empty();

        private Client subscribe(FrameworkInfo.Builder info) {
            EventStream stream = new EventStream(new MesosProtobuf(MessageLimits.DEFAULT)) {
                @Override
                public synchronized boolean send(Message event) {
                    return super.send(event) && events.add((Event) event);
                }
            };
            problem = master.subscribe(
                    Call.Subscribe.newBuilder().setFrameworkInfo(info).build(),
                    new Subscription.Connection("stream", stream));
            loop.settle();
            return this;
        }

        private FrameworkID id() {
            return of(Event.Type.SUBSCRIBED).getFirst().getSubscribed().getFrameworkId();
        }

        private List<Event> of(Event.Type type) {
            return events.stream().filter(e -> e.getType() == type).toList();
        }

        private List<Offer> offers() {
            return of(Event.Type.OFFERS).stream()
                    .flatMap(e -> e.getOffers().getOffersList().stream())
                    .toList();
        }

        private List<TaskStatus> updates() {
            return of(Event.Type.UPDATE).stream()
                    .map(e -> e.getUpdate().getStatus())
                    .toList();
        }

        private void call(Call.Builder call) {
            master.handle(
                    master.find(id()).orElseThrow(), call.setFrameworkId(id()).build());
            loop.settle();
        }

        private void accept(OfferID offer, TaskInfo... tasks) {
            call(Call.newBuilder()
                    .setType(Call.Type.ACCEPT)
                    .setAccept(Call.Accept.newBuilder()
                            .addOfferIds(offer)
                            .addOperations(Offer.Operation.newBuilder()
                                    .setType(Offer.Operation.Type.LAUNCH)
                                    .setLaunch(
                                            Offer.Operation.Launch.newBuilder().addAllTaskInfos(List.of(tasks))))));
        }

        private void decline(OfferID offer, double seconds) {
            call(Call.newBuilder()
                    .setType(Call.Type.DECLINE)
                    .setDecline(Call.Decline.newBuilder()
                            .addOfferIds(offer)
                            .setFilters(Filters.newBuilder().setRefuseSeconds(seconds))));
        }
    }

    private static FrameworkInfo.Builder framework(String name) {
        return FrameworkInfo.newBuilder()
                .setName(name)
                .setUser("root")
                .addCapabilities(
                        FrameworkInfo.Capability.newBuilder().setType(FrameworkInfo.Capability.Type.PARTITION_AWARE));
    }

    private static Resource scalar(String name, double value) {
        return Resource.newBuilder()
                .setName(name)
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
                List.of(scalar("cpus", 4), scalar("mem", 1024)),
                Map.of(),
                Map.of());
    }

    private static TaskInfo task(String id, double cpus) {
        return TaskInfo.newBuilder()
                .setName(id)
                .setTaskId(TaskID.newBuilder().setValue(id))
                .setAgentId(AgentID.newBuilder().setValue("s"))
                .setCommand(CommandInfo.newBuilder().setValue("true"))
                .addResources(scalar("cpus", cpus))
                .build();
    }

    private static double cpus(Offer offer) {
        return offer.getResourcesList().stream()
                .filter(r -> r.getName().equals("cpus"))
                .mapToDouble(r -> r.getScalar().getValue())
                .sum();
    }

    @Test
    void allThereIsIsOfferedWithItsAllocation() {
        Client client = new Client().subscribe(framework("a"));
        Offer offer = client.offers().getFirst();
        assertThat(cpus(offer)).isEqualTo(4);
        assertThat(offer.getAgentId().getValue()).isEqualTo("s");
        assertThat(offer.getUrl().getAddress().getPort()).isEqualTo(5051);
        assertThat(offer.getResourcesList())
                .allMatch(r -> r.getAllocationInfo().getRole().equals("*"));
    }

    @Test
    void whatIsLeftOfAnOfferIsOfferedAgainAfterTheFilter() {
        Client client = new Client().subscribe(framework("a"));
        client.accept(client.offers().getFirst().getId(), task("t", 1));
        assertThat(client.offers()).hasSize(1);
        loop.pass(Duration.ofSeconds(5));
        assertThat(cpus(client.offers().get(1))).isEqualTo(3);
    }

    @Test
    void whoDeclinesIsNotAskedForAWhileAndOthersAre() {
        Client first = new Client().subscribe(framework("a"));
        Client second = new Client().subscribe(framework("b"));
        assertThat(second.offers()).isEmpty();
        first.decline(first.offers().getFirst().getId(), 60);
        assertThat(second.offers()).hasSize(1);
        second.decline(second.offers().getFirst().getId(), 60);
        loop.pass(Duration.ofSeconds(59));
        assertThat(first.offers()).hasSize(1);
        first.call(Call.newBuilder().setType(Call.Type.REVIVE));
        assertThat(first.offers()).hasSize(2);
    }

    @Test
    void whoSuppressesIsNotAskedUntilHeRevives() {
        Client client = new Client().subscribe(framework("a"));
        client.call(Call.newBuilder().setType(Call.Type.SUPPRESS));
        client.decline(client.offers().getFirst().getId(), 0);
        loop.pass(Duration.ofHours(1));
        assertThat(client.offers()).hasSize(1);
        client.call(Call.newBuilder().setType(Call.Type.REVIVE));
        assertThat(client.offers()).hasSize(2);
    }

    @Test
    void whoHasLessIsAskedFirst() {
        Client rich = new Client().subscribe(framework("a"));
        rich.accept(rich.offers().getFirst().getId(), task("t", 2));
        Client poor = new Client().subscribe(framework("b"));
        assertThat(poor.offers()).hasSize(1);
        poor.decline(poor.offers().getFirst().getId(), 0);
        assertThat(poor.offers()).hasSize(2);
        assertThat(rich.offers()).hasSize(1);
    }

    @Test
    void badTasksAreRefusedAndTheOthersRun() {
        Client client = new Client().subscribe(framework("a"));
        client.accept(
                client.offers().getFirst().getId(),
                task("much", 5),
                task("good", 1),
                task("good", 1),
                task("a/b", 1),
                task("elsewhere", 1).toBuilder()
                        .setAgentId(AgentID.newBuilder().setValue("other"))
                        .build(),
                task("both", 1).toBuilder().clearCommand().build());
        assertThat(client.updates())
                .filteredOn(status -> status.getState() == TaskState.TASK_ERROR)
                .extracting(status -> status.getTaskId().getValue())
                .containsExactlyInAnyOrder("much", "good", "a/b", "elsewhere", "both");
        assertThat(host.aliveTasks()).hasSize(1);
    }

    @Test
    void anOfferIsGoodOnceAndForItsFrameworkOnly() {
        Client client = new Client().subscribe(framework("a"));
        OfferID offer = client.offers().getFirst().getId();
        Client thief = new Client().subscribe(framework("b"));
        thief.accept(offer, task("stolen", 1));
        assertThat(thief.updates().getFirst().getState()).isEqualTo(TaskState.TASK_DROPPED);
        client.accept(offer, task("t", 1));
        client.accept(offer, task("again", 1));
        assertThat(client.updates().getLast().getReason()).isEqualTo(TaskStatus.Reason.REASON_INVALID_OFFERS);
        assertThat(client.updates().getLast().getSource()).isEqualTo(TaskStatus.Source.SOURCE_MASTER);
    }

    @Test
    void whoReturnsInTimeFindsHisTasksAndItsOldConnectionIsEnded() {
        Client first = new Client().subscribe(framework("a").setFailoverTimeout(60));
        first.accept(first.offers().getFirst().getId(), task("t", 1));
        Client second =
                new Client().subscribe(framework("a").setFailoverTimeout(60).setId(first.id()));
        assertThat(first.of(Event.Type.ERROR).getFirst().getError().getMessage())
                .isEqualTo("Framework failed over");
        assertThat(second.id()).isEqualTo(first.id());
        second.call(Call.newBuilder().setType(Call.Type.RECONCILE).setReconcile(Call.Reconcile.newBuilder()));
        assertThat(second.updates())
                .anyMatch(status -> status.getReason() == TaskStatus.Reason.REASON_RECONCILIATION && !status.hasUuid());
    }

    @Test
    void aFrameworkThatIsTornDownDoesNotComeBack() {
        Client client = new Client().subscribe(framework("a"));
        client.accept(client.offers().getFirst().getId(), task("t", 1));
        FrameworkID id = client.id();
        master.handle(
                master.find(id).orElseThrow(),
                Call.newBuilder().setType(Call.Type.TEARDOWN).setFrameworkId(id).build());
        loop.pass(Duration.ofMinutes(1));
        assertThat(host.aliveTasks()).isEmpty();
        assertThat(agent.active()).isEmpty();
        assertThat(cpus(new Client().subscribe(framework("b")).offers().getLast()))
                .as("what its task had is free again")
                .isEqualTo(4);
        assertThat(new Client().subscribe(framework("a").setId(id)).problem).hasValue("Framework has been removed");
    }

    @Test
    void unknownTasksAreGone() {
        Client client = new Client().subscribe(framework("a"));
        client.call(Call.newBuilder()
                .setType(Call.Type.RECONCILE)
                .setReconcile(Call.Reconcile.newBuilder()
                        .addTasks(Call.Reconcile.Task.newBuilder()
                                .setTaskId(TaskID.newBuilder().setValue("x")))));
        client.call(Call.newBuilder()
                .setType(Call.Type.KILL)
                .setKill(Call.Kill.newBuilder().setTaskId(TaskID.newBuilder().setValue("y"))));
        assertThat(client.updates()).extracting(TaskStatus::getState).containsOnly(TaskState.TASK_GONE);
    }

    @Test
    void anAcknowledgementThatFitsNothingIsIgnored() {
        Client client = new Client().subscribe(framework("a"));
        client.call(Call.newBuilder()
                .setType(Call.Type.ACKNOWLEDGE)
                .setAcknowledge(Call.Acknowledge.newBuilder()
                        .setAgentId(AgentID.newBuilder().setValue("s"))
                        .setTaskId(TaskID.newBuilder().setValue("x"))
                        .setUuid(ByteString.copyFromUtf8("0123456789abcdef"))));
        assertThat(client.of(Event.Type.ERROR)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a//b", "/a", "a/", "a b", "-a", ".", "*/a"})
    void rolesThatMeanSomethingElseAreRefused(String role) {
        FrameworkInfo.Builder info = framework("a")
                .addRoles(role)
                .addCapabilities(
                        FrameworkInfo.Capability.newBuilder().setType(FrameworkInfo.Capability.Type.MULTI_ROLE));
        assertThat(new Client().subscribe(info).problem).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/b", "..", "a\u0000b"})
    void idsThatCannotBeDirectoriesAreRefused(String id) {
        assertThat(new Client()
                        .subscribe(framework("a").setId(FrameworkID.newBuilder().setValue(id)))
                        .problem)
                .isNotEmpty();
    }
}
