package io.containerizer.cli;

import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.Termination;
import io.containerizer.lifecycle.Containerizer;
import io.containerizer.lifecycle.LaunchedContainer;
import java.util.concurrent.CompletableFuture;

/** Who launches a container and lets it be ended: an engine, or an agent. */
interface Runner {

    static Runner of(Containerizer engine) {
        return new Runner() {
            @Override
            public LaunchedContainer launch(ContainerSpec spec) {
                return engine.launch(spec);
            }

            @Override
            public boolean kill(ContainerId id, int signal) {
                return engine.kill(id, signal);
            }

            @Override
            public CompletableFuture<Termination> destroy(ContainerId id) {
                return engine.destroy(id);
            }
        };
    }

    LaunchedContainer launch(ContainerSpec spec);

    /** False: it has ended. */
    boolean kill(ContainerId id, int signal);

    CompletableFuture<Termination> destroy(ContainerId id);
}
