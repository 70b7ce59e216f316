package io.containerizer.agent.updates;

import io.containerizer.protocol.mesos.internal.StatusUpdateRecord;

/** What survives the agent of one task's updates. */
public interface UpdateLog extends AutoCloseable {

    /** Of a framework whose tasks do not outlive the agent. */
    UpdateLog NONE = new UpdateLog() {
        @Override
        public void append(StatusUpdateRecord record) {}

        @Override
        public void close() {}
    };

    /** Returns when the record is on the medium. */
    void append(StatusUpdateRecord record);

    @Override
    void close();
}
