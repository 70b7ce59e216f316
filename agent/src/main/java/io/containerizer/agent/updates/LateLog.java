package io.containerizer.agent.updates;

import io.containerizer.protocol.mesos.internal.StatusUpdateRecord;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A log that is opened when there is something to write. */
final class LateLog implements UpdateLog {

    private final Supplier<UpdateLog> opener;
    private @Nullable UpdateLog log;

    LateLog(Supplier<UpdateLog> opener) {
        this.opener = opener;
    }

    @Override
    public void append(StatusUpdateRecord record) {
        UpdateLog open = log;
        if (open == null) {
            log = open = opener.get();
        }
        open.append(record);
    }

    @Override
    public void close() {
        if (log != null) {
            log.close();
        }
    }
}
