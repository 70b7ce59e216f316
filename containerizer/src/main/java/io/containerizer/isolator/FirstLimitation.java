package io.containerizer.isolator;

import io.containerizer.api.Isolator;
import io.containerizer.api.Limitation;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Passes on the first limitation and no other, as {@link Isolator#watch} promises, for those who look again and again
 * while the container is being ended. From any thread.
 */
public final class FirstLimitation implements Consumer<Limitation> {

    private final Consumer<Limitation> exceeded;
    private final AtomicBoolean told = new AtomicBoolean();

    public FirstLimitation(Consumer<Limitation> exceeded) {
        this.exceeded = exceeded;
    }

    @Override
    public void accept(Limitation limitation) {
        if (told.compareAndSet(false, true)) {
            exceeded.accept(limitation);
        }
    }
}
