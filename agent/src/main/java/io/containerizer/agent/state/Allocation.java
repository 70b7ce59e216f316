package io.containerizer.agent.state;

import io.containerizer.api.Bytes;
import io.containerizer.api.Resources;
import io.containerizer.lifecycle.LiveContainer;
import io.containerizer.protocol.convert.ResourceMessages;
import io.containerizer.protocol.mesos.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What of an agent's resources is in use. */
public final class Allocation {

    private Allocation() {}

    /** By frameworks, and by standalone containers, whose resources are nobody's. */
    public static List<Resource> of(Frameworks frameworks, List<LiveContainer> containers) {
        List<Resource> all = new ArrayList<>();
        frameworks.active().stream()
                .flatMap(framework -> framework.executors().stream())
                .forEach(executor -> all.addAll(executor.allocated()));
        all.addAll(ResourceMessages.toMessages(standalone(frameworks, containers)));
        return all;
    }

    /** The sum of scalars of one name. */
    public static double sum(List<Resource> resources, String name, boolean revocable) {
        return resources.stream()
                .filter(r -> r.getName().equals(name) && r.hasScalar() && r.hasRevocable() == revocable)
                .mapToDouble(r -> r.getScalar().getValue())
                .sum();
    }

    private static Resources standalone(Frameworks frameworks, List<LiveContainer> containers) {
        Set<String> ofExecutors = frameworks.active().stream()
                .flatMap(framework -> framework.executors().stream())
                .map(ExecutorState::container)
                .collect(Collectors.toSet());
        double cpus = 0;
        long memory = 0;
        long disk = 0;
        for (LiveContainer container : containers) {
            if (!container.id().isNested()
                    && !ofExecutors.contains(container.id().value())) {
                cpus += container.requests().cpus();
                memory += container.requests().memory().value();
                disk += container.requests().disk().value();
            }
        }
        return new Resources(cpus, new Bytes(memory), new Bytes(disk));
    }
}
