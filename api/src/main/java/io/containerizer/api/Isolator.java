package io.containerizer.api;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One aspect of isolation, switched on by its name in {@code --isolation}.
 *
 * <p>An isolator <em>plans</em>: {@link #prepare} returns data, and only the native launcher acts on it. It never sees
 * another isolator. A container passes through it like this:
 *
 * <pre>
 * prepare -> (launch) -> isolate -> watch -> update*, usage*, status* -> cleanup
 * </pre>
 *
 * and after a restart of the engine through {@code recover -> watch -> ... -> cleanup}.
 *
 * <p>What the engine guarantees:
 *
 * <ul>
 *   <li>{@code prepare} is called once per container, for one isolator after the other, in isolator order.
 *   <li>{@code cleanup} is called after every process of the container is dead, in the reverse order. It may be called
 *       for a container whose {@code prepare} failed, was never reached, or that this isolator never heard of, and again
 *       after it failed: it must then do what is left to do, or nothing.
 *   <li>Calls for different containers come from different threads at once. Calls for one container do not overlap,
 *       except {@code usage} and {@code status}, which may come at any time and also for containers already cleaned up:
 *       they then return what is empty.
 *   <li>A nested container reaches only isolators that say {@link #supportsNesting}.
 * </ul>
 *
 * <p>Every call may throw {@link ContainerizerException}. From {@code prepare} or {@code isolate} it fails the launch;
 * from {@code cleanup} it makes the destroy fail after the other isolators have had their turn; from {@code usage} it
 * costs only this isolator's figures.
 */
public interface Isolator {

    /** The name in {@code --isolation}. */
    String name();

    default boolean supportsNesting() {
        return false;
    }

    /**
     * Takes up containers that an earlier engine launched.
     *
     * @param live those that go on
     * @param known every container of this runtime directory: what belongs to none of them is an orphan of this
     *     isolator's, and is removed here
     */
    default void recover(Collection<Container> live, Set<ContainerId> known) {}

    /** What this isolator wants of the launch. */
    default Contribution prepare(Container container) {
        return Contribution.NONE;
    }

    /**
     * The init exists: at the launch (before the command starts, if the contribution asked for a gate; otherwise soon
     * after), and again when another engine takes the container over.
     *
     * @param pid as the engine's PID namespace numbers it
     */
    default void isolate(Container container, int pid) {}

    /**
     * Starts looking out for the container to exceed a limit, and stops at {@link #cleanup}.
     *
     * @param exceeded to be called at most once; the engine then destroys the container
     */
    default void watch(Container container, Consumer<Limitation> exceeded) {}

    /** The container shall have other resources from now on, or other persistent volumes: those that it now names. */
    default void update(Container container, Resources requests, Resources limits) {}

    /**
     * Asked when the container's processes have ended and before anything is cleaned up: why, if this isolator knows.
     */
    default Optional<Limitation> explain(Container container) {
        return Optional.empty();
    }

    /** What the container uses now, as far as this isolator measures it. */
    default ResourceStatistics usage(Container container) {
        return ResourceStatistics.NONE;
    }

    /** What is to be told of the container's isolation. */
    default ContainerStatus status(Container container) {
        return ContainerStatus.NONE;
    }

    /** Figures about the isolator as a whole, by the names of Mesos' metrics. */
    default Map<String, Number> gauges() {
        return Map.of();
    }

    /** Gives back what the container held. */
    default void cleanup(ContainerId id) {}

    /** The engine goes, the containers stay. Gives back the engine's own threads and descriptors. */
    default void close() {}
}
