package io.containerizer.image.manifest;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.image.Platform;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One image for several platforms, or, as the root of a layout, several images.
 *
 * @param subject where it was read, for messages
 */
public record ImageIndex(String subject, List<Descriptor> manifests) implements Document {

    public ImageIndex {
        manifests = List.copyOf(manifests);
    }

    static ImageIndex read(String subject, Fields fields) {
        return new ImageIndex(
                subject,
                fields.objects("manifests").stream().map(Descriptor::read).toList());
    }

    /**
     * The manifest, or the index, for a platform: the one of just this name, or one that means the same ({@code arm64} is
     * {@code arm64/v8}), or one for every variant of the architecture. A sole entry that names no platform is taken as it
     * is; what it leads to says what it is for.
     *
     * @throws ContainerizerException IMAGE_NOT_FOUND, with the platforms there are
     */
    public Descriptor choose(Platform platform) {
        List<Descriptor> images =
                manifests.stream().filter(d -> !d.isAttestation()).toList();
        return images.stream()
                .filter(d ->
                        d.platform().map(platform::distance).orElse(Platform.NO_SUBSTITUTE) < Platform.NO_SUBSTITUTE)
                .min(Comparator.comparingInt(d -> platform.distance(d.platform().orElseThrow())))
                .orElseGet(() -> anonymous(images, platform));
    }

    private Descriptor anonymous(List<Descriptor> images, Platform platform) {
        List<Descriptor> anonymous =
                images.stream().filter(d -> d.platform().isEmpty()).toList();
        if (anonymous.size() == 1) {
            return anonymous.getFirst();
        }
        String there = images.stream()
                .map(d -> d.platform().map(Platform::toString).orElse("one that names no platform"))
                .distinct()
                .collect(Collectors.joining(", "));
        throw ContainerizerException.of(
                ErrorCode.IMAGE_NOT_FOUND,
                "choose " + platform + " from",
                subject,
                there.isEmpty() ? "it lists no image" : "it has " + there);
    }
}
