package io.containerizer.image.archive;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.image.Digest;
import io.containerizer.image.Image;
import io.containerizer.image.ImageReference;
import io.containerizer.image.Layer;
import io.containerizer.image.Platform;
import io.containerizer.image.manifest.Configs;
import io.containerizer.image.manifest.Fields;
import io.containerizer.image.unpack.Decompression;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What {@code docker save} wrote before it had digests: {@code repositories} leads from name and tag to the uppermost
 * layer, and each layer's {@code json} to its parent. The layers have to be read to know what they are, and the
 * configuration that a newer archive would have is made up.
 */
final class OldCatalogue implements Catalogue {

    static final String REPOSITORIES = "repositories";

    private static final String LAYER = "/layer.tar";
    private static final String JSON = "/json";
    private static final int MOST_LAYERS = 500;

    private final Members members;
    private final Map<String, Digest> diffIds = new ConcurrentHashMap<>();

    OldCatalogue(Members members) {
        this.members = members;
    }

    /** From names with tags to ids of layers. */
    private Map<String, String> tops() {
        Fields repositories =
                Fields.parse("read repositories", REPOSITORIES + " of " + members, members.read(REPOSITORIES));
        Map<String, String> tops = new LinkedHashMap<>();
        for (String repository : repositories.names()) {
            repositories.map(repository).forEach((tag, layer) -> tops.put(repository + ":" + tag, layer));
        }
        return tops;
    }

    @Override
    public List<String> names() {
        return List.copyOf(tops().keySet());
    }

    @Override
    public Optional<Image> find(ImageReference reference, Platform platform, boolean anonymous) {
        if (reference.digest().isPresent()) {
            return Optional.empty();
        }
        Map<String, String> tops = tops();
        return Catalogue.closest(tops.keySet(), n -> ImageName.distance(reference, n), false, n -> true).stream()
                .findFirst()
                .map(name -> Catalogue.choose(
                        List.of(read(tops.getOrDefault(name, ""))), platform, reference + " of " + members));
    }

    private Image read(String top) {
        List<Layer> layers = new ArrayList<>();
        for (String id : chain(top).reversed()) {
            String file = id + LAYER;
            long size = members.size(file).orElseThrow(() -> missing(file));
            layers.add(new Layer(
                    diffIds.computeIfAbsent(id, i -> diffId(file)), Optional.empty(), size, members.compression(file)));
        }
        List<Digest> known = layers.stream().map(Layer::diffId).toList();
        String config = withLayers(members.read(top + JSON), known);
        Digest id = Digest.of(config.getBytes(StandardCharsets.UTF_8));
        return new Image(
                id,
                id,
                Configs.parse(top + JSON + " of " + members, config.getBytes(StandardCharsets.UTF_8)),
                config,
                layers);
    }

    /** The uppermost first. */
    private List<String> chain(String top) {
        List<String> chain = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String id = Members.plain(top); !id.isEmpty(); ) {
            String subject = id + JSON + " of " + members;
            Fields layer = Fields.parse("read layer", subject, members.read(id + JSON));
            if (!seen.add(id) || seen.size() > MOST_LAYERS) {
                throw layer.wrong("its parents have no end");
            }
            chain.add(id);
            id = Members.plain(layer.optionalText("parent").orElse(""));
        }
        return chain;
    }

    private Digest diffId(String file) {
        MessageDigest computer = Digest.sha256();
        try (InputStream packed = members.open(file, 0);
                InputStream layer = Decompression.of(packed, members.compression(file))) {
            layer.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), computer));
        } catch (IOException e) {
            throw Members.unreadable(file + " of " + members, e);
        }
        return Digest.of(computer.digest(), "sha256");
    }

    private static String withLayers(byte[] json, List<Digest> diffIds) {
        JsonArray list = new JsonArray();
        diffIds.forEach(d -> list.add(d.toString()));
        JsonObject rootfs = new JsonObject();
        rootfs.addProperty("type", "layers");
        rootfs.add("diff_ids", list);
        JsonObject config = JsonParser.parseString(new String(json, StandardCharsets.UTF_8))
                .getAsJsonObject(); // it has been read once already
        config.add("rootfs", rootfs);
        return config.toString();
    }

    private ContainerizerException missing(String file) {
        return ContainerizerException.of(
                ErrorCode.INVALID_IMAGE, "find layer", file + " of " + members, "there is no such file");
    }

    @Override
    public Optional<String> member(Image image, Layer layer) {
        return diffIds.entrySet().stream()
                .filter(e -> e.getValue().equals(layer.diffId()))
                .map(e -> e.getKey() + LAYER)
                .findFirst();
    }
}
