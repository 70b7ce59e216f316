package io.containerizer.agent.state;

import java.util.Locale;

/** What happens to tasks and executors and is counted. */
public enum FrameworkEvent {
    TASKS_FINISHED("Tasks that finished"),
    TASKS_FAILED("Tasks that failed"),
    TASKS_KILLED("Tasks that were killed"),
    TASKS_LOST("Tasks that were lost"),
    TASKS_GONE("Tasks that are gone"),
    EXECUTORS_TERMINATED("Executors that ended"),
    EXECUTORS_PREEMPTED("Executors that were ended to free resources"),
    VALID_STATUS_UPDATES("Status updates of tasks that were accepted"),
    INVALID_STATUS_UPDATES("Status updates of tasks that were refused"),
    VALID_FRAMEWORK_MESSAGES("Messages of frameworks that were passed on"),
    INVALID_FRAMEWORK_MESSAGES("Messages of frameworks that were refused");

    private final String meaning;

    FrameworkEvent(String meaning) {
        this.meaning = meaning;
    }

    /** Its name among the agent's metrics. */
    public String metric() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String meaning() {
        return meaning;
    }
}
