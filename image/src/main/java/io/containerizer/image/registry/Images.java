package io.containerizer.image.registry;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.image.Digest;
import io.containerizer.image.Image;
import io.containerizer.image.ImageReference;
import io.containerizer.image.Platform;
import io.containerizer.image.manifest.Descriptor;
import io.containerizer.image.manifest.Document;
import io.containerizer.image.manifest.ImageIndex;
import io.containerizer.image.manifest.Manifest;
import io.containerizer.image.manifest.MediaTypes;
import java.io.IOException;
import java.util.Optional;

/** Finds out what an image at one place consists of; all it reads has the digest it was named by. */
final class Images {

    private static final int DEEPEST_INDEX = 3;
    private static final String ACCEPT = String.join(", ", MediaTypes.DOCUMENTS);

    private final RegistryClient client;

    Images(RegistryClient client) {
        this.client = client;
    }

    private record Fetched(Document document, Digest digest) {}

    private record Content(byte[] bytes, String mediaType, String saidDigest) {}

    Image find(Repository place, ImageReference reference, Platform platform, Retries retries) {
        String subject =
                Request.manifest(place, reference.version(), ACCEPT).subject().name();
        Fetched fetched = retries.run(() -> document(place, reference.version(), reference.digest()));
        for (int depth = 0; fetched.document instanceof ImageIndex index; depth++) {
            if (depth == DEEPEST_INDEX) {
                throw ContainerizerException.of(
                        ErrorCode.INVALID_IMAGE, "read index", subject, "indexes in indexes in indexes");
            }
            Descriptor chosen = index.choose(platform);
            fetched = retries.run(() -> document(place, chosen.digest().toString(), Optional.of(chosen.digest())));
        }
        Manifest manifest = (Manifest) fetched.document;
        byte[] config = retries.run(() -> config(place, manifest.config()));
        Image image = manifest.image(subject, fetched.digest, config);
        if (platform.distance(image.config().platform()) >= Platform.NO_SUBSTITUTE) {
            throw ContainerizerException.of(
                            ErrorCode.IMAGE_NOT_FOUND,
                            "choose " + platform + " from",
                            subject,
                            "it is for " + image.config().platform() + " alone")
                    .withHint("choose another platform, or another image");
        }
        return image;
    }

    private Fetched document(Repository place, String version, Optional<Digest> expected) throws PassingFailure {
        Request request = Request.manifest(place, version, ACCEPT);
        Content content = fetch(request, Document.LARGEST);
        Digest digest = expected.orElseGet(() -> said(request, content));
        Digest actual = Digest.of(digest.computer().digest(content.bytes), digest.algorithm());
        if (!actual.equals(digest)) {
            throw request.subject()
                    .failure(ErrorCode.INVALID_IMAGE, "what came has the digest " + actual + " instead of " + digest);
        }
        return new Fetched(Document.parse(request.subject().name(), content.mediaType, content.bytes), digest);
    }

    /** What a registry says is the digest of what it sends; it need not say so. */
    private static Digest said(Request request, Content content) {
        if (content.saidDigest.isEmpty()) {
            return Digest.of(content.bytes);
        }
        try {
            return Digest.parse(content.saidDigest);
        } catch (ContainerizerException e) {
            throw request.subject()
                    .failure("the registry calls its digest something that is none")
                    .causedBy(e);
        }
    }

    private byte[] config(Repository place, Descriptor config) throws PassingFailure {
        Request request = Request.blob(place, config.digest().toString(), "configuration");
        if (config.size() > Document.LARGEST) {
            throw tooLarge(request, Document.LARGEST);
        }
        return fetch(request, (int) config.size()).bytes;
    }

    private Content fetch(Request request, int most) throws PassingFailure {
        try (Answer answer = client.get(request)) {
            if (answer.isHtml()) {
                throw request.subject()
                        .failure(Subject.bare(answer.from()) + " answers with a page for browsers: that is no registry")
                        .withHint("look at the address and the port");
            }
            byte[] bytes = answer.read(most + 1);
            if (bytes.length > most) {
                throw tooLarge(request, most);
            }
            return new Content(bytes, answer.header("Content-Type"), answer.header("Docker-Content-Digest"));
        } catch (IOException e) {
            throw ConnectionFailures.explain(request.subject(), request.uri(), e);
        }
    }

    private static ContainerizerException tooLarge(Request request, int most) {
        return request.subject().failure(ErrorCode.INVALID_IMAGE, "it is larger than " + most + " bytes");
    }
}
