package io.containerizer.agent.endpoints;

import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Statistic;
import io.containerizer.protocol.convert.Usage;
import io.containerizer.protocol.json.JsonText;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Statistics as the older endpoints show them, by name. The same as a message of them would be, and several times faster: dashboards
 * ask for those of all containers again and again.
 */
final class StatisticsPrinter {

    private static final String DISKS = "disk_statistics";
    private static final String TIMESTAMP = "timestamp";

    private final Map<String, Statistic> byName = new TreeMap<>();

    StatisticsPrinter() {
        Arrays.stream(Statistic.values()).forEach(figure -> byName.put(figure.field(), figure));
    }

    void write(JsonText json, ResourceStatistics statistics) {
        boolean disksToCome = !statistics.disks().isEmpty();
        json.beginObject();
        for (Map.Entry<String, Statistic> figure : byName.entrySet()) {
            if (disksToCome && figure.getKey().compareTo(DISKS) > 0) {
                disks(json, statistics);
                disksToCome = false;
            }
            statistics
                    .get(figure.getValue())
                    .ifPresent(value -> write(json, figure.getKey(), figure.getValue(), value));
        }
        json.field(TIMESTAMP, statistics.timestamp());
        json.endObject();
    }

    private static void write(JsonText json, String name, Statistic figure, Number value) {
        if (figure.isFraction()) {
            json.field(name, value.doubleValue());
        } else {
            json.field(name, value.longValue());
        }
    }

    private static void disks(JsonText json, ResourceStatistics statistics) {
        ResourceStatistics alone = new ResourceStatistics(statistics.timestamp(), Map.of(), statistics.disks());
        json.name(DISKS).beginArray();
        Usage.toMessage(alone).getDiskStatisticsList().forEach(json::valueByName);
        json.endArray();
    }
}
