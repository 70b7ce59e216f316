package io.containerizer.agent.api;

import io.containerizer.agent.auth.Action;
import io.containerizer.agent.containers.Containers;
import io.containerizer.agent.http.Answer;
import io.containerizer.agent.http.Sink;
import io.containerizer.agent.streams.Output;
import io.containerizer.api.ContainerClass;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.Resources;
import io.containerizer.lifecycle.ContainerView;
import io.containerizer.protocol.convert.ContainerIds;
import io.containerizer.protocol.convert.ContainerRequests;
import io.containerizer.protocol.mesos.agent.Call;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** ATTACH_CONTAINER_OUTPUT and LAUNCH_NESTED_CONTAINER_SESSION: streams of what a container writes. */
final class OutputCalls {

    private static final System.Logger LOG = System.getLogger(OutputCalls.class.getName());

    private final Containers containers;
    private final Permissions permissions;
    private final ScheduledExecutorService timer;
    private final Duration heartbeat;

    /** @param heartbeat between signs of life on a stream */
    OutputCalls(Containers containers, Permissions permissions, ScheduledExecutorService timer, Duration heartbeat) {
        this.containers = containers;
        this.permissions = permissions;
        this.timer = timer;
        this.heartbeat = heartbeat;
    }

    Answer attach(Call call, Exchange exchange) {
        ContainerId id =
                ContainerIds.fromMessage(call.getAttachContainerOutput().getContainerId());
        ContainerView view = containers
                .find(id)
                .filter(found -> found.termination().isEmpty())
                .orElseThrow(() -> new ApiFailure(404, "Container " + id + " cannot be found"));
        permissions.require(exchange.caller(), Action.ATTACH_CONTAINERS_OUTPUT, view);
        Output output = containers.attachments().output(view.stored().sandbox(), true);
        return stream(exchange, id, output, () -> {});
    }

    /** A container beside another's command, which lasts no longer than the stream of its output. */
    Answer session(Call call, Exchange exchange) {
        Call.LaunchNestedContainerSession launch = call.getLaunchNestedContainerSession();
        ContainerId id = ContainerIds.fromMessage(launch.getContainerId());
        try {
            ContainerSpec.Builder spec = ContainerRequests.fromMessage(
                            id, launch.getCommand(), launch.getContainer(), Resources.NONE, Resources.NONE)
                    .containerClass(ContainerClass.DEBUG);
            permissions.requireSession(
                    exchange.caller(), id, launch.getCommand().getUser());
            Containers.Launch result = launch.getContainer().hasTtyInfo()
                    ? containers.launch(spec.build())
                    : containers.launchWithInput(spec);
            if (result == Containers.Launch.ALREADY_THERE) {
                return Answer.empty(202);
            }
        } catch (ContainerizerException e) {
            throw new ApiFailure(400, String.valueOf(e.getMessage()));
        }
        Output output = containers
                .sandbox(id)
                .map(sandbox -> containers.attachments().output(sandbox, false))
                .orElseThrow(() -> new ApiFailure(500, "Container " + id + " is gone already"));
        return stream(exchange, id, output, () -> end(id));
    }

    private void end(ContainerId id) {
        try {
            var _ = containers.destroy(id);
        } catch (ContainerizerException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "end session " + id + ": " + e.getMessage());
        }
    }

    private Answer stream(Exchange exchange, ContainerId id, Output output, Runnable after) {
        Negotiation forms = exchange.forms();
        String type = forms.answerFramed() ? Forms.RECORDIO : forms.answer().mediaType();
        Map<String, String> headers = forms.answerFramed()
                ? Map.of("Message-Content-Type", forms.answer().mediaType())
                : Map.of();
        return new Answer.Streamed(200, headers, type, sink -> {
            try (output) {
                send(id, output, sink, new ProcessIoSender(sink, forms.answer()));
            } finally {
                after.run();
            }
        });
    }

    private void send(ContainerId id, Output output, Sink sink, ProcessIoSender sender) throws InterruptedException {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        sink.whenGone(() -> gone.complete(null));
        CompletableFuture<?> end = containers
                .end(id)
                .<CompletableFuture<?>>map(ended -> containers.attachments().outputEnd(id, ended))
                .orElse(CompletableFuture.completedFuture(null));
        long nanos = heartbeat.toNanos();
        ScheduledFuture<?> beats = timer.scheduleAtFixedRate(
                () -> Thread.startVirtualThread(() -> sender.heartbeat(heartbeat)), nanos, nanos, TimeUnit.NANOSECONDS);
        try {
            output.follow(end, gone, sender);
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    () -> "output of " + id + " is not followed any more: " + e.getMessage());
        } finally {
            beats.cancel(false);
        }
    }
}
