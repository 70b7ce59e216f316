package io.containerizer.image.registry;

import io.containerizer.api.ContainerizerException;
import io.containerizer.image.Image;
import io.containerizer.image.ImageReference;
import io.containerizer.image.ImageSource;
import io.containerizer.image.Layer;
import io.containerizer.image.Platform;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * Images of registries that speak the distribution API. What may pass is tried again, broken downloads go on where they
 * ended, and where a registry has mirrors, each is asked before it.
 */
public final class RegistrySource implements ImageSource {

    private static final System.Logger LOG = System.getLogger(RegistrySource.class.getName());

    /** Where there is another place to ask, it is not worth while to wait long for one. */
    private static final int ATTEMPTS_AT_MIRRORS = 2;

    private final Directory directory;
    private final Transport transport;
    private final Images images;
    private final Blobs blobs;
    private final Retries retries;
    private final String defaultRegistry;

    /** Where the manifests came from: whoever has one has the layers, too. By the repository's name in references. */
    private final Map<String, Repository> answered = new ConcurrentHashMap<>();

    RegistrySource(RegistrySettings settings, RegistryParts parts) {
        this.directory = new Directory(settings);
        this.transport = parts.transport();
        this.retries = parts.retries();
        this.images = new Images(parts.client());
        this.blobs = new Blobs(parts.client());
        this.defaultRegistry = settings.defaultRegistry();
    }

    /**
     * Nothing is asked yet.
     *
     * @param environment of the process, whose {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY} count
     * @throws ContainerizerException INVALID_FLAG for addresses and certificates that cannot be used
     */
    public static RegistrySource open(RegistrySettings settings, Map<String, String> environment) {
        return new RegistrySource(settings, RegistryParts.real(settings, environment));
    }

    @Override
    public Image find(ImageReference reference, Platform platform) {
        return firstOf(directory.places(reference), (place, tries) -> {
            LOG.log(System.Logger.Level.INFO, () -> "looks for " + reference + " at " + place);
            Image image = images.find(place, reference, platform, tries);
            answered.put(key(reference), place);
            return image;
        });
    }

    /** The stream goes on by itself where a connection broke, at another place if need be. */
    @Override
    public InputStream open(ImageReference reference, Image image, Layer layer, long offset) {
        if (offset == layer.size()) {
            return InputStream.nullInputStream();
        }
        String digest = layer.blob().orElse(layer.diffId()).toString();
        List<Repository> places = new ArrayList<>(directory.places(reference));
        Repository origin = places.getLast();
        Repository first = answered.getOrDefault(key(reference), places.getFirst());
        places.sort(Comparator.comparing(place -> !place.equals(first)));
        return new ResumingStream(
                Request.blob(origin, digest, "layer").subject(),
                at -> firstOf(
                        places,
                        (place, tries) ->
                                tries.run(() -> blobs.open(Request.blob(place, digest, "layer"), at, layer.size()))),
                retries,
                offset,
                layer.size());
    }

    private static String key(ImageReference reference) {
        return reference.registry().orElse("") + "/" + reference.repository();
    }

    /** Asks one place after the other; what the last says counts, but why the others did not do is told, too. */
    private <T> T firstOf(List<Repository> places, BiFunction<Repository, Retries, T> work) {
        List<ContainerizerException> failures = new ArrayList<>();
        for (int i = 0; ; i++) {
            Repository place = places.get(i);
            boolean last = i == places.size() - 1;
            try {
                return work.apply(place, last ? retries : retries.atMost(ATTEMPTS_AT_MIRRORS));
            } catch (ContainerizerException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                if (last) {
                    throw afterMirrors(e, failures);
                }
                LOG.log(System.Logger.Level.WARNING, () -> e.getMessage() + "; asks the next place");
                failures.add(e);
            }
        }
    }

    private static ContainerizerException afterMirrors(ContainerizerException e, List<ContainerizerException> before) {
        if (before.isEmpty()) {
            return e;
        }
        String others = before.stream()
                .map(f -> f.subject() + ": " + f.reason())
                .collect(Collectors.joining(", ", " (asked before: ", ")"));
        return ContainerizerException.of(e.code(), e.step(), e.subject(), e.reason() + others)
                .withHint(e.hint().orElse(""))
                .causedBy(e);
    }

    @Override
    public boolean waitsForPeers() {
        return true;
    }

    @Override
    public void close() {
        transport.close();
    }

    /** The default registry: what references name themselves is theirs. */
    @Override
    public String toString() {
        return defaultRegistry;
    }
}
