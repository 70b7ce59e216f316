package io.containerizer.agent.state;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.protocol.MessageLimits;
import io.containerizer.protocol.json.MesosJson;
import io.containerizer.protocol.mesos.Offer;
import io.containerizer.protocol.mesos.Resource;
import io.containerizer.protocol.mesos.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Resources as Mesos' flag writes them: {@code cpus:4;mem(role):1024;ports:[31000-32000];disks:{a,b}}, or a JSON array of them. */
final class ResourceText {

    private static final Pattern PART = Pattern.compile("([^:()]+)(?:\\(([^()]*)\\))?:(.+)");

    private ResourceText() {}

    static List<Resource> parse(String text, String defaultRole) {
        String bare = text.strip();
        if (bare.startsWith("[{")) {
            return json(bare);
        }
        List<Resource> all = new ArrayList<>();
        for (String part : bare.split("[;\n]")) {
            if (!part.isBlank()) {
                all.add(resource(part.strip(), defaultRole));
            }
        }
        return all;
    }

    /** An offer is a message with a list of resources. */
    private static List<Resource> json(String array) {
        String offer = "{\"id\":{\"value\":\"\"},\"framework_id\":{\"value\":\"\"},\"agent_id\":{\"value\":\"\"},"
                + "\"hostname\":\"\",\"resources\":" + array + "}";
        try {
            return new MesosJson(MessageLimits.DEFAULT)
                    .read(offer.getBytes(StandardCharsets.UTF_8), Offer.getDefaultInstance())
                    .getResourcesList();
        } catch (ContainerizerException e) {
            throw invalid(array, e.reason()).causedBy(e);
        }
    }

    private static Resource resource(String text, String defaultRole) {
        Matcher part = PART.matcher(text);
        if (!part.matches()) {
            throw invalid(text, "it is not name:value or name(role):value");
        }
        String role = part.group(2) == null ? defaultRole : part.group(2).strip();
        Resource.Builder resource = Resource.newBuilder().setName(part.group(1).strip());
        if (!role.equals("*")) {
            resource.addReservations(Resource.ReservationInfo.newBuilder()
                    .setType(Resource.ReservationInfo.Type.STATIC)
                    .setRole(role));
        }
        String value = part.group(3).strip();
        if (value.startsWith("[")) {
            return resource.setType(Value.Type.RANGES)
                    .setRanges(RangeText.parse(value))
                    .build();
        }
        if (value.startsWith("{") && value.endsWith("}")) {
            Value.Set.Builder set = Value.Set.newBuilder();
            for (String item : value.substring(1, value.length() - 1).split(",")) {
                set.addItem(item.strip());
            }
            return resource.setType(Value.Type.SET).setSet(set).build();
        }
        double number = number(value)
                .filter(n -> n >= 0)
                .orElseThrow(() -> invalid(text, "its value is no number, [ranges] or {set}"));
        return scalar(resource, number);
    }

    static Resource scalar(Resource.Builder resource, double number) {
        return resource.setType(Value.Type.SCALAR)
                .setScalar(Value.Scalar.newBuilder().setValue(number))
                .build();
    }

    /** With the three decimals that Mesos keeps. */
    static Optional<Double> number(String text) {
        return text.matches("-?[0-9]{1,15}(\\.[0-9]{1,15})?")
                ? Optional.of(Math.round(Double.parseDouble(text) * 1000) / 1000.0)
                : Optional.empty();
    }

    private static ContainerizerException invalid(String text, String why) {
        return ContainerizerException.of(ErrorCode.INVALID_FLAG, "read resource", "'" + text + "'", why);
    }
}
