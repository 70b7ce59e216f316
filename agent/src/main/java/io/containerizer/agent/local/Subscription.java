package io.containerizer.agent.local;

import io.containerizer.agent.events.EventStream;
import io.containerizer.agent.loop.Loop;
import io.containerizer.protocol.mesos.FrameworkID;
import io.containerizer.protocol.mesos.FrameworkInfo;
import io.containerizer.protocol.mesos.scheduler.Event;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A framework, as its master knows it: what it wants, and whether somebody listens. On the loop. */
final class Subscription {

    private final FrameworkID id;
    private final Set<String> suppressed = new HashSet<>();
    private final Map<String, Instant> refused = new HashMap<>();
    private FrameworkInfo info;
    private @Nullable Connection connection;
    private Loop.@Nullable Timer timer;

    /** @param stream the id that all calls on it carry */
    record Connection(String stream, EventStream events) {}

    Subscription(FrameworkID id, FrameworkInfo info) {
        this.id = id;
        this.info = info;
    }

    FrameworkID id() {
        return id;
    }

    FrameworkInfo info() {
        return info;
    }

    void update(FrameworkInfo changed) {
        info = changed;
    }

    List<String> roles() {
        return info.getCapabilitiesList().stream()
                        .anyMatch(c -> c.getType() == FrameworkInfo.Capability.Type.MULTI_ROLE)
                ? info.getRolesList().stream().distinct().toList()
                : List.of(role());
    }

    @SuppressWarnings("deprecation") // frameworks with one role still name it so
    private String role() {
        return info.getRole();
    }

    Optional<Connection> connection() {
        return Optional.ofNullable(connection);
    }

    void connect(Connection next) {
        connection = next;
    }

    void disconnect() {
        connection = null;
    }

    /** False: nobody hears it. */
    boolean send(Event event) {
        return connection != null && connection.events().send(event);
    }

    /** The one timer that it has: for signs of life while it is connected, for its return while it is not. */
    void setTimer(Loop.@Nullable Timer next) {
        if (timer != null) {
            timer.cancel();
        }
        timer = next;
    }

    void suppress(List<String> some) {
        suppressed.addAll(some.isEmpty() ? roles() : some);
    }

    void revive(List<String> some) {
        List<String> revived = some.isEmpty() ? roles() : some;
        revived.forEach(role -> {
            suppressed.remove(role);
            refused.remove(role);
        });
    }

    void refuse(String role, Instant until) {
        refused.merge(role, until, (a, b) -> a.isAfter(b) ? a : b);
    }

    boolean wants(String role, Instant now) {
        return connection != null
                && !suppressed.contains(role)
                && !refused.getOrDefault(role, Instant.MIN).isAfter(now);
    }
}
