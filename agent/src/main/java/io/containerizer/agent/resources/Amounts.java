package io.containerizer.agent.resources;

import io.containerizer.protocol.mesos.Resource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Amounts of resources of several kinds. Of one kind are those that differ in nothing but the amount, and in the role that
 * they were allocated to.
 */
public final class Amounts {

    public static final Amounts NONE = new Amounts(Map.of());

    /** By the resource without its amount. */
    private final Map<Resource, Amount> byKind;

    private Amounts(Map<Resource, Amount> byKind) {
        this.byKind = byKind;
    }

    public static Amounts of(Collection<Resource> resources) {
        Map<Resource, Amount> byKind = new LinkedHashMap<>();
        for (Resource resource : resources) {
            byKind.merge(kind(resource), Amount.of(resource), Amount::plus);
        }
        return of(byKind);
    }

    /** Without what is none. */
    private static Amounts of(Map<Resource, Amount> byKind) {
        byKind.values().removeIf(Amount::isNothing);
        return new Amounts(byKind);
    }

    /** An unreserved one may name the role that stands for all. */
    @SuppressWarnings("deprecation") // the field is still written
    private static Resource kind(Resource resource) {
        Resource.Builder kind =
                resource.toBuilder().clearScalar().clearRanges().clearSet().clearAllocationInfo();
        if (kind.getRole().equals("*")) {
            kind.clearRole();
        }
        return kind.build();
    }

    public Amounts plus(Amounts others) {
        Map<Resource, Amount> sum = new LinkedHashMap<>(byKind);
        others.byKind.forEach((kind, amount) -> sum.merge(kind, amount, Amount::plus));
        return of(sum);
    }

    /** What is left; of what there is not enough, nothing. */
    public Amounts minus(Amounts others) {
        Map<Resource, Amount> left = new LinkedHashMap<>(byKind);
        others.byKind.forEach((kind, amount) -> left.computeIfPresent(kind, (k, had) -> had.minus(amount)));
        return of(left);
    }

    public boolean contains(Amounts others) {
        return others.minus(this).isNothing();
    }

    public boolean isNothing() {
        return byKind.isEmpty();
    }

    /** Those of some kinds. */
    public Amounts only(Predicate<Resource> wanted) {
        Map<Resource, Amount> some = new LinkedHashMap<>(byKind);
        some.keySet().removeIf(wanted.negate());
        return new Amounts(some);
    }

    /** The sum of scalars of one name, of whatever kind. */
    public double scalar(String name) {
        long thousandths = 0;
        for (Map.Entry<Resource, Amount> entry : byKind.entrySet()) {
            if (entry.getKey().getName().equals(name) && entry.getValue() instanceof Amount.Scalar scalar) {
                thousandths += scalar.thousandths();
            }
        }
        return thousandths / 1000.0;
    }

    /** The names of those that are scalars. */
    public List<String> scalars() {
        return byKind.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Amount.Scalar)
                .map(entry -> entry.getKey().getName())
                .distinct()
                .toList();
    }

    /** @param role that they are allocated to */
    public List<Resource> allocatedTo(String role) {
        return byKind.entrySet().stream()
                .map(entry -> {
                    Resource.Builder resource = entry.getKey().toBuilder()
                            .setAllocationInfo(
                                    Resource.AllocationInfo.newBuilder().setRole(role));
                    entry.getValue().into(resource);
                    return resource.build();
                })
                .toList();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        byKind.forEach((kind, amount) -> text.append(text.isEmpty() ? "" : "; ")
                .append(kind.getName())
                .append(':')
                .append(
                        switch (amount) {
                            case Amount.Scalar scalar -> Double.toString(scalar.thousandths() / 1000.0);
                            case Amount.Numbers numbers ->
                                numbers.ranges().ranges().toString();
                            case Amount.Items items -> items.items().toString();
                        }));
        return text.toString();
    }
}
