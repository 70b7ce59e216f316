package io.containerizer.cli;

import io.containerizer.api.ContainerizerException;
import io.containerizer.protocol.mesos.Filters;
import io.containerizer.protocol.mesos.FrameworkID;
import io.containerizer.protocol.mesos.Offer;
import io.containerizer.protocol.mesos.TaskID;
import io.containerizer.protocol.mesos.TaskStatus;
import io.containerizer.protocol.mesos.scheduler.Call;
import io.containerizer.protocol.mesos.scheduler.Event;
import io.containerizer.protocol.scheduler.SchedulerClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A framework with one task, or one group of them, from the first offer to the last end. */
final class ExecutedFramework implements AutoCloseable {

    private static final Pattern EXITED = Pattern.compile("Command exited with status (\\d+).*", Pattern.DOTALL);
    private static final double NEVER_AGAIN = 3600;

    private static final long BETWEEN_TRIES_NANOS = 500_000_000;

    private final Subscriber subscriber;
    private final Duration patience;
    private final ExecutedWork work;
    private final Map<TaskID, TaskOutput> logs = new LinkedHashMap<>();
    private final Map<TaskID, Integer> ends = new LinkedHashMap<>();
    private final Output output;
    private SchedulerClient client;
    private @Nullable FrameworkID id;
    private @Nullable Offer offer;
    private boolean launched;
    private boolean killed;
    private boolean over;
    private boolean toldOfSmallOffer;

    /** Subscribes; again where the framework has an id. */
    interface Subscriber {
        SchedulerClient subscribe(Optional<FrameworkID> known);
    }

    /** @param patience how long it tries to subscribe again when the master is gone */
    ExecutedFramework(Subscriber subscriber, Duration patience, ExecutedWork work, Output output) {
        this.subscriber = subscriber;
        this.patience = patience;
        this.work = work;
        this.output = output;
        this.client = subscriber.subscribe(Optional.empty());
    }

    /** @return the exit code */
    int run() {
        for (; ; ) {
            Optional<Event> event = client.next();
            if (event.isEmpty() && isGivenUp()) {
                return ExitCode.KILLED;
            }
            if (event.isEmpty()) {
                output.complain("the master has ended the connection");
                if (!subscribeAgain()) {
                    return ExitCode.ENGINE;
                }
                continue;
            }
            Optional<Integer> code = handle(event.get());
            if (code.isPresent()) {
                return code.get();
            }
        }
    }

    private synchronized Optional<Integer> handle(Event event) {
        switch (event.getType()) {
            case SUBSCRIBED -> id = event.getSubscribed().getFrameworkId();
            case OFFERS -> event.getOffers().getOffersList().forEach(this::consider);
            case UPDATE -> {
                return update(event.getUpdate().getStatus());
            }
            case ERROR -> {
                output.complain(
                        "the master refuses the framework: " + event.getError().getMessage());
                over = true;
                return Optional.of(ExitCode.ENGINE);
            }
            default -> {}
        }
        return Optional.empty();
    }

    /** What reads files by the connection that is lost goes on doing so. */
    private boolean subscribeAgain() {
        Optional<FrameworkID> known = Optional.ofNullable(id);
        long deadline = System.nanoTime() + patience.toNanos();
        while (known.isPresent() && System.nanoTime() < deadline) {
            try {
                SchedulerClient next = subscriber.subscribe(known);
                synchronized (this) {
                    client = next;
                }
                return true;
            } catch (ContainerizerException e) {
                LockSupport.parkNanos(BETWEEN_TRIES_NANOS);
            }
        }
        return false;
    }

    private synchronized boolean isGivenUp() {
        return killed && !launched;
    }

    private void consider(Offer offered) {
        Optional<Offer.Operation> here = launched || killed ? Optional.empty() : work.on(offered);
        if (here.isEmpty()) {
            if (!launched && !toldOfSmallOffer) {
                toldOfSmallOffer = true;
                output.warn("agent " + offered.getHostname() + " has less to offer than the task asks for: waiting");
            }
            Call.Decline.Builder decline = Call.Decline.newBuilder().addOfferIds(offered.getId());
            if (launched) {
                decline.setFilters(Filters.newBuilder().setRefuseSeconds(NEVER_AGAIN));
            }
            call(Call.newBuilder().setType(Call.Type.DECLINE).setDecline(decline));
            return;
        }
        launched = true;
        offer = offered;
        call(Call.newBuilder()
                .setType(Call.Type.ACCEPT)
                .setAccept(Call.Accept.newBuilder()
                        .addOfferIds(offered.getId())
                        .addOperations(here.get())
                        .setFilters(Filters.newBuilder().setRefuseSeconds(NEVER_AGAIN))));
    }

