package io.containerizer.image.archive;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.image.Digest;
import io.containerizer.image.Image;
import io.containerizer.image.ImageReference;
import io.containerizer.image.Layer;
import io.containerizer.image.Platform;
import io.containerizer.image.manifest.Descriptor;
import io.containerizer.image.manifest.Document;
import io.containerizer.image.manifest.ImageIndex;
import io.containerizer.image.manifest.Manifest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** An OCI layout: {@code index.json}, and everything else below {@code blobs} by its digest. */
record LayoutCatalogue(Members members) implements Catalogue {

    static final String INDEX = "index.json";

    private static final String BLOBS = "blobs/";
    private static final String TAG = "org.opencontainers.image.ref.name";
    private static final String NAME = "io.containerd.image.name";
    private static final int DEEPEST = 8;

    @Override
    public List<String> names() {
        return index().manifests().stream()
                .flatMap(LayoutCatalogue::names)
                .distinct()
                .toList();
    }

    private static Stream<String> names(Descriptor image) {
        return Stream.of(NAME, TAG)
                .map(image.annotations()::get)
                .filter(n -> n != null && !n.isEmpty())
                .limit(1);
    }

    @Override
    public Optional<Image> find(ImageReference reference, Platform platform, boolean anonymous) {
        if (reference.digest().isPresent()) {
            return reference
                    .digest()
                    .filter(digest -> members.has(file(digest)))
                    .map(digest -> read(described(digest), platform, 0));
        }
        ImageIndex index = index();
        List<Descriptor> images = Catalogue.closest(
                index.manifests(),
                d -> distance(reference, d),
                anonymous,
                d -> names(d).findAny().isPresent());
        return images.isEmpty()
                ? Optional.empty()
                : Optional.of(read(new ImageIndex(index.subject(), images).choose(platform), platform, 0));
    }

    private static int distance(ImageReference wanted, Descriptor image) {
        int byTag = ImageName.distanceByTag(wanted, image.annotations().getOrDefault(TAG, ""));
        boolean whole = image.annotations().containsKey(NAME);
        return Math.min(
                whole ? ImageName.OTHER : byTag,
                ImageName.distance(wanted, names(image).toList()));
    }

    private ImageIndex index() {
        String subject = INDEX + " of " + members;
        if (Document.parse(subject, "", members.read(INDEX)) instanceof ImageIndex index) {
            return index;
        }
        throw ContainerizerException.of(ErrorCode.INVALID_IMAGE, "read manifest", subject, "it is no index");
    }

    private Descriptor described(Digest digest) {
        return new Descriptor("", digest, members.size(file(digest)).orElse(0L), Optional.empty(), Map.of());
    }

    private Image read(Descriptor descriptor, Platform platform, int depth) {
        byte[] json = members.read(file(descriptor.digest()));
        descriptor.check(members.toString(), json);
        String subject = descriptor.digest() + " of " + members;
        return switch (Document.parse(subject, descriptor.mediaType(), json)) {
            case Manifest manifest -> image(manifest, descriptor.digest(), platform);
            case ImageIndex index when depth < DEEPEST -> read(index.choose(platform), platform, depth + 1);
            case ImageIndex index ->
                throw ContainerizerException.of(
                        ErrorCode.INVALID_IMAGE, "read manifest", subject, "indexes lead to indexes without end");
        };
    }

    private Image image(Manifest manifest, Digest digest, Platform platform) {
        byte[] config = members.read(file(manifest.config().digest()));
        Image image = manifest.image(members.toString(), digest, config);
        List<Layer> layers = image.layers().stream().map(this::asPacked).toList();
        return Catalogue.choose(
                List.of(new Image(image.id(), digest, image.config(), image.rawConfig(), layers)),
                platform,
                members.toString());
    }

    /** With what its bytes say in place of its media type. */
    private Layer asPacked(Layer layer) {
        String file = file(layer.blob().orElseThrow());
        return members.has(file)
                ? new Layer(layer.diffId(), layer.blob(), layer.size(), members.compression(file))
                : layer; // another archive may have brought it
    }

    @Override
    public Optional<String> member(Image image, Layer layer) {
        return layer.blob().map(LayoutCatalogue::file).filter(members::has);
    }

    private static String file(Digest digest) {
        return BLOBS + digest.algorithm() + "/" + digest.hex();
    }
}
