package io.containerizer.agent.endpoints;

import io.containerizer.agent.auth.Action;
import io.containerizer.agent.auth.Authorizer;
import io.containerizer.agent.auth.Caller;
import io.containerizer.agent.state.EngineView;
import io.containerizer.agent.state.ExecutorState;
import io.containerizer.agent.state.FrameworkState;
import io.containerizer.agent.state.Frameworks;
import io.containerizer.lifecycle.LiveContainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The containers at the top that a caller may see: those of executors first, then standalone ones. */
final class Listing {

    private final EngineView containers;
    private final Frameworks frameworks;
    private final Authorizer authorizer;

    Listing(EngineView containers, Frameworks frameworks, Authorizer authorizer) {
        this.containers = containers;
        this.frameworks = frameworks;
        this.authorizer = authorizer;
    }

    /** A container in the terms of executors. */
    record Entry(String frameworkId, String executorId, String executorName, String source, LiveContainer container) {

        boolean isStandalone() {
            return frameworkId.isEmpty();
        }

        @SuppressWarnings("deprecation") // older tools look for what newer ones find elsewhere
        private static Entry of(FrameworkState framework, ExecutorState executor, LiveContainer container) {
            return new Entry(
                    framework.info().getId().getValue(),
                    executor.info().getExecutorId().getValue(),
                    executor.info().getName(),
                    executor.info().getSource(),
                    container);
        }

        private static Entry standalone(LiveContainer container) {
            String id = container.id().toString();
            return new Entry("", id, "Standalone Container (" + id + ")", id, container);
        }
    }

    List<Entry> visibleTo(Caller caller) {
        Map<String, LiveContainer> left = containers.live().stream()
                .filter(c -> !c.id().isNested())
                .collect(Collectors.toMap(c -> c.id().value(), Function.identity(), (a, b) -> a, TreeMap::new));
        List<Entry> entries = new ArrayList<>();
        for (FrameworkState framework : frameworks.active()) {
            for (ExecutorState executor : framework.executors()) {
                LiveContainer container = left.remove(executor.container());
                if (container != null && authorizer.allows(caller, Action.VIEW_CONTAINERS, executor.user())) {
                    entries.add(Entry.of(framework, executor, container));
                }
            }
        }
        left.values().stream()
                .filter(c -> authorizer.allows(caller, Action.VIEW_STANDALONE_CONTAINERS, containers.user(c)))
                .map(Entry::standalone)
                .forEach(entries::add);
        return entries;
    }
}
