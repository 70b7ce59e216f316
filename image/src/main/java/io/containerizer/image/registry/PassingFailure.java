package io.containerizer.image.registry;

import io.containerizer.api.ContainerizerException;
import java.time.Duration;
import java.util.Optional;

/** A failure that another try may mend. */
@SuppressWarnings("serial") // it never leaves this package
final class PassingFailure extends Exception {

    private final ContainerizerException whole;
    private final Optional<Duration> pause;

    /** @param pause how long the peer asks to be left alone */
    PassingFailure(ContainerizerException whole, Optional<Duration> pause) {
        super(whole.getMessage(), whole);
        this.whole = whole;
        this.pause = pause;
    }

    ContainerizerException whole() {
        return whole;
    }

    Optional<Duration> pause() {
        return pause;
    }
}
