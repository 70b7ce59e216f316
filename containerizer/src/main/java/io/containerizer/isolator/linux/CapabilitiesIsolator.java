package io.containerizer.isolator.linux;

import io.containerizer.api.Capability;
import io.containerizer.api.CapabilitySets;
import io.containerizer.api.Container;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.Contribution;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Flag;
import io.containerizer.api.Isolator;
import io.containerizer.api.IsolatorEnvironment;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.Verdict;
import io.containerizer.isolator.LinuxRequirements;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** {@code linux/capabilities}: what a container's command may do of what only root may, and what it may ever gain. */
public final class CapabilitiesIsolator implements Isolator {

    private static final String NAME = "linux/capabilities";
    private static final Flag<Set<Capability>> EFFECTIVE = Flag.unset(
            "effective_capabilities", "NAMES", Capability::parse, "What commands may do where a request says nothing.");
    private static final Flag<Set<Capability>> BOUNDING = Flag.unset(
            "bounding_capabilities", "NAMES", Capability::parse, "The most that any container may ever gain.");

    private final Optional<Set<Capability>> defaultEffective;
    private final Optional<Set<Capability>> operatorBounding;

    private CapabilitiesIsolator(Optional<Set<Capability>> effective, Optional<Set<Capability>> bounding) {
        this.defaultEffective = effective;
        this.operatorBounding = bounding;
        if (effective.isPresent() && bounding.isPresent()) {
            mustLieWithin("--effective_capabilities", effective.get(), "--bounding_capabilities", bounding.get());
        }
    }

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
        Optional<Set<Capability>> wantedBounding = container.spec().linux().boundingCapabilities();
        Optional<Set<Capability>> effective =
                container.spec().linux().effectiveCapabilities().or(() -> defaultEffective);
        if (wantedBounding.isPresent() && operatorBounding.isPresent()) {
            mustLieWithin("the bounding set", wantedBounding.get(), "--bounding_capabilities", operatorBounding.get());
        }
        Optional<Set<Capability>> bounding =
                wantedBounding.or(() -> operatorBounding).or(() -> effective);
        if (bounding.isEmpty()) {
            return Contribution.NONE;
        }
        Set<Capability> most = bounding.get();
        Set<Capability> has = effective.orElse(most);
        mustLieWithin("the effective set", has, "the bounding set", most);
        return Contribution.builder()
                .capabilities(new CapabilitySets(has, most))
                .build();
    }

    private static void mustLieWithin(String what, Set<Capability> inner, String where, Set<Capability> outer) {
        Set<Capability> outside = new TreeSet<>(inner);
        outside.removeAll(outer);
        if (!outside.isEmpty()) {
            throw ContainerizerException.of(
                    ErrorCode.INVALID_SPEC, "check capabilities", outside.toString(), what + " goes beyond " + where);
        }
    }

    /** Makes it. */
    public static final class Factory implements IsolatorFactory {
        @Override
        public String name() {
            return NAME;
        }

        @Override
        public List<Flag<?>> flags() {
            return List.of(EFFECTIVE, BOUNDING);
        }

        @Override
        public Verdict probe(IsolatorEnvironment environment) {
            return LinuxRequirements.of(environment).verdict();
        }

        @Override
        public Isolator create(IsolatorEnvironment environment) {
            return new CapabilitiesIsolator(
                    environment.flags().find(EFFECTIVE), environment.flags().find(BOUNDING));
        }
    }
}
