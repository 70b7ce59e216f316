package io.containerizer.agent.local;

import com.google.protobuf.ByteString;
import io.containerizer.agent.loop.Loop;
import io.containerizer.agent.resources.Amounts;
import io.containerizer.agent.state.AgentInfo;
import io.containerizer.agent.state.ExecutorState;
import io.containerizer.agent.state.FrameworkState;
import io.containerizer.agent.tasks.Master;
import io.containerizer.agent.tasks.TaskAgent;
import io.containerizer.agent.updates.TaskKey;
import io.containerizer.agent.updates.TaskStates;
import io.containerizer.protocol.mesos.AgentID;
import io.containerizer.protocol.mesos.ExecutorID;
import io.containerizer.protocol.mesos.Filters;
import io.containerizer.protocol.mesos.FrameworkID;
import io.containerizer.protocol.mesos.FrameworkInfo;
import io.containerizer.protocol.mesos.OfferID;
import io.containerizer.protocol.mesos.Task;
import io.containerizer.protocol.mesos.internal.StatusUpdate;
import io.containerizer.protocol.mesos.scheduler.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * The master of this one agent. It keeps nothing: after a restart, frameworks subscribe again with the ids that they have,
 * and what runs is known by the agent. On the loop.
 */
public final class LocalMaster implements Master {

    private static final System.Logger LOG = System.getLogger(LocalMaster.class.getName());
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final double USUAL_REFUSAL = 5;
    private static final int REMEMBERED = 1000;

    private final Loop loop;
    private final TaskAgent tasks;
    private final AgentInfo agent;
    private final String id;
    private final Offers offers;
    private final Allocator allocator;
    private final Launching launching;
    private final Map<FrameworkID, Subscription> frameworks = new LinkedHashMap<>();
    private final SequencedSet<FrameworkID> removed = new LinkedHashSet<>();
    private long count;

    /** @param id of this master, another at each start */
    public LocalMaster(Loop loop, TaskAgent tasks, AgentInfo agent, String id) {
        this.loop = loop;
        this.tasks = tasks;
        this.agent = agent;
        this.id = id;
        this.offers = new Offers(Amounts.of(agent.resources()), id);
        this.allocator = new Allocator(loop, offers, agent);
        this.launching = new Launching(tasks, offers, agent);
    }

    /** Takes over an agent that knows again what it has. */
    public void start() {
        for (FrameworkState framework : tasks.active()) {
            FrameworkID framework1 = framework.info().getId();
            framework.executors().forEach(executor -> {
                if (!executor.ofCommand() && executor.phase() != ExecutorState.Phase.TERMINATED) {
                    offers.found(
                            new Launching.ExecutorKey(
                                    framework1, executor.info().getExecutorId()),
                            framework1,
                            Amounts.of(executor.info().getResourcesList()));
                }
                for (Task task : executor.launched()) {
                    offers.found(
                            TaskKey.of(framework1, task.getTaskId()), framework1, Amounts.of(task.getResourcesList()));
                }
            });
            Subscription known = new Subscription(framework1, framework.info());
            frameworks.put(framework1, known);
            awaitReturn(known);
        }
        tasks.connect(this);
    }

