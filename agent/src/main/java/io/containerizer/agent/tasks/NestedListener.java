package io.containerizer.agent.tasks;

import io.containerizer.agent.loop.Loop;
import io.containerizer.api.Termination;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells a task of its container, which is nested in another. When it is killed and nobody wanted that, it waits a while
 * for the end of the other: that one knows the limit which all of them have exceeded.
 */
final class NestedListener implements TaskContainers.Listener {

    private static final Duration WHILE = Duration.ofSeconds(1);

    private final Loop loop;
    private final ContainedTask task;
    private final Supplier<Optional<Termination>> parent;
    private @Nullable Termination unexplained;
    private Loop.@Nullable Timer timer;

    /** @param parent how the container around it has ended, if it has */
    NestedListener(Loop loop, ContainedTask task, Supplier<Optional<Termination>> parent) {
        this.loop = loop;
        this.task = task;
        this.parent = parent;
    }

    @Override
    public void started() {
        task.started();
    }

    @Override
    public void failed(String message) {
        task.failed(message);
    }

    @Override
    public void ended(Termination termination) {
        boolean isExplained = termination.status() != Termination.KILLED
                || termination.limitation().isPresent()
                || task.isMeantToEnd();
        if (isExplained) {
            task.ended(termination);
        } else {
            unexplained = termination;
            if (parent.get().isPresent()) {
                explain();
            } else {
                timer = loop.after(WHILE, this::explain);
            }
        }
    }

    /** The container around it has ended, or is believed to go on. */
    void explain() {
        Termination own = unexplained;
        if (own != null) {
            unexplained = null;
            if (timer != null) {
                timer.cancel();
            }
            task.ended(parent.get()
                    .filter(end -> end.limitation().isPresent())
                    .map(end -> new Termination(own.status(), end.limitation(), end.message()))
                    .orElse(own));
        }
    }
}
