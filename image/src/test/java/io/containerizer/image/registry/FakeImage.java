package io.containerizer.image.registry;

import io.containerizer.image.Digest;
import io.containerizer.image.manifest.MediaTypes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** An image as registries have it. Its layers are no archives: nobody here unpacks them. */
record FakeImage(byte[] config, List<byte[]> layers, byte[] manifest) {

    static FakeImage of(String architecture, byte[]... layers) {
        String diffIds =
                List.of(layers).stream().map(l -> "\"" + Digest.of(l) + "\"").collect(Collectors.joining(","));
        byte[] config = bytes("{\"os\":\"linux\",\"architecture\":\"" + architecture
                + "\",\"config\":{\"Cmd\":[\"sh\"]},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[" + diffIds + "]}}");
        String blobs = List.of(layers).stream()
                .map(l -> descriptor(l, "application/vnd.oci.image.layer.v1.tar", ""))
                .collect(Collectors.joining(","));
        byte[] manifest = bytes("{\"schemaVersion\":2,\"mediaType\":\"" + MediaTypes.OCI_MANIFEST + "\",\"config\":"
                + descriptor(config, MediaTypes.OCI_CONFIG, "") + ",\"layers\":[" + blobs + "]}");
        return new FakeImage(config, List.of(layers), manifest);
    }

    static FakeImage small() {
        return of("amd64", bytes("the lower layer"), bytes("the upper layer"));
    }

    /** One layer of random bytes. */
    static FakeImage random(Random random, int size) {
        byte[] layer = new byte[size];
        random.nextBytes(layer);
        return of("amd64", layer);
    }

    Digest digest() {
        return Digest.of(manifest);
    }

    byte[] layer() {
        return layers.getFirst();
    }

    /** Puts it there, for everybody to find. */
    FakeImage in(FakeRegistry registry, String repository, String tag) {
        registry.put(repository + "/manifests/" + tag, MediaTypes.OCI_MANIFEST, manifest);
        registry.put(repository + "/manifests/" + digest(), MediaTypes.OCI_MANIFEST, manifest);
        registry.put(repository + "/blobs/" + Digest.of(config), "application/octet-stream", config);
        for (byte[] layer : layers) {
            registry.put(repository + "/blobs/" + Digest.of(layer), "application/octet-stream", layer);
        }
        return this;
    }

    /** An index of this image alone, for that platform. */
    byte[] index(String architecture) {
        return bytes("{\"schemaVersion\":2,\"mediaType\":\"" + MediaTypes.OCI_INDEX + "\",\"manifests\":["
                + descriptor(
                        manifest,
                        MediaTypes.OCI_MANIFEST,
                        ",\"platform\":{\"os\":\"linux\",\"architecture\":\"" + architecture + "\"}")
                + "]}");
    }

    static String descriptor(byte[] content, String type, String more) {
        return "{\"mediaType\":\"" + type + "\",\"digest\":\"" + Digest.of(content) + "\",\"size\":" + content.length
                + more + "}";
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