    /**
     * A framework begins to listen, or goes on.
     *
     * @return what is wrong; then it hears nothing but this
     */
    Optional<String> subscribe(Call.Subscribe subscribe, Subscription.Connection connection) {
        FrameworkInfo given = subscribe.getFrameworkInfo();
        boolean returns = given.hasId() && !given.getId().getValue().isEmpty();
        FrameworkID framework = returns
                ? given.getId()
                : FrameworkID.newBuilder()
                        .setValue("%s-%04d".formatted(id, count++))
                        .build();
        FrameworkInfo info = given.toBuilder().setId(framework).build();
        Optional<String> problem = FrameworkChecks.problem(info, returns);
        if (problem.isPresent()) {
            return problem;
        }
        if (removed.contains(framework)) {
            return Optional.of("Framework has been removed");
        }
        Subscription subscription = frameworks.computeIfAbsent(framework, known -> new Subscription(known, info));
        subscription.connection().ifPresent(old -> {
            subscription.send(SchedulerEvents.error("Framework failed over"));
            old.events().end();
        });
        rescind(subscription, false);
        subscription.update(info);
        subscription.connect(connection);
        if (!subscribe.getSuppressedRolesList().isEmpty()) {
            subscription.suppress(subscribe.getSuppressedRolesList());
        }
        connection.events().whenOver(() -> loop.run(() -> lost(subscription, connection)));
        subscription.send(SchedulerEvents.subscribed(framework, agent, id, HEARTBEAT));
        beat(subscription, connection);
        tasks.updateFramework(info);
        allocator.allocate(frameworks.values());
        return Optional.empty();
    }

    private void beat(Subscription subscription, Subscription.Connection connection) {
        subscription.setTimer(loop.after(HEARTBEAT, () -> {
            if (subscription.connection().filter(connection::equals).isPresent()) {
                subscription.send(SchedulerEvents.HEARTBEAT);
                beat(subscription, connection);
            }
        }));
    }

    private void lost(Subscription subscription, Subscription.Connection connection) {
        if (subscription.connection().filter(connection::equals).isEmpty()) {
            return; // another has taken its place
        }
        subscription.disconnect();
        rescind(subscription, false);
        awaitReturn(subscription);
        allocator.allocate(frameworks.values());
    }

    private void awaitReturn(Subscription subscription) {
        double seconds = Math.max(0, Math.min(subscription.info().getFailoverTimeout(), Integer.MAX_VALUE));
        subscription.setTimer(loop.after(Duration.ofMillis((long) (seconds * 1000)), () -> {
            LOG.log(
                    System.Logger.Level.INFO,
                    () -> "framework " + subscription.id().getValue() + " did not return in time: it is ended");
            remove(subscription);
        }));
    }

    private void remove(Subscription subscription) {
        subscription.setTimer(null);
        subscription.connection().ifPresent(connection -> connection.events().end());
        subscription.disconnect();
        rescind(subscription, false);
        frameworks.remove(subscription.id());
        removed.add(subscription.id());
        if (removed.size() > REMEMBERED) {
            removed.remove(removed.getFirst());
        }
        tasks.shutdownFramework(subscription.id());
        allocator.allocate(frameworks.values());
    }

    private void rescind(Subscription subscription, boolean tell) {
        for (Offers.Open offer : offers.of(subscription.id())) {
            withdraw(subscription, offer.id(), tell);
        }
    }

    private void withdraw(Subscription subscription, OfferID offer, boolean tell) {
        offers.take(offer, subscription.id()).ifPresent(taken -> {
            offers.release(taken.amounts());
            if (tell) {
                subscription.send(SchedulerEvents.rescind(offer));
            }
        });
    }

    /** Who has subscribed with this stream; nothing for any other. */
    Optional<Subscription> find(FrameworkID framework) {
        return Optional.ofNullable(frameworks.get(framework));
    }

