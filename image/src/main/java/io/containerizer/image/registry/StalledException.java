package io.containerizer.image.registry;

import java.io.IOException;
import java.time.Duration;

/** A peer that has sent nothing for too long. */
final class StalledException extends IOException {

    private static final long serialVersionUID = 1L;

    StalledException(Duration stall) {
        super("nothing came for "
                + (stall.toMillis() % 1000 == 0 ? stall.toSeconds() + " s" : stall.toMillis() + " ms"));
    }
}
