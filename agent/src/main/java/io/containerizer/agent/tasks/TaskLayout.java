package io.containerizer.agent.tasks;

import io.containerizer.protocol.mesos.FrameworkID;
import io.containerizer.protocol.mesos.TaskID;
import java.nio.file.Path;

/**
 * Where the agent keeps what frameworks have on it:
 *
 * <pre>
 * &lt;work_dir&gt;
 *   slaves/&lt;agent&gt;/frameworks/&lt;framework&gt;/executors/&lt;executor&gt;/runs
 *     latest                      leads to the last run
 *     &lt;container&gt;                 a sandbox
 *   nested/&lt;container&gt;            the engine's: what is nested in it, out of reach of who owns the sandbox
 *     containers/&lt;child&gt;/sandbox
 *     tasks/&lt;task&gt;                leads to its sandbox
 *   meta/slaves/&lt;agent&gt;/frameworks/&lt;framework&gt;
 *     framework.info
 *     executors/&lt;executor&gt;/runs/&lt;container&gt;
 *       executor.info
 *       command.marker            the agent made the executor up for a task that has only a command
 *       groups/&lt;group&gt;            which tasks are one, written when all of them are
 *       tasks/&lt;task&gt;
 *         task.info
 *         task.updates
 * </pre>
 */
record TaskLayout(Path workDirectory, String agent) {

    static final String FRAMEWORKS = "frameworks";
    static final String EXECUTORS = "executors";
    static final String RUNS = "runs";
    static final String TASKS = "tasks";

    /** What holds all sandboxes of executors. */
    static Path sandboxes(Path workDirectory) {
        return workDirectory.resolve("slaves");
    }

    Path runs(TaskStore.RunKey run) {
        return runsOf(sandboxes(workDirectory).resolve(agent), run);
    }

    Path sandbox(TaskStore.RunKey run) {
        return runs(run).resolve(run.container().value());
    }

    Path latest(TaskStore.RunKey run) {
        return runs(run).resolve("latest");
    }

    private Path meta() {
        return workDirectory.resolve("meta").resolve("slaves").resolve(agent);
    }

    Path frameworks() {
        return meta().resolve(FRAMEWORKS);
    }

    Path framework(FrameworkID id) {
        return frameworks().resolve(id.getValue());
    }

    static Path frameworkInfo(Path framework) {
        return framework.resolve("framework.info");
    }

    Path run(TaskStore.RunKey run) {
        return runsOf(meta(), run).resolve(run.container().value());
    }

    static Path executorInfo(Path run) {
        return run.resolve("executor.info");
    }

    static Path commandMarker(Path run) {
        return run.resolve("command.marker");
    }

    Path task(TaskStore.RunKey run, TaskID task) {
        return run(run).resolve(TASKS).resolve(task.getValue());
    }

    static Path groups(Path run) {
        return run.resolve("groups");
    }

    /** Where the sandboxes of tasks are that are containers nested in another: links by their names. */
    static Path sandboxesOfTasks(Path workDirectory, String container) {
        return workDirectory.resolve("nested").resolve(container).resolve(TASKS);
    }

    Path sandboxesOfTasks(TaskStore.RunKey run) {
        return sandboxesOfTasks(workDirectory, run.container().value());
    }

    static Path taskInfo(Path task) {
        return task.resolve("task.info");
    }

    static Path updates(Path task) {
        return task.resolve("task.updates");
    }

    private static Path runsOf(Path top, TaskStore.RunKey run) {
        return top.resolve(FRAMEWORKS)
                .resolve(run.framework().getValue())
                .resolve(EXECUTORS)
                .resolve(run.executor().getValue())
                .resolve(RUNS);
    }
}
