package io.containerizer.image.supply;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.FlagText;
import io.containerizer.image.ImageReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * When images go that no container uses, as Mesos' ImageGcConfig.
 *
 * @param headroom the part of the store's file system, from 0 to 1, that is to be free
 * @param interval how often to look
 * @param excluded those that stay
 */
public record ImageGcConfig(double headroom, Duration interval, List<ImageReference> excluded) {

    private static final double DEFAULT_HEADROOM = 0.1;
    private static final Duration DEFAULT_INTERVAL = Duration.ofHours(1);

    public ImageGcConfig {
        excluded = List.copyOf(excluded);
    }

    /**
     * @param text the JSON itself, or the absolute path of a file with it, with or without {@code file://}
     * @throws ContainerizerException with INVALID_FLAG, saying what is wrong with it
     */
    static ImageGcConfig parse(String text) {
        try {
            return read(JsonParser.parseString(FlagText.json(text)).getAsJsonObject());
        } catch (NumberFormatException e) {
            throw invalid("it has a text where a number belongs").causedBy(e);
        } catch (JsonParseException | IllegalStateException | ClassCastException | UnsupportedOperationException e) {
            throw invalid("it is no JSON of an ImageGcConfig").causedBy(e);
        }
    }

    private static ImageGcConfig read(JsonObject json) {
        double headroom = DEFAULT_HEADROOM;
        Duration interval = DEFAULT_INTERVAL;
        List<ImageReference> excluded = new ArrayList<>();
        for (String name : json.keySet()) {
            JsonElement value = json.get(name);
            switch (name) {
                case "image_disk_headroom" -> headroom = value.getAsDouble();
                case "image_disk_watch_interval" -> interval = interval(value.getAsJsonObject());
                case "excluded_images" ->
                    value.getAsJsonArray().forEach(i -> excluded.add(ImageReference.parse(i.getAsString())));
                default -> throw invalid("the field " + name + " has no meaning here");
            }
        }
        if (!(headroom >= 0 && headroom <= 1)) {
            throw invalid("image_disk_headroom is not between 0 and 1");
        }
        return new ImageGcConfig(headroom, interval, excluded);
    }

    private static Duration interval(JsonObject json) {
        if (!json.keySet().equals(Set.of("nanoseconds"))) {
            throw invalid("image_disk_watch_interval has not the one field nanoseconds");
        }
        Duration interval = Duration.ofNanos(json.get("nanoseconds").getAsLong());
        if (interval.compareTo(Duration.ofSeconds(1)) < 0) {
            throw invalid("image_disk_watch_interval is below a second");
        }
        return interval;
    }

    private static ContainerizerException invalid(String why) {
        return ContainerizerException.of(ErrorCode.INVALID_FLAG, "read", "ImageGcConfig", why)
                .withHint("it looks like {\"image_disk_headroom\": 0.1, \"image_disk_watch_interval\":"
                        + " {\"nanoseconds\": 3600000000000}, \"excluded_images\": [\"busybox\"]}");
    }
}
