package io.containerizer.launch;

import io.containerizer.api.Container;
import io.containerizer.api.ContainerId;
import io.containerizer.api.Contribution;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Starts and ends the processes of containers. It alone acts; what it does is in the plan.
 *
 * <p>A process that was launched belongs to nobody: it goes on when the engine dies, and {@link #find} finds it again.
 */
public interface Launcher extends AutoCloseable {

    /** {@code linux} or {@code posix}. */
    String name();

    /** What the launcher itself needs of a launch, to be able to find all processes of the container later. */
    Contribution prepare(Container container, Contribution merged);

    /**
     * Starts a container. Returns when its command has been executed.
     *
     * @param gate for a gated plan: called with the init's pid while the init waits
     * @param exited called once when the init has ended, from a thread that must not be blocked
     */
    InitProcess launch(LaunchPlan plan, Consumer<Integer> gate, Runnable exited);

    /**
     * A container that an earlier engine launched belongs to this one from now on.
     *
     * @param cgroupsRoot that engine's
     */
    void adopt(ContainerId id, String cgroupsRoot);

    /** The init of a container that an earlier engine launched, if it lives, watched from now on. */
    Optional<InitProcess> find(ContainerId id, Runnable exited);

    /** The pid of a container's init if it lives, no matter whose. */
    OptionalInt livingInit(ContainerId id);

    /** Sends a signal to the init, which passes it on. False: it is gone. */
    boolean signal(ContainerId id, int signal);

    /**
     * Kills every process of the container and waits until they are dead.
     *
     * @throws io.containerizer.api.ContainerizerException when some are left after {@code atMost}
     */
    void kill(ContainerId id, Optional<InitProcess> init, Duration atMost);

    /** Whether the container's command was started, by whichever engine. */
    boolean everRan(ContainerId id);

    /** The wait status that the init left; nothing when it was killed before it could, or lives. */
    OptionalInt exitStatus(ContainerId id);

    /**
     * Makes sure that a launch which an earlier engine began will not come to life any more.
     *
     * @return false when its init lives
     */
    boolean revoke(ContainerId id);

    /** Gives back what the launcher held for the container; for unknown ones, nothing happens. */
    void forget(ContainerId id, Optional<InitProcess> init);

    /** A new descriptor of the master side of the container's terminal. */
    int openTerminal(ContainerId id);

    @Override
    void close();
}
