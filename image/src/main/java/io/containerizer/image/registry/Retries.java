package io.containerizer.image.registry;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/** Tries again what may pass, as often and as late as the policy says. */
final class Retries {

    private static final System.Logger LOG = System.getLogger(Retries.class.getName());

    /** Something that is tried. */
    @FunctionalInterface
    interface Try<T> {
        T once() throws PassingFailure;
    }

    private final RetryPolicy policy;
    private final Sleeper sleeper;
    private final DoubleSupplier random;

    Retries(RetryPolicy policy, Sleeper sleeper, DoubleSupplier random) {
        this.policy = policy;
        this.sleeper = sleeper;
        this.random = random;
    }

    /** The same with fewer attempts, for where there is another place to ask. */
    Retries atMost(int attempts) {
        RetryPolicy fewer = new RetryPolicy(Math.min(attempts, policy.attempts()), policy.first(), policy.longest());
        return new Retries(fewer, sleeper, random);
    }

    /** @throws ContainerizerException what cannot pass, or did not */
    <T> T run(Try<T> work) {
        for (int failures = 1; ; failures++) {
            try {
                return work.once();
            } catch (PassingFailure e) {
                Duration asked = e.pause().orElse(Duration.ZERO);
                if (failures >= policy.attempts() || asked.compareTo(policy.longest()) > 0) {
                    throw failures == 1 ? e.whole() : often(e.whole(), failures);
                }
                pause(e.whole(), failures, asked);
            }
        }
    }

    /** Whether there is to be another try after so many failures in a row. */
    boolean goesOn(int failures) {
        return failures < policy.attempts();
    }

    /** Waits as long as is due after so many failures in a row, but not shorter than asked for. */
    void pause(ContainerizerException failure, int failures, Duration atLeast) {
        Duration due = policy.pause(failures, random.getAsDouble());
        Duration pause = due.compareTo(atLeast) < 0 ? atLeast : due;
        LOG.log(
                System.Logger.Level.WARNING,
                () -> failure.getMessage() + "; tries again in " + pause.toMillis() + " ms");
        try {
            sleeper.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ContainerizerException.of(
                            ErrorCode.REGISTRY_FAILED, failure.step(), failure.subject(), "interrupted between tries")
                    .causedBy(failure);
        }
    }

    private static ContainerizerException often(ContainerizerException last, int times) {
        return ContainerizerException.of(
                        last.code(), last.step(), last.subject(), last.reason() + " (" + times + " tries)")
                .withHint(last.hint().orElse(""))
                .causedBy(last);
    }
}
