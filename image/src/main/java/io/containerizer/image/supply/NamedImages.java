package io.containerizer.image.supply;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.image.Image;
import io.containerizer.image.ImageReference;
import io.containerizer.image.ImageSource;
import io.containerizer.image.Layer;
import io.containerizer.image.Platform;
import io.containerizer.image.archive.Archive;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** The images of one archive under the names that they are to have here. */
public final class NamedImages {

    private final Archive archive;

    /** The archive stays the caller's. */
    public NamedImages(Archive archive) {
        this.archive = archive;
    }

    /**
     * One of them, as a source of nothing else.
     *
     * @param inside what the archive has to be asked for
     */
    public record One(ImageReference name, ImageReference inside, Archive archive) implements ImageSource {

        @Override
        public Image find(ImageReference reference, Platform platform) {
            return archive.find(inside, platform);
        }

        @Override
        public InputStream open(ImageReference reference, Image image, Layer layer, long offset) throws IOException {
            return archive.open(inside, image, layer, offset);
        }

        @Override
        public String toString() {
            return archive.toString();
        }
    }

    /**
     * The one image, or the one of this name among several; without a name all, each as the archive calls it, but those of
     * {@code docker.io} by their short names: some programs write {@code docker.io/library/app} for what was called app.
     *
     * @throws ContainerizerException INVALID_IMAGE when the archive calls one by no whole name and the caller none
     */
    public List<One> called(Optional<ImageReference> name) {
        List<String> names = archive.names();
        if (name.isPresent()) {
            ImageReference wanted = name.get();
            return List.of(new One(wanted, names.size() == 1 ? inside(names.getFirst(), wanted) : wanted, archive));
        }
        if (names.isEmpty()) {
            throw nameless("its images have no names");
        }
        return names.stream().map(this::asItIsCalled).toList();
    }

    private One asItIsCalled(String name) {
        if (isTag(name)) {
            throw nameless("it calls an image '" + name + "', which is only a tag");
        }
        ImageReference reference = ImageReference.parse(name);
        return new One(reference.shortened(), reference, archive);
    }

    private static ImageReference inside(String name, ImageReference wanted) {
        return isTag(name)
                ? new ImageReference(wanted.registry(), wanted.repository(), Optional.of(name), Optional.empty())
                : ImageReference.parse(name);
    }

    /** Layouts name the repository, or only the tag; names of archives have both. */
    private static boolean isTag(String name) {
        return name.chars().noneMatch(c -> c == ':' || c == '/' || c == '@');
    }

    private ContainerizerException nameless(String why) {
        return ContainerizerException.of(ErrorCode.INVALID_IMAGE, "name images of", archive.toString(), why)
                .withHint("say what it is to be called: containerizer import " + archive + " NAME");
    }
}