    /** A call of a framework that has subscribed. */
    void handle(Subscription subscription, Call call) {
        FrameworkID framework = subscription.id();
        switch (call.getType()) {
            case TEARDOWN -> remove(subscription);
            case ACCEPT -> {
                Call.Accept accept = call.getAccept();
                List<Offers.Open> left = launching.accept(subscription, accept);
                left.forEach(offer -> decline(subscription, offer, accept.getFilters()));
            }
            case DECLINE ->
                call.getDecline()
                        .getOfferIdsList()
                        .forEach(offer -> offers.take(offer, framework)
                                .ifPresent(taken -> decline(
                                        subscription, taken, call.getDecline().getFilters())));
            case REVIVE -> subscription.revive(call.getRevive().getRolesList());
            case SUPPRESS -> subscription.suppress(call.getSuppress().getRolesList());
            case KILL -> kill(subscription, call.getKill());
            case SHUTDOWN ->
                tasks.shutdownExecutor(framework, call.getShutdown().getExecutorId());
            case ACKNOWLEDGE -> {
                Call.Acknowledge acknowledge = call.getAcknowledge();
                tasks.acknowledge(framework, acknowledge.getTaskId(), acknowledge.getUuid());
            }
            case RECONCILE -> reconcile(subscription, call.getReconcile());
            case MESSAGE ->
                tasks.message(
                        framework,
                        call.getMessage().getExecutorId(),
                        call.getMessage().getData());
            case UPDATE_FRAMEWORK -> {
                FrameworkInfo info = call.getUpdateFramework().getFrameworkInfo().toBuilder()
                        .setId(framework)
                        .build();
                subscription.update(info);
                tasks.updateFramework(info);
            }
            default -> LOG.log(System.Logger.Level.DEBUG, () -> call.getType() + " has no effect here");
        }
        allocator.allocate(frameworks.values());
    }

    /** Who kills what is not there is told so, without anything to acknowledge. */
    private void kill(Subscription subscription, Call.Kill kill) {
        if (tasks.has(subscription.id(), kill.getTaskId())) {
            tasks.killTask(
                    subscription.id(),
                    kill.getTaskId(),
                    kill.hasKillPolicy() ? Optional.of(kill.getKillPolicy()) : Optional.empty());
        } else {
            reconcile(
                    subscription,
                    Call.Reconcile.newBuilder()
                            .addTasks(Call.Reconcile.Task.newBuilder().setTaskId(kill.getTaskId()))
                            .build());
        }
    }

    private void reconcile(Subscription subscription, Call.Reconcile call) {
        Reconciliation.of(tasks, subscription, call, agentId())
                .forEach(status -> subscription.send(SchedulerEvents.update(status)));
    }

    private void decline(Subscription subscription, Offers.Open offer, Filters filters) {
        offers.release(offer.amounts());
        double seconds = filters.hasRefuseSeconds() ? filters.getRefuseSeconds() : USUAL_REFUSAL;
        Duration refusal = Duration.ofMillis((long) (1000 * Math.max(0, Math.min(seconds, 365 * 24 * 3600.0))));
        if (!refusal.isZero()) {
            Instant until = loop.instant().plus(refusal);
            subscription.refuse(offer.role(), until);
            var _ = loop.after(refusal, () -> allocator.allocate(frameworks.values()));
        }
    }

    private AgentID agentId() {
        return AgentID.newBuilder().setValue(agent.id()).build();
    }

    @Override
    public void send(StatusUpdate update) {
        if (TaskStates.isTerminal(update.getLatestState())
                && offers.unuse(
                        TaskKey.of(update.getFrameworkId(), update.getStatus().getTaskId()))) {
            loop.run(() -> allocator.allocate(frameworks.values()));
        }
        find(update.getFrameworkId())
                .ifPresent(subscription -> subscription.send(SchedulerEvents.update(update.getStatus())));
    }

    @Override
    public void executorExited(FrameworkID framework, ExecutorID executor, int status) {
        if (offers.unuse(new Launching.ExecutorKey(framework, executor))) {
            loop.run(() -> allocator.allocate(frameworks.values()));
        }
        find(framework)
                .ifPresent(subscription -> subscription.send(SchedulerEvents.failure(agentId(), executor, status)));
    }

    /** Of its tasks no updates were told. */
    @Override
    public void frameworkEnded(FrameworkID framework) {
        offers.unuseAllOf(framework);
        loop.run(() -> allocator.allocate(frameworks.values()));
    }

    @Override
    public void send(FrameworkID framework, ExecutorID executor, ByteString message) {
        find(framework)
                .ifPresent(subscription -> subscription.send(SchedulerEvents.message(agentId(), executor, message)));
    }
}
