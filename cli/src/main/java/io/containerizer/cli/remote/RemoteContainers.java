package io.containerizer.cli.remote;

import io.containerizer.agent.manage.Listed;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Termination;
import io.containerizer.lifecycle.ContainerView;
import io.containerizer.protocol.convert.ContainerIds;
import io.containerizer.protocol.mesos.agent.Call;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The containers of an agent. What fails there fails here with the same exception. */
public final class RemoteContainers {

    private static final String ID = "container_id";

    private final AgentClient agent;

    public RemoteContainers(AgentClient agent) {
        this.agent = agent;
    }

    /** Those that have ended included, parents before their children. */
    public List<ContainerView> list() {
        return agent.get(Listed.class, "containers", Map.of()).containers();
    }

    /** All that is known of one, as JSON. */
    public String inspect(ContainerId id) {
        return agent.text("inspect", Map.of(ID, id.toString()));
    }

    /** @throws ContainerizerException NOT_RUNNING */
    public ResourceStatistics usage(ContainerId id) {
        return agent.get(ResourceStatistics.class, "usage", Map.of(ID, id.toString()));
    }

    /**
     * Launches one that goes on whatever becomes of this program.
     *
     * @param input whether it is to read from {@link #input}
     */
    public void launch(ContainerSpec spec, boolean input) {
        try (InputStream answer = agent.post("launch", toggle("input", input), Optional.of(spec))) {
            var _ = answer.readAllBytes();
        } catch (IOException e) {
            throw Refusals.unreachable(agent.address(), e);
        }
    }

    /** Launches one that lasts no longer than somebody reads its output. */
    public ContainerOutput session(ContainerSpec spec, boolean input) {
        return new ContainerOutput(agent.post("session", toggle("input", input), Optional.of(spec)));
    }

    private static Map<String, String> toggle(String name, boolean on) {
        return on ? Map.of(name, "true") : Map.of();
    }

    /** What it has written; where it is followed what it writes until its end, too. */
    public ContainerOutput output(ContainerId id, boolean stdout, boolean stderr, boolean follow) {
        return new ContainerOutput(agent.stream(
                "output",
                Map.of(
                        ID,
                        id.toString(),
                        "stdout",
                        Boolean.toString(stdout),
                        "stderr",
                        Boolean.toString(stderr),
                        "follow",
                        Boolean.toString(follow))));
    }

    /** What it writes from now on. */
    public ContainerOutput attach(ContainerId id) {
        return new ContainerOutput(agent.stream(Call.newBuilder()
                .setType(Call.Type.ATTACH_CONTAINER_OUTPUT)
                .setAttachContainerOutput(
                        Call.AttachContainerOutput.newBuilder().setContainerId(ContainerIds.toMessage(id)))
                .build()));
    }

    /** What it reads: only one that was launched for that, or has a terminal, reads anything. */
    public ContainerInput input(ContainerId id) {
        try {
            return new ContainerInput(agent.open(), ContainerIds.toMessage(id));
        } catch (IOException e) {
            throw Refusals.unreachable(agent.address(), e);
        }
    }

    /** How it ends. */
    public CompletableFuture<Termination> await(ContainerId id) {
        CompletableFuture<Termination> end = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                end.complete(agent.get(Termination.class, "wait", Map.of(ID, id.toString())));
            } catch (RuntimeException e) {
                end.completeExceptionally(e);
            }
        });
        return end;
    }

    /** False: it has ended. */
    public boolean kill(ContainerId id, int signal) {
        try {
            var _ = agent.call(Call.newBuilder()
                    .setType(Call.Type.KILL_CONTAINER)
                    .setKillContainer(Call.KillContainer.newBuilder()
                            .setContainerId(ContainerIds.toMessage(id))
                            .setSignal(signal))
                    .build());
            return true;
        } catch (ContainerizerException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    /** One that has ended. */
    public void remove(ContainerId id) {
        agent.change("remove", Map.of(ID, id.toString()));
    }
}
