package io.containerizer.agent.endpoints;

import io.containerizer.protocol.json.JsonText;
import io.containerizer.protocol.mesos.Attribute;
import io.containerizer.protocol.mesos.Resource;
import io.containerizer.protocol.mesos.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Resources and attributes as the older endpoints show them. */
final class ResourcePrinter {

    private ResourcePrinter() {}

    /** Sums by name: those that machines have are always there; ranges and sets are texts. */
    static void summary(JsonText json, List<Resource> resources) {
        Map<String, Double> scalars = new LinkedHashMap<>();
        List.of("disk", "mem", "gpus", "cpus").forEach(name -> scalars.put(name, 0.0));
        Map<String, List<Value.Range>> ranges = new LinkedHashMap<>();
        Map<String, List<String>> sets = new LinkedHashMap<>();
        for (Resource resource : resources) {
            String name = resource.getName() + (resource.hasRevocable() ? "_revocable" : "");
            switch (resource.getType()) {
                case SCALAR -> scalars.merge(name, resource.getScalar().getValue(), Double::sum);
                case RANGES ->
                    ranges.computeIfAbsent(name, n -> new ArrayList<>())
                            .addAll(resource.getRanges().getRangeList());
                case SET ->
                    sets.computeIfAbsent(name, n -> new ArrayList<>())
                            .addAll(resource.getSet().getItemList());
                case TEXT -> {} // no resource has it
            }
        }
        json.beginObject();
        scalars.forEach((name, sum) -> json.field(name, thousandths(sum)));
        ranges.forEach((name, all) -> json.field(name, ranges(all)));
        sets.forEach((name, all) -> json.field(name, set(all)));
        json.endObject();
    }

    /** As exact as amounts are, without traces of binary fractions. */
    private static double thousandths(double sum) {
        return Double.isFinite(sum) && Math.abs(sum) < 1e12 ? Math.round(sum * 1000) / 1000.0 : sum;
    }

    /** An object with a summary for each role. */
    static void summaries(JsonText json, Map<String, List<Resource>> byRole) {
        json.beginObject();
        byRole.forEach((role, resources) -> {
            json.name(role);
            summary(json, resources);
        });
        json.endObject();
    }

    /** An object with the resources of each role. */
    static void full(JsonText json, Map<String, List<Resource>> byRole) {
        json.beginObject();
        byRole.forEach((role, resources) -> {
            json.name(role);
            full(json, resources);
        });
        json.endObject();
    }

    static void full(JsonText json, List<Resource> resources) {
        json.beginArray();
        resources.forEach(resource -> json.value(forEndpoint(resource)));
        json.endArray();
    }

    /** With the role where clients that know no refined reservations look for it. */
    @SuppressWarnings("deprecation") // older tools look for what newer ones find elsewhere
    private static Resource forEndpoint(Resource resource) {
        Resource.Builder shown = resource.toBuilder();
        if (resource.getReservationsCount() == 0) {
            return shown.setRole("*").build();
        }
        if (resource.getReservationsCount() > 1) {
            return resource;
        }
        Resource.ReservationInfo only = resource.getReservations(0);
        shown.setRole(only.getRole());
        if (only.getType() == Resource.ReservationInfo.Type.DYNAMIC) {
            Resource.ReservationInfo.Builder old = Resource.ReservationInfo.newBuilder();
            if (only.hasPrincipal()) {
                old.setPrincipal(only.getPrincipal());
            }
            if (only.hasLabels()) {
                old.setLabels(only.getLabels());
            }
            shown.setReservation(old);
        }
        return shown.build();
    }

    static List<Resource> unreserved(List<Resource> resources) {
        return resources.stream().filter(r -> r.getReservationsCount() == 0).toList();
    }

    /** By the role that each is reserved for last. */
    static Map<String, List<Resource>> reserved(List<Resource> resources) {
        return resources.stream()
                .filter(r -> r.getReservationsCount() > 0)
                .collect(Collectors.groupingBy(
                        r -> r.getReservations(r.getReservationsCount() - 1).getRole(),
                        TreeMap::new,
                        Collectors.toList()));
    }

    static void attributes(JsonText json, List<Attribute> attributes) {
        json.beginObject();
        for (Attribute attribute : attributes) {
            json.name(attribute.getName());
            switch (attribute.getType()) {
                case SCALAR -> json.value(attribute.getScalar().getValue());
                case RANGES -> json.value(ranges(attribute.getRanges().getRangeList()));
                case SET -> json.value(set(attribute.getSet().getItemList()));
                case TEXT -> json.value(attribute.getText().getValue());
            }
        }
        json.endObject();
    }

    private static String ranges(List<Value.Range> ranges) {
        return ranges.stream()
                .sorted(Comparator.comparingLong(Value.Range::getBegin))
                .map(range -> range.getBegin() + "-" + range.getEnd())
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String set(List<String> items) {
        return items.stream().sorted().collect(Collectors.joining(", ", "{", "}"));
    }
}
