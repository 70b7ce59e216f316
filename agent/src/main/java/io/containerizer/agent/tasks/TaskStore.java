package io.containerizer.agent.tasks;

import io.containerizer.agent.updates.UpdateLog;
import io.containerizer.api.ContainerId;
import io.containerizer.protocol.mesos.ExecutorID;
import io.containerizer.protocol.mesos.ExecutorInfo;
import io.containerizer.protocol.mesos.FrameworkID;
import io.containerizer.protocol.mesos.FrameworkInfo;
import io.containerizer.protocol.mesos.TaskGroupInfo;
import io.containerizer.protocol.mesos.TaskID;
import io.containerizer.protocol.mesos.TaskInfo;
import io.containerizer.protocol.mesos.internal.StatusUpdateRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What survives the agent of the frameworks that ask for it. What a method has written is on the medium when it returns;
 * each throws {@link io.containerizer.api.ContainerizerException} CHECKPOINT_FAILED.
 */
public interface TaskStore {

    /** Names a run of an executor. */
    record RunKey(FrameworkID framework, ExecutorID executor, ContainerId container) {}

    /** A task, and what was told of it. */
    record StoredTask(TaskInfo info, List<StatusUpdateRecord> updates, UpdateLog log) {
        public StoredTask {
            updates = List.copyOf(updates);
        }
    }

    /** @param ofCommand whether the agent made it up for a task that has only a command */
    record StoredExecutor(ExecutorInfo info, ContainerId container, boolean ofCommand, List<StoredTask> tasks) {
        public StoredExecutor {
            tasks = List.copyOf(tasks);
        }
    }

    record StoredFramework(FrameworkInfo info, List<StoredExecutor> executors) {
        public StoredFramework {
            executors = List.copyOf(executors);
        }
    }

    /** Where a run's sandbox is to be. */
    Path sandbox(RunKey run);

    /** Makes what a run's sandbox is to be made in. */
    void makeRoom(RunKey run);

    void writeFramework(FrameworkInfo framework);

    void writeExecutor(RunKey run, ExecutorInfo executor, boolean ofCommand);

    void writeTask(RunKey run, TaskInfo task);

    /** It is not to be run. */
    void removeTask(RunKey run, TaskID task);

    /**
     * From now on a group is to be run, as a whole; its tasks have been written before.
     *
     * @param group its name
     */
    void writeGroup(RunKey run, String group, TaskGroupInfo tasks);

    /** Those of a run that were written, by their names. */
    Map<String, TaskGroupInfo> groups(RunKey run);

    /** Lets the sandbox of a nested container be found by the name of its task. */
    void nameSandbox(RunKey run, TaskID task, ContainerId container);

    UpdateLog updates(RunKey run, TaskID task);

    /** Nobody has to do with it any more: it will not be found again. Its sandbox stays. */
    void complete(RunKey run);

    void complete(FrameworkID framework);

    /** What an earlier agent has written, but for what cannot be read, which is logged. */
    List<StoredFramework> load();
}
