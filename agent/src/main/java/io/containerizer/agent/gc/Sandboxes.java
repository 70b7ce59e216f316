package io.containerizer.agent.gc;

import io.containerizer.api.ContainerId;
import java.time.Instant;
import java.util.List;

/** The sandboxes of a work directory. */
public interface Sandboxes {

    /**
     * A sandbox that no container uses.
     *
     * @param since when it was used last
     */
    record Unused(ContainerId id, Instant since) {}

    /** @param nested also those of nested containers that have ended, although it can still be asked how */
    List<Unused> unused(boolean nested);

    /** @throws io.containerizer.api.ContainerizerException when it is used again, or something of it cannot be removed */
    void remove(Unused sandbox);
}
