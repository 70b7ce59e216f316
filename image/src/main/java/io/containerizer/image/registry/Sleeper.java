package io.containerizer.image.registry;

import java.time.Duration;

/** Lets time pass. */
@FunctionalInterface
interface Sleeper {
    void sleep(Duration pause) throws InterruptedException;
}
