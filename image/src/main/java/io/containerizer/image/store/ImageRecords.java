package io.containerizer.image.store;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.image.Digest;
import io.containerizer.image.Image;
import io.containerizer.image.ImageReference;
import io.containerizer.image.Platform;
import io.containerizer.image.manifest.Configs;
import io.containerizer.image.manifest.Document;
import io.containerizer.image.manifest.Fields;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.ConcurrentHashMap;

/** What the store knows about its images, a file for each reference and platform. */
final class ImageRecords {

    private static final Duration PRECISION = Duration.ofSeconds(1);

    private final StoreLayout layout;
    private final StoreDisk disk;
    private final Layers layers;
    private final Map<Path, Known> known = new ConcurrentHashMap<>();

    ImageRecords(StoreLayout layout, StoreDisk disk, Layers layers) {
        this.layout = layout;
        this.disk = disk;
        this.layers = layers;
    }

    /** An image and the file that says so. */
    record Entry(Path file, StoredImage image) {}

    /** @param state of the file when it was read, or before */
    private record Known(StoreDisk.FileState state, StoredImage image, List<StoredLayer> layers) {}

    /** Empty also when a layer is missing that somebody removed by hand: then it may be pulled again. */
    Optional<StoredImage> find(ImageReference reference, Platform platform) {
        return read(layout.image(reference, platform)).map(Entry::image);
    }

    /** By their references. Files that are damaged are passed over: a pull writes them again. */
    List<Entry> all() {
        List<Entry> all = new ArrayList<>();
        for (String name : disk.list(layout.images())) {
            if (StoreLayout.isRecord(name)) {
                read(layout.images().resolve(name)).ifPresent(all::add);
            }
        }
        all.sort(Comparator.comparing(e -> e.image().reference().toString()));
        return all;
    }

    private Optional<Entry> read(Path file) {
        try {
            return disk.state(file)
                    .flatMap(state -> known(file, state))
                    .filter(k -> k.layers.stream().allMatch(layers::isThere))
                    .map(k -> new Entry(file, k.image));
        } catch (ContainerizerException e) {
            if (e.code() != ErrorCode.INVALID_IMAGE) {
                throw e;
            }
            return Optional.empty(); // damaged
        }
    }

    /** What is used again and again is read once. */
    private Optional<Known> known(Path file, StoreDisk.FileState state) {
        Known before = known.get(file);
        if (before != null && before.state.equals(state)) {
            return Optional.of(before);
        }
        Optional<Known> now = disk.read(file).map(text -> parse(file, state, text));
        now.ifPresent(k -> known.put(file, k));
        return now;
    }

    private Known parse(Path file, StoreDisk.FileState state, String text) {
        Fields fields = Fields.parse("read image", file.toString(), text.getBytes(StandardCharsets.UTF_8));
        List<StoredLayer> list =
                fields.objects("layers").stream().map(StoredLayer::read).toList();
        return new Known(state, image(fields, list).usedAt(state.modified()), list);
    }

    private StoredImage image(Fields fields, List<StoredLayer> list) {
        String config = fields.text("config");
        Instant pulled = instant(fields);
        return new StoredImage(
                ImageReference.parse(fields.text("reference")),
                platform(fields),
                fields.digest("id"),
                fields.digest("manifest"),
                Configs.parse(fields.text("id"), config.getBytes(StandardCharsets.UTF_8)),
                list.stream().map(l -> layout.link(l.link())).toList(),
                list.stream().mapToLong(StoredLayer::bytes).sum(),
                pulled,
                pulled);
    }

    private static Platform platform(Fields fields) {
        try {
            return Platform.parse(fields.text("platform"));
        } catch (ContainerizerException e) {
            throw fields.wrong("'platform' is none").causedBy(e);
        }
    }

    private static Instant instant(Fields fields) {
        try {
            return Instant.parse(fields.text("pulled"));
        } catch (DateTimeException e) {
            throw fields.wrong("'pulled' is no time").causedBy(e);
        }
    }

    /** The layers are in the store. */
    StoredImage add(ImageReference reference, Platform platform, Image image, Instant now) {
        List<StoredLayer> list = distinct(image.config().diffIds()).stream()
                .map(diffId -> layers.find(diffId).orElseThrow(() -> new IllegalStateException("no layer " + diffId)))
                .toList();
        JsonArray array = new JsonArray();
        list.forEach(l -> array.add(l.json()));
        JsonObject json = new JsonObject();
        json.addProperty("reference", reference.toString());
        json.addProperty("platform", platform.toString());
        json.addProperty("id", image.id().toString());
        json.addProperty("manifest", image.manifest().toString());
        json.addProperty("pulled", now.toString());
        json.add("layers", array);
        json.addProperty("config", image.rawConfig());
        String text = json.toString();
        if (text.getBytes(StandardCharsets.UTF_8).length > Document.LARGEST) {
            throw ContainerizerException.of(
                    ErrorCode.INVALID_IMAGE, "store image", reference.toString(), "its configuration is too large");
        }
        Path file = layout.image(reference, platform);
        disk.write(file, text);
        disk.touch(file, now);
        return read(file).map(Entry::image).orElseThrow(() -> new IllegalStateException("no record " + file));
    }

    /** A layer that comes twice counts where it comes last: all it does is done there, and overlayfs wants it once. */
    static SequencedSet<Digest> distinct(List<Digest> diffIds) {
        SequencedSet<Digest> distinct = new LinkedHashSet<>(diffIds.reversed());
        return new LinkedHashSet<>(distinct.reversed());
    }

    /** To the second: what is used more often than that is as good as just used. */
    void used(StoredImage image, Instant now) {
        if (Duration.between(image.used(), now).abs().compareTo(PRECISION) >= 0) {
            disk.touch(layout.image(image.reference(), image.platform()), now);
        }
    }

    void remove(Entry entry) {
        known.remove(entry.file);
        disk.remove(entry.file);
    }
}
