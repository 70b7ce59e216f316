package io.containerizer.agent.api;

import io.containerizer.agent.auth.Action;
import io.containerizer.agent.containers.Containers;
import io.containerizer.agent.containers.Permissions;
import io.containerizer.agent.http.Answer;
import io.containerizer.agent.streams.Input;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.TerminalSize;
import io.containerizer.lifecycle.ContainerView;
import io.containerizer.protocol.convert.ContainerIds;
import io.containerizer.protocol.convert.ContainerRequests;
import io.containerizer.protocol.mesos.agent.Call;
import io.containerizer.protocol.mesos.agent.ProcessIO;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** ATTACH_CONTAINER_INPUT: a stream of what a container is to read. */
final class InputCalls {

    /** So long a client may still send after its container has ended, and be answered properly. */
    private static final long LAST_MILLIS = 1000;

    private final Containers containers;
    private final Permissions permissions;

    InputCalls(Containers containers, Permissions permissions) {
        this.containers = containers;
        this.permissions = permissions;
    }

    Answer attach(Call call, Exchange exchange) {
        if (!call.getAttachContainerInput().hasContainerId()) {
            throw new ApiFailure(
                    400, "Expecting 'attach_container_input.container_id' to be present in the first record");
        }
        ContainerId id = ContainerIds.fromMessage(call.getAttachContainerInput().getContainerId());
        ContainerView view = containers
                .find(id)
                .filter(found -> found.termination().isEmpty())
                .orElseThrow(() -> new ApiFailure(404, "Container " + id + " cannot be found"));
        permissions.require(exchange.caller(), Action.ATTACH_CONTAINERS_INPUT, view);
        Input input = containers
                .attachments()
                .input(id)
                .orElseThrow(() -> new ApiFailure(
                        500,
                        "Container " + id
                                + " has no input: it was launched neither with a terminal nor for a session"));
        if (!input.take()) {
            throw new ApiFailure(409, "Another client writes to the input of container " + id);
        }
        return await(input, exchange.records().orElseThrow());
    }

    /** Two threads: the client may be silent when the container ends. */
    private static Answer await(Input input, CallRecords records) {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        CompletableFuture<Answer> copied = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                copied.complete(copy(input, records, gone));
            } catch (ApiFailure e) {
                copied.complete(e.answer());
            } catch (IOException e) {
                copied.complete(Answer.text(400, "Failed to read the body: " + e.getMessage()));
            } catch (ContainerizerException e) {
                copied.complete(Answer.text(500, String.valueOf(e.getMessage())));
            } catch (InterruptedException e) {
                copied.complete(Answer.empty(503));
            } finally {
                input.release();
            }
        });
        CompletableFuture<Object> ended = input.ended()
                .<Object>handle((end, failure) -> true)
                .thenApplyAsync(end -> end, CompletableFuture.delayedExecutor(LAST_MILLIS, TimeUnit.MILLISECONDS));
        try {
            CompletableFuture.anyOf(copied, ended).get();
            return copied.getNow(Answer.empty(200));
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // neither fails
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.empty(503);
        } finally {
            gone.complete(null);
        }
    }

    private static Answer copy(Input input, CallRecords records, CompletableFuture<?> gone)
            throws IOException, InterruptedException {
        for (Optional<Call> next = records.next(); next.isPresent(); next = records.next()) {
            Call call = next.get();
            if (!call.getAttachContainerInput().hasProcessIo()) {
                throw new ApiFailure(400, "Expecting 'attach_container_input.process_io' to be present");
            }
            if (!pass(call.getAttachContainerInput().getProcessIo(), input, gone)) {
                break;
            }
        }
        return Answer.empty(200);
    }

    /** False: the container reads no more. */
    private static boolean pass(ProcessIO message, Input input, CompletableFuture<?> gone) throws InterruptedException {
        switch (message.getType()) {
            case DATA -> {
                if (message.getData().getType() != ProcessIO.Data.Type.STDIN) {
                    throw new ApiFailure(400, "Expecting 'process_io.data.type' to be STDIN");
                }
                return input.write(message.getData().getData().toByteArray(), gone);
            }
            case CONTROL -> control(message.getControl(), input);
            case UNKNOWN -> throw new ApiFailure(400, "Expecting 'process_io.type' to be present");
        }
        return true;
    }

    private static void control(ProcessIO.Control control, Input input) {
        switch (control.getType()) {
            case TTY_INFO -> {
                if (!input.isTerminal()) {
                    throw new ApiFailure(400, "The container has no terminal that could be resized");
                }
                TerminalSize size = ContainerRequests.size(control.getTtyInfo());
                input.resize(size.rows(), size.columns());
            }
            case HEARTBEAT -> {}
            case UNKNOWN -> throw new ApiFailure(400, "Expecting 'process_io.control.type' to be present");
        }
    }
}
