package io.containerizer.image.manifest;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.image.Digest;
import io.containerizer.image.Platform;
import java.util.Map;
import java.util.Optional;

/**
 * What a document says about another, or about a layer: enough to fetch it and to know that it is the right one.
 *
 * @param size bytes
 * @param platform what an index says it is for
 */
public record Descriptor(
        String mediaType, Digest digest, long size, Optional<Platform> platform, Map<String, String> annotations) {

    private static final String ATTESTATION = "vnd.docker.reference.type";

    public Descriptor {
        annotations = Map.copyOf(annotations);
    }

    static Descriptor read(Fields fields) {
        return new Descriptor(
                fields.optionalText("mediaType").orElse(""),
                fields.digest("digest"),
                fields.number("size"),
                fields.object("platform").map(Fields::platform),
                fields.map("annotations"));
    }

    /** Whether it describes something about an image, such as how it was built, rather than one. */
    boolean isAttestation() {
        return annotations.containsKey(ATTESTATION)
                || platform.filter(p ->
                                p.os().equals("unknown") && p.architecture().equals("unknown"))
                        .isPresent();
    }

    /**
     * Whether this is what was described.
     *
     * @param subject where the content came from
     * @throws ContainerizerException INVALID_IMAGE, with both digests, if it is something else
     */
    public void check(String subject, byte[] content) {
        if (content.length != size) {
            throw ContainerizerException.of(
                    ErrorCode.INVALID_IMAGE,
                    "check " + digest + " of",
                    subject,
                    "it has " + content.length + " bytes instead of " + size);
        }
        Digest actual = Digest.of(digest.computer().digest(content), digest.algorithm());
        if (!actual.equals(digest)) {
            throw ContainerizerException.of(
                    ErrorCode.INVALID_IMAGE,
                    "check " + digest + " of",
                    subject,
                    "its content has the digest " + actual);
        }
    }
}
