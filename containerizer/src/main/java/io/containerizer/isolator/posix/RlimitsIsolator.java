package io.containerizer.isolator.posix;

import io.containerizer.api.Container;
import io.containerizer.api.Contribution;
import io.containerizer.api.Isolator;
import io.containerizer.api.IsolatorEnvironment;
import io.containerizer.api.IsolatorFactory;

/** {@code posix/rlimits}: sets the kernel's resource limits that a request names. */
public final class RlimitsIsolator implements Isolator {

    private static final String NAME = "posix/rlimits";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean supportsNesting() {
        return true;
    }

    @Override
    public Contribution prepare(Container container) {
        return Contribution.builder().rlimits(container.spec().rlimits()).build();
    }

    /** Makes it. */
    public static final class Factory implements IsolatorFactory {
        @Override
        public String name() {
            return NAME;
        }

        @Override
        public Isolator create(IsolatorEnvironment environment) {
            return new RlimitsIsolator();
        }
    }
}
