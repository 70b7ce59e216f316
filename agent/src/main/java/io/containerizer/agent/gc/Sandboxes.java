package io.containerizer.agent.gc;

import java.time.Instant;
import java.util.List;

/** The sandboxes of a work directory. */
public interface Sandboxes {

    /**
     * A sandbox that no container uses.
     *
     * @param name for people
     * @param since when it was used last
     * @param removal throws {@link io.containerizer.api.ContainerizerException} when it is used again, or something of it
     *     cannot be removed
     */
    record Unused(String name, Instant since, Runnable removal) {}

    /** @param nested also those of nested containers that have ended, although it can still be asked how */
    List<Unused> unused(boolean nested);
}
