package io.containerizer.image.store;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.image.Digest;
import io.containerizer.image.ImageReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides what may go. The record of an image goes before its layers, so that no record is ever without them. All of it
 * happens under the store's lock.
 */
final class Pruning {

    private final StoreLayout layout;
    private final StoreDisk disk;
    private final ImageRecords images;
    private final Layers layers;
    private final Uses uses;
    private final Pins pins;

    Pruning(StoreLayout layout, StoreDisk disk, ImageRecords images, Layers layers, Uses uses, Pins pins) {
        this.layout = layout;
        this.disk = disk;
        this.images = images;
        this.layers = layers;
        this.uses = uses;
        this.pins = pins;
    }

    void remove(ImageReference reference) {
        List<ImageRecords.Entry> all = images.all();
        List<ImageRecords.Entry> named = all.stream()
                .filter(e -> isSame(e.image().reference(), reference))
                .toList();
        if (named.isEmpty()) {
            throw ContainerizerException.of(
                            ErrorCode.IMAGE_NOT_FOUND,
                            "remove image",
                            reference.toString(),
                            "it is not in the store " + layout.directory())
                    .withHint("list what is there with: containerizer images");
        }
        List<Uses.Use> living = uses.known().all();
        Set<Digest> ids = named.stream().map(e -> e.image().id()).collect(Collectors.toSet());
        List<String> owners = living.stream()
                .filter(u -> ids.contains(u.image()))
                .map(u -> u.owner().toString())
                .toList();
        if (!owners.isEmpty()) {
            throw ContainerizerException.of(
                            ErrorCode.IMAGE_IN_USE,
                            "remove image",
                            reference.toString(),
                            "it is used by " + String.join(", ", owners))
                    .withHint("end these containers first");
        }
        named.forEach(images::remove);
        List<ImageRecords.Entry> left =
                all.stream().filter(e -> !named.contains(e)).toList();
        Set<Digest> kept = needed(left, living);
        kept.addAll(orphans(all, living)); // another pull may take them up
        layers.removeAllBut(kept);
    }

    /** Layers that no image has, this one included. */
    private Set<Digest> orphans(List<ImageRecords.Entry> all, List<Uses.Use> living) {
        Set<Digest> orphans = new HashSet<>(layers.all());
        orphans.removeAll(needed(all, living));
        return orphans;
    }

    private static boolean isSame(ImageReference a, ImageReference b) {
        return a.canonical().equals(b.canonical());
    }

    private Set<Digest> needed(List<ImageRecords.Entry> entries, List<Uses.Use> living) {
        Set<Digest> needed = new HashSet<>(pins.all());
        entries.forEach(e -> needed.addAll(e.image().config().diffIds()));
        living.forEach(u -> needed.addAll(u.layers()));
        return needed;
    }

    Pruned prune(PrunePolicy policy) {
        List<Uses.Use> living = uses.known().all();
        checkKnown(policy.users(), living);
        List<ImageRecords.Entry> left = new ArrayList<>(images.all());
        List<ImageReference> gone = new ArrayList<>();
        List<StoredLayer> removed = new ArrayList<>(layers.removeAllBut(needed(left, living)));
        StoreDisk.Space space = disk.space(layout.directory());
        for (ImageRecords.Entry next : candidates(left, living, policy)) {
            if (space.free() + bytes(removed) >= policy.headroom() * space.total() && policy.headroom() < 1) {
                break;
            }
            images.remove(next);
            left.remove(next);
            gone.add(next.image().reference());
            removed.addAll(layers.removeAllBut(needed(left, living)));
        }
        return new Pruned(gone, removed.size(), bytes(removed));
    }

    private void checkKnown(Set<Path> users, List<Uses.Use> living) {
        Set<Path> known = living.stream().map(Uses.Use::owner).collect(Collectors.toSet());
        for (Path user : users) {
            if (!known.contains(user) && disk.exists(user)) {
                throw ContainerizerException.of(
                                ErrorCode.IMAGE_IN_USE,
                                "prune images",
                                user.toString(),
                                "it uses an image, and the store does not know which")
                        .withHint("end its container first");
            }
        }
    }

    private static long bytes(List<StoredLayer> layers) {
        return layers.stream().mapToLong(StoredLayer::bytes).sum();
    }

    private static List<ImageRecords.Entry> candidates(
            List<ImageRecords.Entry> all, List<Uses.Use> living, PrunePolicy policy) {
        Set<Digest> inUse = living.stream().map(Uses.Use::image).collect(Collectors.toSet());
        List<ImageRecords.Entry> candidates = all.stream()
                .filter(e -> !inUse.contains(e.image().id()))
                .filter(e -> policy.excluded().stream()
                        .noneMatch(x -> isSame(x, e.image().reference())))
                .sorted(Comparator.comparing(e -> e.image().used()))
                .toList();
        return candidates.subList(0, Math.max(0, candidates.size() - policy.keepNewest()));
    }
}
