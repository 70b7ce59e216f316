package io.containerizer.agent.tasks;

import com.google.protobuf.ByteString;
import io.containerizer.protocol.mesos.TaskID;
import io.containerizer.protocol.mesos.TaskInfo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How an executor's tasks are run: by the agent itself, or by a program that subscribes to it. */
interface Execution {

    /** Gives it tasks that belong together, or one. The first starts it. */
    void launch(List<TaskInfo> tasks);

    /** Goes on with what an earlier agent has started. */
    void recover();

    /** @param grace instead of the task's own */
    void kill(TaskID task, Optional<Duration> grace);

    /** Ends all of its tasks, and it. */
    void shutdown();

    /** An update of a task of its was written down. */
    default void written(TaskID task, ByteString uuid) {}

    /** A message of its framework. */
    default void message(ByteString data) {}
}
