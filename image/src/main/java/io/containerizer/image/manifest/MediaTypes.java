package io.containerizer.image.manifest;

import io.containerizer.image.Compression;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The names by which manifests, registries and layouts tell what some bytes are. */
public final class MediaTypes {

    public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
    public static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    public static final String OCI_CONFIG = "application/vnd.oci.image.config.v1+json";
    public static final String DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
    public static final String DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
    public static final String DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json";

    /** What {@link Document#parse} understands, the preferred first. */
    public static final List<String> DOCUMENTS = List.of(OCI_INDEX, OCI_MANIFEST, DOCKER_LIST, DOCKER_MANIFEST);

    private static final String OCI_LAYER = "application/vnd.oci.image.layer.v1.tar";
    private static final String OCI_LAYER_ELSEWHERE = "application/vnd.oci.image.layer.nondistributable.v1.tar";
    private static final String DOCKER_LAYER = "application/vnd.docker.image.rootfs.diff.tar";
    private static final String DOCKER_LAYER_ELSEWHERE = "application/vnd.docker.image.rootfs.foreign.diff.tar";

    private MediaTypes() {}

    public static boolean isIndex(String mediaType) {
        return mediaType.equals(OCI_INDEX) || mediaType.equals(DOCKER_LIST);
    }

    public static boolean isManifest(String mediaType) {
        return mediaType.equals(OCI_MANIFEST) || mediaType.equals(DOCKER_MANIFEST);
    }

    public static boolean isConfig(String mediaType) {
        return mediaType.equals(OCI_CONFIG) || mediaType.equals(DOCKER_CONFIG);
    }

    /** How a layer of this type is packed; nothing: it is no layer that anybody could unpack. */
    public static Optional<Compression> layer(String mediaType) {
        for (String tar : List.of(OCI_LAYER, OCI_LAYER_ELSEWHERE, DOCKER_LAYER, DOCKER_LAYER_ELSEWHERE)) {
            if (mediaType.startsWith(tar)) {
                return packed(mediaType.substring(tar.length()));
            }
        }
        return Optional.empty();
    }

    private static Optional<Compression> packed(String suffix) {
        return switch (suffix) {
            case "" -> Optional.of(Compression.NONE);
            case "+gzip", ".gzip" -> Optional.of(Compression.GZIP);
            case "+zstd", ".zstd" -> Optional.of(Compression.ZSTD);
            default -> Optional.empty();
        };
    }

    /** Without parameters, as in {@code application/json; charset=utf-8}; empty for what says nothing about a document. */
    static String bare(String mediaType) {
        int end = mediaType.indexOf(';');
        String bare =
                (end < 0 ? mediaType : mediaType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        return switch (bare) {
            case "application/json", "application/octet-stream", "text/plain" -> "";
            default -> bare;
        };
    }
}
