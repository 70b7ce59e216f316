package io.containerizer.image.manifest;

/**
 * What a name, or a digest in an index, leads to: the manifest of one image, or an index of several that are the same for
 * different platforms.
 */
public sealed interface Document permits Manifest, ImageIndex {

    /** Bytes; what is larger is refused, and need not be read to its end: manifests, indexes and configurations alike. */
    int LARGEST = 4 << 20;

    /**
     * Reads either, in OCI's or Docker's form.
     *
     * @param subject which document, and where it is, for messages
     * @param mediaType what whoever sent it said it is; empty: the document says it itself
     * @throws io.containerizer.api.ContainerizerException INVALID_IMAGE if it is damaged, of another kind, or both at
     *     once, so that two readers could understand it differently
     */
    static Document parse(String subject, String mediaType, byte[] json) {
        Fields fields = Fields.parse("read manifest", subject, json);
        if (fields.has("manifests") && (fields.has("layers") || fields.has("config"))) {
            throw fields.wrong("it is both an index and a manifest");
        }
        String inside = fields.optionalText("mediaType").orElse("");
        String type = MediaTypes.bare(mediaType).isEmpty() ? inside : MediaTypes.bare(mediaType);
        if (!inside.isEmpty() && !inside.equals(type)) {
            throw fields.wrong("it is called " + type + " but calls itself " + inside);
        }
        if (MediaTypes.isIndex(type) || type.isEmpty() && fields.has("manifests")) {
            return ImageIndex.read(subject, fields);
        }
        if (MediaTypes.isManifest(type) || type.isEmpty() && fields.has("layers")) {
            return Manifest.read(fields);
        }
        if (fields.has("fsLayers") || fields.has("signatures")) {
            throw fields.wrong("it is a manifest of schema 1, which nobody should use any more")
                    .withHint("push the image again with a tool of this decade");
        }
        throw fields.wrong(type.isEmpty() ? "it is neither a manifest nor an index" : "it is " + type + ", no image");
    }
}
