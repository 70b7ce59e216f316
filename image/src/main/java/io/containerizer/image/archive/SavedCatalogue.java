package io.containerizer.image.archive;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.image.Digest;
import io.containerizer.image.Image;
import io.containerizer.image.ImageConfig;
import io.containerizer.image.ImageReference;
import io.containerizer.image.Layer;
import io.containerizer.image.Platform;
import io.containerizer.image.manifest.Configs;
import io.containerizer.image.manifest.Fields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code docker save} writes since 2016: {@code manifest.json} names a configuration and layers for each image. */
final class SavedCatalogue implements Catalogue {

    static final String MANIFEST = "manifest.json";

    private static final Pattern CONFIG = Pattern.compile("([0-9a-f]{64})\\.json|blobs/sha256/([0-9a-f]{64})");
    private static final Pattern BLOB = Pattern.compile("blobs/(sha256)/([0-9a-f]{64})");

    private final Members members;
    private final Map<Digest, Map<Digest, String>> layers = new ConcurrentHashMap<>();

    SavedCatalogue(Members members) {
        this.members = members;
    }

    /** One entry of the file. */
    private record Saved(String config, List<String> names, List<String> layers) {}

    private List<Saved> saved() {
        return Fields.parseList("read manifest", MANIFEST + " of " + members, members.read(MANIFEST)).stream()
                .map(f -> new Saved(
                        Members.plain(f.text("Config")),
                        f.texts("RepoTags"),
                        f.texts("Layers").stream().map(Members::plain).toList()))
                .toList();
    }

    @Override
    public List<String> names() {
        return saved().stream().flatMap(s -> s.names.stream()).distinct().toList();
    }

    @Override
    public Optional<Image> find(ImageReference reference, Platform platform, boolean anonymous) {
        List<Image> images;
        if (reference.digest().isPresent()) {
            images = saved().stream()
                    .map(this::read)
                    .filter(i -> i.id().equals(reference.digest().get()))
                    .toList();
        } else {
            images =
                    Catalogue.closest(
                                    saved(),
                                    s -> ImageName.distance(reference, s.names),
                                    anonymous,
                                    s -> !s.names.isEmpty())
                            .stream()
                            .map(this::read)
                            .toList();
        }
        return images.isEmpty()
                ? Optional.empty()
                : Optional.of(Catalogue.choose(images, platform, reference + " of " + members));
    }

    private Image read(Saved saved) {
        byte[] raw = members.read(saved.config);
        String subject = saved.config + " of " + members;
        Digest id = Digest.of(raw);
        Matcher named = CONFIG.matcher(saved.config);
        if (named.matches() && !saved.config.contains(id.hex())) {
            throw ContainerizerException.of(
                    ErrorCode.INVALID_IMAGE, "check configuration", subject, "its content has the digest " + id);
        }
        ImageConfig config = Configs.parse(subject, raw);
        if (config.diffIds().size() != saved.layers.size()) {
            throw ContainerizerException.of(
                    ErrorCode.INVALID_IMAGE,
                    "read manifest",
                    MANIFEST + " of " + members,
                    "it has " + saved.layers.size() + " layers, and the configuration "
                            + config.diffIds().size());
        }
        List<Layer> found = new ArrayList<>();
        Map<Digest, String> files = new ConcurrentHashMap<>();
        for (String file : saved.layers) {
            Digest diffId = config.diffIds().get(found.size());
            found.add(layer(diffId, file));
            files.put(diffId, file);
        }
        layers.put(id, files);
        return new Image(id, id, config, new String(raw, StandardCharsets.UTF_8), found);
    }

    private Layer layer(Digest diffId, String file) {
        long size = members.size(file)
                .orElseThrow(() -> ContainerizerException.of(
                        ErrorCode.INVALID_IMAGE, "find layer", file + " of " + members, "there is no such file"));
        Matcher blob = BLOB.matcher(file);
        Optional<Digest> digest =
                blob.matches() ? Optional.of(new Digest(blob.group(1), blob.group(2))) : Optional.empty();
        return new Layer(diffId, digest, size, members.compression(file));
    }

    @Override
    public Optional<String> member(Image image, Layer layer) {
        return Optional.ofNullable(layers.getOrDefault(image.id(), Map.of()).get(layer.diffId()));
    }
}
