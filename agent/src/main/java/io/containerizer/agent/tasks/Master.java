package io.containerizer.agent.tasks;

import com.google.protobuf.ByteString;
import io.containerizer.protocol.mesos.ExecutorID;
import io.containerizer.protocol.mesos.FrameworkID;
import io.containerizer.protocol.mesos.internal.StatusUpdate;

/** Whom the agent reports to. What is sent may get lost, and is sent without waiting. */
public interface Master {

    /** Sent until it is acknowledged. */
    void send(StatusUpdate update);

    /** @param status as wait(2) gives it; -1 when it never ran */
    void executorExited(FrameworkID framework, ExecutorID executor, int status);

    void send(FrameworkID framework, ExecutorID executor, ByteString message);

    /** Nothing is left of a framework that was to be ended. */
    default void frameworkEnded(FrameworkID framework) {}
}
