package io.containerizer.agent.manage;

import io.containerizer.agent.api.OutputStreams;
import io.containerizer.agent.api.OutputStreams.Selection;
import io.containerizer.agent.auth.Action;
import io.containerizer.agent.auth.Caller;
import io.containerizer.agent.containers.Containers;
import io.containerizer.agent.containers.EndWait;
import io.containerizer.agent.containers.Permissions;
import io.containerizer.agent.http.Answer;
import io.containerizer.agent.http.Request;
import io.containerizer.agent.state.Frameworks;
import io.containerizer.api.ContainerClass;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Stdio;
import io.containerizer.api.Termination;
import io.containerizer.lifecycle.ContainerView;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

/** Containers: what is known of them, their output, and new ones by the engine's own kind of request. */
final class ContainerHandlers {

    static final String ID = "container_id";

    private final Containers containers;
    private final Frameworks frameworks;
    private final Permissions permissions;
    private final OutputStreams streams;

    ContainerHandlers(Containers containers, Frameworks frameworks, Permissions permissions, OutputStreams streams) {
        this.containers = containers;
        this.frameworks = frameworks;
        this.permissions = permissions;
        this.streams = streams;
    }

    /** Those that the caller may see. */
    Answer list(Request request) {
        Set<String> executors = executors();
        return Replies.json(new Listed(containers.all().stream()
                .filter(view -> maySee(request.caller(), view, executors))
                .toList()));
    }

    private boolean maySee(Caller caller, ContainerView view, Set<String> executors) {
        return permissions.maySee(
                caller, view.stored().spec(), executors.contains(view.id().toString()));
    }

    private Set<String> executors() {
        return frameworks.active().stream()
                .flatMap(framework -> framework.executors().stream())
                .map(executor -> executor.container())
                .collect(Collectors.toSet());
    }

    Answer inspect(Request request) {
        return Replies.indented(containers.inspect(visible(request)));
    }

    Answer usage(Request request) {
        ContainerView view = visible(request);
        if (view.termination().isPresent()) {
            throw ContainerizerException.of(
                    ErrorCode.NOT_RUNNING, "measure", view.id().toString(), "the container has ended");
        }
        return Replies.json(containers.usage(view.id()));
    }

    /** One that the caller may not see is not there. */
    private ContainerView visible(Request request) {
        ContainerView view = known(request);
        if (!maySee(request.caller(), view, executors())) {
            throw unknown(view.id());
        }
        return view;
    }

    private ContainerView known(Request request) {
        ContainerId id = ContainerId.parse(Replies.parameter(request, ID));
        return containers.find(id).orElseThrow(() -> unknown(id));
    }

    private static ContainerizerException unknown(ContainerId id) {
        return ContainerizerException.of(
                ErrorCode.NOT_FOUND, "find container", id.toString(), "there is none of this name");
    }

    Answer output(Request request) {
        ContainerView view = known(request);
        permissions.require(
                request.caller(),
                view.termination().isEmpty() ? Action.ATTACH_CONTAINERS_OUTPUT : Action.ACCESS_SANDBOXES,
                view);
        return streams.fromStart(
                OutputStreams.RECORDS,
                view,
                new Selection(
                        Replies.toggle(request, "stdout"),
                        Replies.toggle(request, "stderr"),
                        Replies.toggle(request, "follow")));
    }

    Answer await(Request request) {
        ContainerView view = known(request);
        ContainerId id = view.id();
        permissions.require(request.caller(), Action.WAIT_STANDALONE_CONTAINERS, Action.WAIT_NESTED_CONTAINERS, id);
        CompletableFuture<Termination> end = containers.end(id).orElseThrow(() -> unknown(id));
        try {
            return EndWait.await(end, request.client()).map(Replies::json).orElseGet(() -> Answer.empty(503));
        } catch (ExecutionException e) {
            throw e.getCause() instanceof ContainerizerException own
                    ? own
                    : ContainerizerException.of(ErrorCode.INTERNAL, "wait for", id.toString(), e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.empty(503);
        }
    }

    /** One that has ended. */
    Answer remove(Request request) {
        ContainerId id = known(request).id();
        permissions.require(request.caller(), Action.REMOVE_STANDALONE_CONTAINERS, Action.REMOVE_NESTED_CONTAINERS, id);
        containers.remove(id);
        return Answer.json("{}");
    }

    /** Starts a container, which goes on whatever becomes of the caller. */
    Answer launch(Request request) {
        ContainerSpec spec = spec(request);
        permissions.requireLaunch(request.caller(), spec.id(), spec.user());
        Containers.Launch result =
                Replies.toggle(request, "input") ? containers.launchWithInput(spec) : containers.launch(spec);
        if (result == Containers.Launch.ALREADY_THERE) {
            throw alreadyThere(spec);
        }
        return Answer.json("{}");
    }

    /** Starts a command in a container; it lasts no longer than the caller listens. */
    Answer session(Request request) {
        ContainerSpec spec = spec(request);
        if (spec.containerClass() != ContainerClass.DEBUG) {
            throw ContainerizerException.of(
                    ErrorCode.INVALID_SPEC, "check container", spec.id().toString(), "a session is of class DEBUG");
        }
        permissions.requireSession(request.caller(), spec.id(), spec.user());
        return streams.session(OutputStreams.RECORDS, spec, Replies.toggle(request, "input"))
                .orElseThrow(() -> alreadyThere(spec));
    }

    private static ContainerizerException alreadyThere(ContainerSpec spec) {
        return ContainerizerException.of(
                ErrorCode.ALREADY_EXISTS, "launch container", spec.id().toString(), "there is one of this name");
    }

    /** Streams and directories of a sandbox are those of whoever launches: here they are the agent's. */
    private static ContainerSpec spec(Request request) {
        ContainerSpec spec = Replies.body(ContainerSpec.class, request);
        if (spec.sandbox().isPresent()) {
            throw ContainerizerException.of(
                    ErrorCode.INVALID_SPEC,
                    "check container",
                    spec.id().toString(),
                    "the agent says where sandboxes are");
        }
        return spec.toBuilder().stdio(Stdio.SANDBOX).build();
    }
}
