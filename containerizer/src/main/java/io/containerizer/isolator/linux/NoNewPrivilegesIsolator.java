package io.containerizer.isolator.linux;

import io.containerizer.api.Container;
import io.containerizer.api.Contribution;
import io.containerizer.api.Isolator;
import io.containerizer.api.IsolatorEnvironment;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.Verdict;
import io.containerizer.isolator.LinuxRequirements;

/** {@code linux/nnp}: no program that a container executes gains privileges by it, setuid or not. */
public final class NoNewPrivilegesIsolator implements Isolator {

    private static final String NAME = "linux/nnp";

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
        return Contribution.builder().noNewPrivileges().build();
    }

    /** Makes it. */
    public static final class Factory implements IsolatorFactory {
        @Override
        public String name() {
            return NAME;
        }

        @Override
        public Verdict probe(IsolatorEnvironment environment) {
            return LinuxRequirements.of(environment).verdict();
        }

        @Override
        public Isolator create(IsolatorEnvironment environment) {
            return new NoNewPrivilegesIsolator();
        }
    }
}
