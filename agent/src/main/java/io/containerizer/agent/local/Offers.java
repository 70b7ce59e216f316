package io.containerizer.agent.local;

import io.containerizer.agent.resources.Amounts;
import io.containerizer.protocol.mesos.FrameworkID;
import io.containerizer.protocol.mesos.OfferID;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What there is, and how much of it is offered, used, or free. On the loop. */
final class Offers {

    private final String prefix;
    private final Map<OfferID, Open> open = new LinkedHashMap<>();
    private final Map<Object, Use> used = new LinkedHashMap<>();
    private final Amounts total;
    private Amounts free;
    private long count;

    /** An offer that nobody has answered. */
    record Open(OfferID id, FrameworkID framework, String role, Amounts amounts) {}

    private record Use(FrameworkID framework, Amounts amounts) {}

    /** @param master whose name is a part of the ids of offers */
    Offers(Amounts total, String master) {
        this.total = total;
        this.free = total;
        this.prefix = master + "-O";
    }

    Amounts free() {
        return free;
    }

    Open offer(FrameworkID framework, String role, Amounts amounts) {
        OfferID id = OfferID.newBuilder().setValue(prefix + count++).build();
        Open offer = new Open(id, framework, role, amounts);
        open.put(id, offer);
        free = free.minus(amounts);
        return offer;
    }

    /** Takes an offer off the table; what it held is not free yet. */
    Optional<Open> take(OfferID id, FrameworkID framework) {
        Open offer = open.get(id);
        if (offer == null || !offer.framework().equals(framework)) {
            return Optional.empty();
        }
        open.remove(id);
        return Optional.of(offer);
    }

    void release(Amounts amounts) {
        free = free.plus(amounts);
    }

    /** @param by what uses it: a task or an executor */
    void use(Object by, FrameworkID framework, Amounts amounts) {
        used.put(by, new Use(framework, amounts));
    }

    /** The same of something that uses it already. */
    void found(Object by, FrameworkID framework, Amounts amounts) {
        free = free.minus(amounts);
        use(by, framework, amounts);
    }

    /** False: it used nothing. */
    boolean unuse(Object by) {
        Use use = used.remove(by);
        if (use != null) {
            release(use.amounts());
        }
        return use != null;
    }

    void unuseAllOf(FrameworkID framework) {
        used.entrySet().removeIf(use -> {
            boolean its = use.getValue().framework().equals(framework);
            if (its) {
                release(use.getValue().amounts());
            }
            return its;
        });
    }

    boolean isUsed(Object by) {
        return used.containsKey(by);
    }

    List<Open> of(FrameworkID framework) {
        return open.values().stream()
                .filter(offer -> offer.framework().equals(framework))
                .toList();
    }

    List<Open> all() {
        return List.copyOf(open.values());
    }

    /** The part of all that a framework has of what it has most of: 0 to 1. */
    double share(FrameworkID framework) {
        Amounts has = Amounts.NONE;
        for (Open offer : of(framework)) {
            has = has.plus(offer.amounts());
        }
        for (Use use : used.values()) {
            if (use.framework().equals(framework)) {
                has = has.plus(use.amounts());
            }
        }
        double most = 0;
        for (String name : total.scalars()) {
            double all = total.scalar(name);
            most = Math.max(most, all > 0 ? has.scalar(name) / all : 0);
        }
        return most;
    }
}
