package io.containerizer.agent.tasks;

import io.containerizer.agent.loop.Loop;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Resources;
import io.containerizer.api.Termination;
import io.containerizer.lifecycle.ContainerView;
import io.containerizer.lifecycle.Containerizer;
import io.containerizer.lifecycle.LaunchedContainer;
import io.containerizer.protocol.convert.ContainerIds;
import io.containerizer.protocol.convert.Usage;
import io.containerizer.protocol.mesos.ContainerStatus;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** Containers of an engine. What takes time is done by threads of its own. */
public final class EngineContainers implements TaskContainers {

    private static final System.Logger LOG = System.getLogger(EngineContainers.class.getName());

    private final Containerizer engine;
    private final Loop loop;
    private final Path sandboxes;

    /** @param workDirectory where sandboxes of tasks and executors are below */
    public EngineContainers(Containerizer engine, Loop loop, Path workDirectory) {
        this.engine = engine;
        this.loop = loop;
        this.sandboxes = TaskLayout.sandboxes(workDirectory);
    }

    @Override
    public void launch(ContainerSpec spec, Listener listener) {
        Thread.startVirtualThread(() -> {
            try {
                LaunchedContainer launched = engine.launch(spec);
                loop.run(listener::started);
                follow(spec.id(), launched.terminated(), listener);
            } catch (ContainerizerException e) {
                loop.run(() -> listener.failed(String.valueOf(e.getMessage())));
            }
        });
    }

    private void follow(ContainerId id, CompletableFuture<Termination> end, Listener listener) {
        var _ = end.whenComplete((termination, failure) -> {
            if (failure != null) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        () -> "container " + id + " may not have ended: " + failure.getMessage());
            }
            Termination told = termination != null ? termination : Termination.of(Termination.KILLED);
            loop.run(() -> listener.ended(told));
        });
    }

    @Override
    public Found find(ContainerId id, Listener listener) {
        Optional<ContainerView> view = engine.find(id);
        if (view.isEmpty()) {
            return Found.NOTHING;
        }
        Optional<Termination> ended = view.get().termination();
        follow(id, ended.map(CompletableFuture::completedFuture).orElseGet(() -> engine.await(id)), listener);
        return ended.isPresent() ? Found.ENDED : Found.RUNNING;
    }

    @Override
    public void signal(ContainerId id, int signal) {
        inBackground("send a signal to", id, () -> engine.kill(id, signal));
    }

    @Override
    public void destroy(ContainerId id) {
        inBackground("end", id, () -> engine.destroy(id).join());
    }

    @Override
    public void update(ContainerId id, Resources requests, Resources limits, Consumer<Optional<String>> done) {
        Thread.startVirtualThread(() -> {
            Optional<String> problem = Optional.empty();
            try {
                engine.update(id, requests, limits);
            } catch (ContainerizerException e) {
                problem = Optional.of(String.valueOf(e.getMessage()));
            }
            Optional<String> told = problem;
            loop.run(() -> done.accept(told));
        });
    }

    @Override
    public void forget(ContainerId id) {
        inBackground("forget", id, () -> {
            engine.await(id).join();
            engine.forget(id);
        });
    }

    @Override
    public void retain(Set<ContainerId> known) {
        for (ContainerView view : engine.containers()) {
            ContainerId id = view.id();
            if (!id.isNested() && view.stored().sandbox().startsWith(sandboxes) && !known.contains(id)) {
                LOG.log(
                        System.Logger.Level.INFO,
                        () -> "container " + id + " is of no framework that is known: it is ended");
                inBackground("end", id, () -> {
                    engine.destroy(id).join();
                    engine.forget(id);
                });
            }
        }
    }

    private static void inBackground(String what, ContainerId id, Runnable work) {
        Thread.startVirtualThread(() -> {
            try {
                work.run();
            } catch (CompletionException e) {
                LOG.log(System.Logger.Level.WARNING, () -> what + " container " + id + ": " + e.getMessage());
            } catch (ContainerizerException e) {
                if (e.code() != ErrorCode.NOT_FOUND) { // it is as it was to be
                    LOG.log(System.Logger.Level.WARNING, () -> what + " container " + id + ": " + e.getMessage());
                }
            }
        });
    }

    @Override
    public ContainerStatus status(ContainerId id) {
        try {
            return Usage.toMessage(id, engine.status(id));
        } catch (ContainerizerException e) {
            return ContainerStatus.newBuilder()
                    .setContainerId(ContainerIds.toMessage(id))
                    .build();
        }
    }
}
