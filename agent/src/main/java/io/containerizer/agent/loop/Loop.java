package io.containerizer.agent.loop;

import java.time.Duration;
import java.time.InstantSource;

/**
 * Steps that happen one after the other: what only they touch needs no locks. A step that waits holds up all others, so
 * whatever takes time is done elsewhere and comes back as another step.
 */
public interface Loop extends InstantSource {

    /** From any thread: takes the step after those that are waiting. */
    void run(Runnable step);

    /** Takes the step when so much time has gone by, unless it is cancelled before. */
    Timer after(Duration delay, Runnable step);

    /** A step to come. */
    interface Timer {

        /** On the loop: then the step is not taken any more. */
        void cancel();
    }
}
