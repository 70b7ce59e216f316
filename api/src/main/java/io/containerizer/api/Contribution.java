package io.containerizer.api;

import io.containerizer.api.LaunchStep.CgroupStep;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one isolator wants of one launch. All isolators' contributions are merged into the launch plan, in isolator
 * order: lists are appended, sets united, later environment variables win. At most one isolator may set the working
 * directory, the command, the rlimits or the capabilities.
 *
 * @param cloneNamespaces those the container gets of its own
 * @param enterNamespaces those it shares with its parent
 * @param gate the command must not start before {@link Isolator#isolate} has returned
 */
public record Contribution(
        Set<Namespace> cloneNamespaces,
        Set<Namespace> enterNamespaces,
        List<CgroupStep> cgroups,
        List<LaunchStep> steps,
        Map<String, String> environment,
        Optional<String> workingDirectory,
        Optional<Command> command,
        List<Rlimit> rlimits,
        Optional<CapabilitySets> capabilities,
        boolean noNewPrivileges,
        List<Integer> groups,
        boolean gate) {

    public static final Contribution NONE = builder().build();

    public Contribution {
        cloneNamespaces = Set.copyOf(cloneNamespaces);
        enterNamespaces = Set.copyOf(enterNamespaces);
        cgroups = List.copyOf(cgroups);
        steps = List.copyOf(steps);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        rlimits = List.copyOf(rlimits);
        groups = List.copyOf(groups);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Collects the parts; what is not set is absent. */
    public static final class Builder {
        private final Set<Namespace> clone = EnumSet.noneOf(Namespace.class);
        private final Set<Namespace> enter = EnumSet.noneOf(Namespace.class);
        private final List<CgroupStep> cgroups = new ArrayList<>();
        private final List<LaunchStep> steps = new ArrayList<>();
        private final Map<String, String> environment = new LinkedHashMap<>();
        private final List<Rlimit> rlimits = new ArrayList<>();
        private final List<Integer> groups = new ArrayList<>();
        private Optional<String> workingDirectory = Optional.empty();
        private Optional<Command> command = Optional.empty();
        private Optional<CapabilitySets> capabilities = Optional.empty();
        private boolean noNewPrivileges;
        private boolean gate;

        private Builder() {}

        public Builder cloneNamespace(Namespace namespace) {
            clone.add(namespace);
            return this;
        }

        public Builder enterNamespace(Namespace namespace) {
            enter.add(namespace);
            return this;
        }

        public Builder cgroup(CgroupStep step) {
            cgroups.add(step);
            return this;
        }

        public Builder cgroups(List<? extends CgroupStep> more) {
            cgroups.addAll(more);
            return this;
        }

        public Builder step(LaunchStep step) {
            steps.add(step);
            return this;
        }

        public Builder environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        public Builder workingDirectory(String path) {
            workingDirectory = Optional.of(path);
            return this;
        }

        public Builder command(Command value) {
            command = Optional.of(value);
            return this;
        }

        public Builder rlimits(List<Rlimit> limits) {
            rlimits.addAll(limits);
            return this;
        }

        public Builder capabilities(CapabilitySets sets) {
            capabilities = Optional.of(sets);
            return this;
        }

        public Builder noNewPrivileges() {
            noNewPrivileges = true;
            return this;
        }

        public Builder group(int gid) {
            groups.add(gid);
            return this;
        }

        public Builder gate() {
            gate = true;
            return this;
        }

        public Contribution build() {
            return new Contribution(
                    clone,
                    enter,
                    cgroups,
                    steps,
                    environment,
                    workingDirectory,
                    command,
                    rlimits,
                    capabilities,
                    noNewPrivileges,
                    groups,
                    gate);
        }
    }
}
