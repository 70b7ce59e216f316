package io.containerizer.agent.tasks;

import io.containerizer.protocol.mesos.TaskStatus;

/** What an execution tells of its executor. */
interface ExecutorHost {

    /** A task has come to this. */
    void report(TaskStatus.Builder status);

    /** It can do something. */
    void running();

    /** It is told to end. */
    void terminating();

    /**
     * Nothing of it runs any more; tasks of which no end was told have ended as well.
     *
     * @param status as wait(2) gives it; -1 when it never ran
     */
    void ended(int status);
}