    private Optional<Integer> update(TaskStatus status) {
        if (status.hasUuid()) {
            call(Call.newBuilder()
                    .setType(Call.Type.ACKNOWLEDGE)
                    .setAcknowledge(Call.Acknowledge.newBuilder()
                            .setAgentId(status.getAgentId())
                            .setTaskId(status.getTaskId())
                            .setUuid(status.getUuid())));
        }
        output.err()
                .println("containerizer: task " + status.getTaskId().getValue() + " is " + status.getState()
                        + (status.getMessage().isEmpty() ? "" : ": " + status.getMessage()));
        TaskID task = status.getTaskId();
        if (!work.tasks().contains(task) || ends.containsKey(task)) {
            return Optional.empty();
        }
        return switch (status.getState()) {
            case TASK_STAGING, TASK_STARTING, TASK_KILLING, TASK_UNREACHABLE, TASK_UNKNOWN -> Optional.empty();
            case TASK_RUNNING -> {
                follow(task);
                yield Optional.empty();
            }
            case TASK_FINISHED -> end(task, ExitCode.OK);
            case TASK_FAILED -> end(task, failed(status));
            case TASK_KILLED -> end(task, ExitCode.KILLED);
            case TASK_ERROR, TASK_LOST, TASK_DROPPED, TASK_GONE, TASK_GONE_BY_OPERATOR -> end(task, ExitCode.ENGINE);
        };
    }

    private static int failed(TaskStatus status) {
        Matcher exited = EXITED.matcher(status.getMessage());
        if (exited.matches() && !exited.group(1).equals("0")) {
            return Integer.parseInt(exited.group(1));
        }
        return status.getReason() == TaskStatus.Reason.REASON_CONTAINER_LAUNCH_FAILED
                ? ExitCode.ENGINE
                : ExitCode.KILLED;
    }

    private void follow(TaskID task) {
        if (offer != null && id != null && !logs.containsKey(task)) {
            String sandbox = "/frameworks/" + id.getValue() + "/executors/" + work.sandbox(task);
            logs.put(task, new TaskOutput(client.files(offer), sandbox, work.streams(task, output), output));
        }
    }

    /** When the last has ended, what to exit with: the first that was not good says it. */
    private Optional<Integer> end(TaskID task, int code) {
        follow(task); // if it was never seen to run
        TaskOutput written = logs.get(task);
        if (written != null) {
            written.drain();
        }
        ends.put(task, code);
        return ends.size() < work.tasks().size()
                ? Optional.empty()
                : Optional.of(ends.values().stream()
                        .filter(end -> end != ExitCode.OK)
                        .findFirst()
                        .orElse(ExitCode.OK));
    }

    /** What has been launched; if there is nothing yet, there will be nothing. */
    synchronized void kill() {
        killed = true;
        try {
            if (launched) {
                work.tasks().stream()
                        .filter(task -> !ends.containsKey(task))
                        .forEach(task -> call(Call.newBuilder()
                                .setType(Call.Type.KILL)
                                .setKill(Call.Kill.newBuilder().setTaskId(task))));
            } else {
                call(Call.newBuilder().setType(Call.Type.TEARDOWN));
            }
            over |= !launched;
        } catch (ContainerizerException e) {
            output.complain(String.valueOf(e.getMessage()));
        }
    }

    private void call(Call.Builder call) {
        if (id != null) {
            client.call(id, call);
        }
    }

    /** The framework has nothing more to do. */
    @Override
    public void close() {
        logs.values().forEach(TaskOutput::close);
        if (!over) {
            try {
                call(Call.newBuilder().setType(Call.Type.TEARDOWN));
            } catch (ContainerizerException e) {
                // it is gone already
            }
        }
        client.close();
    }
}
