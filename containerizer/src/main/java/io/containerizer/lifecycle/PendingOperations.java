package io.containerizer.lifecycle;

import io.containerizer.api.ContainerId;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What isolators and launcher are doing at this moment, for whoever wonders why a container makes no progress. */
final class PendingOperations {

    private final Set<Running> running = ConcurrentHashMap.newKeySet();

    /** One call; equal only to itself. */
    private static final class Running {
        private final String part;
        private final String call;
        private final ContainerId container;

        private Running(String part, String call, ContainerId container) {
            this.part = part;
            this.call = call;
            this.container = container;
        }

        private PendingOperation told() {
            return new PendingOperation(part + "::" + call, container);
        }
    }

    <T> T during(String part, String call, ContainerId container, Supplier<T> work) {
        Running own = new Running(part, call, container);
        running.add(own);
        try {
            return work.get();
        } finally {
            running.remove(own);
        }
    }

    void during(String part, String call, ContainerId container, Runnable work) {
        Running own = new Running(part, call, container);
        running.add(own);
        try {
            work.run();
        } finally {
            running.remove(own);
        }
    }

    List<PendingOperation> all() {
        return running.stream()
                .map(Running::told)
                .sorted(Comparator.comparing(PendingOperation::container).thenComparing(PendingOperation::name))
                .toList();
    }
}
