package io.containerizer.image.store;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.image.Digest;
import io.containerizer.image.manifest.Fields;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The layers of the store. A layer is there when its directory is; what is in the directory was complete before. Changes
 * are made under the store's lock.
 */
final class Layers {

    private static final int RADIX = 36;

    private final StoreLayout layout;
    private final StoreDisk disk;
    private final Garbage garbage;

    Layers(StoreLayout layout, StoreDisk disk, Garbage garbage) {
        this.layout = layout;
        this.disk = disk;
        this.garbage = garbage;
    }

    Optional<StoredLayer> find(Digest diffId) {
        Path record = StoreLayout.layerRecord(layout.layer(diffId));
        try {
            return disk.read(record)
                    .map(text -> StoredLayer.read(
                            Fields.parse("read layer", record.toString(), text.getBytes(StandardCharsets.UTF_8))))
                    .filter(this::isThere);
        } catch (ContainerizerException e) {
            if (e.code() != ErrorCode.INVALID_IMAGE) {
                throw e;
            }
            return Optional.empty(); // damaged
        }
    }

    /** Whether the link leads to the layer, and the layer is there. */
    boolean isThere(StoredLayer layer) {
        Path link = layout.link(layer.link());
        return disk.target(link).equals(Optional.of(layout.linkTarget(layer.diffId()))) && disk.exists(link);
    }

    /**
     * Takes a complete layer into the store, unless it is there already.
     *
     * @param staged where its rootfs is, and nothing else; on the medium
     */
    void add(Path staged, Digest diffId, long bytes) {
        Path place = layout.layer(diffId);
        if (find(diffId).isPresent()) {
            garbage.add(staged);
            return;
        }
        if (disk.exists(place)) {
            garbage.add(place); // nobody can use it: its link or its record is gone
        }
        StoredLayer layer = new StoredLayer(diffId, freeLink(), bytes);
        disk.write(StoreLayout.layerRecord(staged), layer.json().toString());
        disk.makePrivateDirectory(layout.layers(diffId.algorithm()));
        disk.link(layout.link(layer.link()), layout.linkTarget(diffId));
        disk.move(staged, place);
    }

    private String freeLink() {
        Set<String> taken = new HashSet<>(disk.list(layout.links()));
        int number = 0;
        while (taken.contains(Integer.toString(number, RADIX))) {
            number++;
        }
        return Integer.toString(number, RADIX);
    }

    /** Also those that nobody can use. */
    List<Digest> all() {
        return disk.list(layout.layers()).stream()
                .flatMap(algorithm ->
                        disk.list(layout.layers(algorithm)).stream().map(hex -> new Digest(algorithm, hex)))
                .toList();
    }

    /** Removes all but those in {@code needed}; tells which. */
    List<StoredLayer> removeAllBut(Set<Digest> needed) {
        List<StoredLayer> removed = new ArrayList<>();
        for (Digest diffId : all()) {
            if (!needed.contains(diffId)) {
                Optional<StoredLayer> layer = find(diffId);
                garbage.add(layout.layer(diffId));
                layer.ifPresent(l -> disk.remove(layout.link(l.link())));
                removed.add(layer.orElse(new StoredLayer(diffId, "", 0)));
            }
        }
        return removed;
    }

    /** What is left where somebody died, or failed, between the link and the layer. */
    void removeLooseLinks() {
        for (String name : disk.list(layout.links())) {
            Path link = layout.link(name);
            if (!disk.exists(link)) {
                disk.remove(link);
            }
        }
    }
}
