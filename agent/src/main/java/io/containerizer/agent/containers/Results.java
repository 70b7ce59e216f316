package io.containerizer.agent.containers;

import io.containerizer.api.ContainerId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** When each container ended whose result is kept, the oldest first. */
final class Results {

    private final ResultPolicy policy;
    private final InstantSource clock;
    private final Map<ContainerId, Instant> ends = new LinkedHashMap<>();

    Results(ResultPolicy policy, InstantSource clock) {
        this.policy = policy;
        this.clock = clock;
    }

    synchronized void add(ContainerId id) {
        add(id, clock.instant());
    }

    /** @param end when it ended; later calls never have earlier times, but for those of a start */
    synchronized void add(ContainerId id, Instant end) {
        ends.remove(id);
        ends.put(id, end);
    }

    synchronized void remove(ContainerId id) {
        ends.remove(id);
    }

    /** Those whose time has come; they are none of this object's business any more. */
    synchronized List<ContainerId> takeExpired() {
        Instant oldest = clock.instant().minus(policy.age());
        List<ContainerId> expired = new ArrayList<>();
        int over = ends.size() - policy.most();
        for (Map.Entry<ContainerId, Instant> end : ends.entrySet()) {
            if (expired.size() < over || end.getValue().isBefore(oldest)) {
                expired.add(end.getKey());
            }
        }
        expired.forEach(ends::remove);
        return List.copyOf(expired);
    }

    /** How often it is worth looking. */
    Duration interval() {
        Duration part = policy.age().dividedBy(10);
        return part.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : part;
    }
}
