package io.containerizer.agent.tasks;

import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.Resources;
import io.containerizer.api.Termination;
import io.containerizer.protocol.mesos.ContainerStatus;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The engine, as the loop sees it: nothing of this waits, and what takes time comes back as a step. */
public interface TaskContainers {

    /** What becomes of a container. On the loop. */
    interface Listener {

        /** Its command runs. */
        void started();

        /** It was not launched, and nothing is left of it. */
        void failed(String message);

        /** Everything of it has ended. */
        void ended(Termination termination);
    }

    void launch(ContainerSpec spec, Listener listener);

    /** What the engine still knows of a container that an earlier agent launched. */
    enum Found {
        /** It runs; the listener learns of its end. */
        RUNNING,
        /** It has ended; the listener learns how. */
        ENDED,
        /** It was never launched, or is forgotten. */
        NOTHING
    }

    Found find(ContainerId id, Listener listener);

    /** Sends its command a signal. Nothing happens where there is none. */
    void signal(ContainerId id, int signal);

    /** Ends it with all its processes; while it is being launched, the launch. */
    void destroy(ContainerId id);

    /**
     * Gives a container that runs other resources; what is 0 stays as it is.
     *
     * @param done on the loop: told what is wrong, if anything is
     */
    void update(ContainerId id, Resources requests, Resources limits, Consumer<Optional<String>> done);

    /** It has ended and its end was told: its record goes, its sandbox stays. */
    void forget(ContainerId id);

    /** Ends all containers of tasks and executors but these, which an earlier agent left. */
    void retain(Set<ContainerId> known);

    /** What is told of it in updates. */
    ContainerStatus status(ContainerId id);
}
