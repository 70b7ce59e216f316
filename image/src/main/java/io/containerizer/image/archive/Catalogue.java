package io.containerizer.image.archive;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.image.Image;
import io.containerizer.image.ImageReference;
import io.containerizer.image.Layer;
import io.containerizer.image.Platform;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What one of the forms of archives says about the images in it. */
sealed interface Catalogue permits LayoutCatalogue, SavedCatalogue, OldCatalogue {

    /** The names in it, as they are written there. */
    List<String> names();

    /**
     * Finds an image.
     *
     * @param anonymous whether images without any name are meant by every name
     * @throws ContainerizerException IMAGE_NOT_FOUND if it is there, but not for this platform
     */
    Optional<Image> find(ImageReference reference, Platform platform, boolean anonymous);

    /** The file that a layer is in. */
    Optional<String> member(Image image, Layer layer);

    /** Those of the smallest distance, or, if none is near enough, those without a name where they will do. */
    static <T> List<T> closest(
            Collection<T> all, Function<T, Integer> distance, boolean anonymous, Function<T, Boolean> named) {
        int smallest = all.stream().mapToInt(distance::apply).min().orElse(ImageName.OTHER);
        if (smallest < ImageName.OTHER) {
            return all.stream().filter(t -> distance.apply(t) == smallest).toList();
        }
        return anonymous ? all.stream().filter(t -> !named.apply(t)).toList() : List.of();
    }

    /** The image for the platform among several of one name. */
    static Image choose(List<Image> images, Platform platform, String subject) {
        return images.stream()
                .filter(i -> platform.distance(i.config().platform()) < Platform.NO_SUBSTITUTE)
                .min(Comparator.comparingInt(i -> platform.distance(i.config().platform())))
                .orElseThrow(() -> ContainerizerException.of(
                                ErrorCode.IMAGE_NOT_FOUND,
                                "choose " + platform + " from",
                                subject,
                                "it has "
                                        + images.stream()
                                                .map(i -> i.config().platform().toString())
                                                .distinct()
                                                .collect(Collectors.joining(", ")))
                        .withHint("ask for another platform"));
    }
}
