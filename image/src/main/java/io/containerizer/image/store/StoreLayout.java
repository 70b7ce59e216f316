package io.containerizer.image.store;

import io.containerizer.image.Digest;
import io.containerizer.image.ImageReference;
import io.containerizer.image.Platform;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Every path of the store:
 *
 * <pre>
 * &lt;docker_store_dir&gt;
 *   lock                             held while anything below, staging excepted, changes
 *   layers/sha256/&lt;hex of diff id&gt;
 *     rootfs                         the layer, unpacked, in overlayfs' form
 *     layer.json                     its short name and its size
 *   l/&lt;short name&gt;                   link to a rootfs, so that many of them fit into the options of a mount
 *   images/&lt;hash&gt;-&lt;platform&gt;.json    an image: reference, platform, configuration, layers; its time is that of the last use
 *   uses/&lt;hash&gt;.json                 an image that somebody uses, for as long as a path of his exists
 *   fetching/sha256-&lt;hex&gt;            locked by whoever fetches that layer
 *   staging/&lt;process&gt;                of one opened store, which holds the lock in it
 *     lock
 *     layer-&lt;n&gt;                      a layer on its way
 *     pins-&lt;n&gt;.json                  the layers that a pull counts on
 *   gc/&lt;process&gt;-&lt;n&gt;                 being removed
 * </pre>
 */
record StoreLayout(Path directory) {

    private static final int SHORT_HASH = 32;
    private static final String RECORD = ".json";

    Path lock() {
        return directory.resolve("lock");
    }

    Path layers() {
        return directory.resolve("layers");
    }

    Path layers(String algorithm) {
        return layers().resolve(algorithm);
    }

    Path layer(Digest diffId) {
        return layers(diffId.algorithm()).resolve(diffId.hex());
    }

    static Path rootfs(Path layer) {
        return layer.resolve("rootfs");
    }

    static Path layerRecord(Path layer) {
        return layer.resolve("layer.json");
    }

    Path links() {
        return directory.resolve("l");
    }

    Path link(String name) {
        return links().resolve(name);
    }

    /** What a layer's short link says, so that the store can be moved elsewhere. */
    Path linkTarget(Digest diffId) {
        return Path.of("../layers/" + diffId.algorithm() + "/" + diffId.hex() + "/rootfs");
    }

    Path images() {
        return directory.resolve("images");
    }

    Path image(ImageReference reference, Platform platform) {
        return images().resolve(
                        hash(reference.canonical()) + "-" + platform.toString().replace('/', ',') + RECORD);
    }

    /** Whether {@code name} in {@link #images} is of this reference, for whatever platform. */
    boolean isImage(String name, ImageReference reference) {
        return isRecord(name) && name.startsWith(hash(reference.canonical()) + "-");
    }

    Path uses() {
        return directory.resolve("uses");
    }

    Path use(Path owner, Digest image) {
        return uses().resolve(hash(owner + " " + image) + RECORD);
    }

    private static String hash(String name) {
        return Digest.of(name.getBytes(StandardCharsets.UTF_8)).hex().substring(0, SHORT_HASH);
    }

    static boolean isRecord(String name) {
        return name.endsWith(RECORD);
    }

    Path fetching() {
        return directory.resolve("fetching");
    }

    Path fetching(Digest diffId) {
        return fetching().resolve(diffId.algorithm() + "-" + diffId.hex());
    }

    Path staging() {
        return directory.resolve("staging");
    }

    Path staging(String process) {
        return staging().resolve(process);
    }

    Path stagingLock(String process) {
        return staging(process).resolve("lock");
    }

    Path stagedLayer(String process, long number) {
        return staging(process).resolve("layer-" + number);
    }

    Path pins(String process, long number) {
        return staging(process).resolve("pins-" + number + RECORD);
    }

    Path garbage() {
        return directory.resolve("gc");
    }

    Path garbage(String process, long number) {
        return garbage().resolve(process + "-" + number);
    }

    /** The process that {@code name} in {@link #garbage} belongs to. */
    static String processOfGarbage(String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf('-')));
    }
}
