package io.containerizer.lifecycle;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.containerizer.api.ContainerClass;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.FlagText;
import io.containerizer.api.ImageRequest;
import io.containerizer.api.Volume;
import io.containerizer.image.ImageReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code --default_container_info} gives to containers whose request says nothing of volumes and of their root: the
 * volumes and the image of a Mesos ContainerInfo in JSON.
 *
 * @param volumes in the order of the JSON
 */
record DefaultContainerInfo(List<Volume> volumes, Optional<ImageRequest> image) {

    DefaultContainerInfo {
        volumes = List.copyOf(volumes);
    }

    /**
     * @param text the JSON itself, or the absolute path of a file with it, with or without {@code file://}
     * @throws ContainerizerException with INVALID_FLAG, saying what is wrong with it
     */
    static DefaultContainerInfo parse(String text) {
        try {
            return read(JsonParser.parseString(FlagText.json(text)).getAsJsonObject());
        } catch (JsonParseException | IllegalStateException | ClassCastException e) {
            throw invalid("it is no JSON of a ContainerInfo").causedBy(e);
        }
    }

    private static DefaultContainerInfo read(JsonObject info) {
        onlyKnown(info, "ContainerInfo", Set.of("type", "volumes", "mesos"));
        if (!"MESOS".equals(text(info, "type"))) {
            throw invalid("its type must be MESOS");
        }
        List<Volume> volumes = new ArrayList<>();
        if (info.has("volumes")) {
            info.getAsJsonArray("volumes").forEach(v -> volumes.add(volume(v.getAsJsonObject())));
        }
        return new DefaultContainerInfo(
                volumes, Optional.ofNullable(info.getAsJsonObject("mesos")).map(DefaultContainerInfo::image));
    }

    private static ImageRequest image(JsonObject mesos) {
        onlyKnown(mesos, "MesosInfo", Set.of("image"));
        JsonObject image = object(mesos, "image");
        onlyKnown(image, "image", Set.of("type", "docker", "cached"));
        if (!"DOCKER".equals(text(image, "type"))) {
            throw invalid("the type of an image must be DOCKER");
        }
        JsonObject docker = object(image, "docker");
        onlyKnown(docker, "image's docker", Set.of("name"));
        ImageReference name = ImageReference.parse(text(docker, "name"));
        return new ImageRequest(
                name.toString(), !image.has("cached") || image.get("cached").getAsBoolean());
    }

    private static JsonObject object(JsonObject json, String name) {
        if (!json.has(name)) {
            throw invalid("the field " + name + " is missing");
        }
        return json.getAsJsonObject(name);
    }

    private static Volume volume(JsonObject json) {
        onlyKnown(json, "volume", Set.of("container_path", "host_path", "mode"));
        Volume volume = Volume.of(text(json, "host_path"), text(json, "container_path"));
        return switch (text(json, "mode")) {
            case "RW" -> volume;
            case "RO" -> volume.asReadOnly();
            default -> throw invalid("the mode of a volume must be RW or RO");
        };
    }

    private static void onlyKnown(JsonObject json, String what, Set<String> known) {
        for (String name : json.keySet()) {
            if (!known.contains(name)) {
                throw invalid("the field " + name + " of a " + what + " has no meaning here");
            }
        }
    }

    private static ContainerizerException invalid(String why) {
        return ContainerizerException.of(ErrorCode.INVALID_FLAG, "read", "ContainerInfo", why)
                .withHint("it looks like {\"type\": \"MESOS\", \"volumes\":"
                        + " [{\"host_path\": \"tmp\", \"container_path\": \"/tmp\", \"mode\": \"RW\"}]}");
    }

    private static String text(JsonObject json, String name) {
        JsonElement value = json.get(name);
        if (value == null || !value.isJsonPrimitive()) {
            throw invalid("the field " + name + " is missing or no text");
        }
        return value.getAsString();
    }

    /** The request as it is, or with these: only top-level containers on the host's root get them. */
    ContainerSpec applyTo(ContainerSpec spec) {
        boolean silent = spec.volumes().isEmpty()
                && !spec.hasOwnRoot()
                && !spec.id().isNested()
                && spec.containerClass() == ContainerClass.DEFAULT;
        if (!silent) {
            return spec;
        }
        ContainerSpec complete = spec.withVolumes(volumes);
        return image.map(complete::withImage).orElse(complete);
    }
}
