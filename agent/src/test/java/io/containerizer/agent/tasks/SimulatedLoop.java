package io.containerizer.agent.tasks;

import io.containerizer.agent.loop.Loop;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A loop whose time stands still until somebody moves it. Steps of a generation that is dead are not taken. */
public final class SimulatedLoop implements Loop {

    private final PriorityQueue<Step> steps =
            new PriorityQueue<>(Comparator.comparing(Step::due).thenComparing(Step::number));
    private Instant now = Instant.ofEpochSecond(1_000_000);
    private long count;

    private record Step(Instant due, long number, Runnable work) {}

    @Override
    public void run(Runnable step) {
        steps.add(new Step(now, count++, step));
    }

    @Override
    public Timer after(Duration delay, Runnable step) {
        Step planned = new Step(now.plus(delay), count++, step);
        steps.add(planned);
        return () -> steps.remove(planned);
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** Takes the next step. False: none is due within a time. */
    public boolean step(Duration within) {
        if (steps.isEmpty() || steps.peek().due().isAfter(now.plus(within))) {
            return false;
        }
        Step next = steps.remove();
        now = next.due().isAfter(now) ? next.due() : now;
        next.work().run();
        return true;
    }

    /** Takes all steps that are due within a time. */
    public void pass(Duration time) {
        Instant until = now.plus(time);
        while (step(Duration.between(now, until))) {
            // and the next
        }
        now = until;
    }

    /** Takes all steps that are due now. */
    public void settle() {
        pass(Duration.ZERO);
    }
}
