package io.containerizer.protocol.check;

import io.containerizer.protocol.mesos.Resource;
import io.containerizer.protocol.mesos.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether resources are well-formed, and such as a container may be launched with. */
final class ResourceChecks {

    private ResourceChecks() {}

    static void wellFormed(Problems problems, String field, List<Resource> resources) {
        for (int i = 0; i < resources.size(); i++) {
            wellFormed(problems, field + "[" + i + "]", resources.get(i));
        }
    }

    private static void wellFormed(Problems problems, String field, Resource resource) {
        problems.addIf(resource.getName().isEmpty(), field + ".name", "is empty");
        Value.Type type = resource.getType();
        requireOnly(problems, field + ".scalar", type == Value.Type.SCALAR, resource.hasScalar());
        requireOnly(problems, field + ".ranges", type == Value.Type.RANGES, resource.hasRanges());
        requireOnly(problems, field + ".set", type == Value.Type.SET, resource.hasSet());
        problems.addIf(type == Value.Type.TEXT, field + ".type", "is TEXT, which is for attributes");
        if (resource.hasScalar()) {
            scalar(problems, field + ".scalar.value", resource.getScalar().getValue());
            problems.addIf(
                    resource.getName().equals("gpus")
                            && resource.getScalar().getValue()
                                    != Math.rint(resource.getScalar().getValue()),
                    field + ".scalar.value",
                    "is no whole number of gpus");
        }
        for (Value.Range range : resource.getRanges().getRangeList()) {
            problems.addIf(
                    Long.compareUnsigned(range.getBegin(), range.getEnd()) > 0,
                    field + ".ranges",
                    "has a range that ends before it begins");
        }
        Set<String> items = new HashSet<>();
        for (String item : resource.getSet().getItemList()) {
            problems.addIf(!items.add(item), field + ".set", "has an item twice");
        }
    }

    private static void requireOnly(Problems problems, String field, boolean belongs, boolean there) {
        problems.addIf(belongs && !there, field, "is missing");
        problems.addIf(there && !belongs, field, "does not belong to its type");
    }

    private static void scalar(Problems problems, String field, double value) {
        problems.addIf(Double.isNaN(value) || Double.isInfinite(value) || value < 0, field, "is no amount");
    }

    /** A limit may be infinite, a request may not. */
    static void limits(Problems problems, String field, Map<String, Value.Scalar> limits) {
        limits.forEach((name, limit) -> problems.addIf(
                Double.isNaN(limit.getValue()) || limit.getValue() < 0, field, "has an amount that is none"));
    }

    /** What a top-level container is launched with belongs to nobody, and nobody can take it back. */
    static void unreserved(Problems problems, String field, List<Resource> resources) {
        for (int i = 0; i < resources.size(); i++) {
            Resource resource = resources.get(i);
            String part = field + "[" + i + "]";
            problems.addIf(isReserved(resource), part, "is reserved");
            problems.addIf(resource.getDisk().hasPersistence(), part + ".disk.persistence", "is set");
            problems.addIf(resource.hasRevocable(), part + ".revocable", "is set");
        }
    }

    @SuppressWarnings("deprecation") // the old way of reserving is one, too
    private static boolean isReserved(Resource resource) {
        return resource.getReservationsCount() > 0
                || resource.hasReservation()
                || !resource.getRole().equals("*");
    }
}
