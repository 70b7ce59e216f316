package io.containerizer.agent.api;

import io.containerizer.agent.containers.Containers;
import io.containerizer.agent.http.Answer;
import io.containerizer.agent.http.Sink;
import io.containerizer.agent.streams.Output;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.lifecycle.ContainerView;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Answers that go on as long as a container writes. */
public final class OutputStreams {

    /** Each piece a record with a message in protobuf's own form. */
    public static final Negotiation RECORDS = new Negotiation(Forms.PROTOBUF, false, Forms.PROTOBUF, true);

    private static final System.Logger LOG = System.getLogger(OutputStreams.class.getName());

    private final Containers containers;
    private final ScheduledExecutorService timer;
    private final Duration heartbeat;

    /** @param heartbeat between signs of life on a stream */
    public OutputStreams(Containers containers, ScheduledExecutorService timer, Duration heartbeat) {
        this.containers = containers;
        this.timer = timer;
        this.heartbeat = heartbeat;
    }

    /** What is of interest of a container's output. */
    public record Selection(boolean stdout, boolean stderr, boolean follow) {
        boolean has(boolean ofStderr) {
            return ofStderr ? stderr : stdout;
        }
    }

    /** What the container writes from now on. */
    Answer fromNow(Negotiation forms, ContainerView container) {
        Output output = containers.attachments().output(container.stored().sandbox(), true);
        return answer(forms, container.id(), output, new Selection(true, true, true), () -> {});
    }

    /** What the container has written, and where it is followed what it writes until it ends. */
    public Answer fromStart(Negotiation forms, ContainerView container, Selection selection) {
        Output output = containers.attachments().output(container.stored().sandbox(), false);
        return answer(forms, container.id(), output, selection, () -> {});
    }

    /**
     * Launches a container that lasts no longer than the stream of its output.
     *
     * @param input whether it reads what is sent to its input; one with a terminal does so in any case
     * @return nothing when there is a container of this id
     * @throws ContainerizerException when it cannot be launched
     */
    public Optional<Answer> session(Negotiation forms, ContainerSpec spec, boolean input) {
        ContainerId id = spec.id();
        Containers.Launch result = input ? containers.launchWithInput(spec) : containers.launch(spec);
        if (result == Containers.Launch.ALREADY_THERE) {
            return Optional.empty();
        }
        Output output = containers
                .sandbox(id)
                .map(sandbox -> containers.attachments().output(sandbox, false))
                .orElseThrow(() -> ContainerizerException.of(
                        ErrorCode.NOT_FOUND, "attach to container", id.toString(), "it is gone already"));
        return Optional.of(answer(forms, id, output, new Selection(true, true, true), () -> end(id)));
    }

    private void end(ContainerId id) {
        try {
            var _ = containers.destroy(id);
        } catch (ContainerizerException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "end session " + id + ": " + e.getMessage());
        }
    }

    private Answer answer(Negotiation forms, ContainerId id, Output output, Selection selection, Runnable after) {
        String type = forms.answerFramed() ? Forms.RECORDIO : forms.answer().mediaType();
        Map<String, String> headers = forms.answerFramed()
                ? Map.of("Message-Content-Type", forms.answer().mediaType())
                : Map.of();
        return new Answer.Streamed(200, headers, type, sink -> {
            try (output) {
                send(id, output, selection, sink, new ProcessIoSender(sink, forms.answer()));
            } finally {
                after.run();
            }
        });
    }

    private void send(ContainerId id, Output output, Selection selection, Sink sink, ProcessIoSender sender)
            throws InterruptedException {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        sink.whenGone(() -> gone.complete(null));
        long nanos = heartbeat.toNanos();
        ScheduledFuture<?> beats = timer.scheduleAtFixedRate(
                () -> Thread.startVirtualThread(() -> sender.heartbeat(heartbeat)), nanos, nanos, TimeUnit.NANOSECONDS);
        try {
            output.follow(
                    selection.follow() ? end(id, containers) : CompletableFuture.completedFuture(null),
                    gone,
                    (stderr, piece) -> !selection.has(stderr) || sender.take(stderr, piece));
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    () -> "output of " + id + " is not followed any more: " + e.getMessage());
        } finally {
            beats.cancel(false);
        }
    }

    private static CompletableFuture<?> end(ContainerId id, Containers containers) {
        return containers
                .end(id)
                .<CompletableFuture<?>>map(ended -> containers.attachments().outputEnd(id, ended))
                .orElse(CompletableFuture.completedFuture(null));
    }
}
