package io.containerizer.image.archive;

import io.containerizer.api.ContainerizerException;
import io.containerizer.image.ImageReference;
import java.util.Collection;

/** Compares what is asked for with what archives call their images, which is not always the whole name. */
final class ImageName {

    static final int OTHER = 4;

    private static final String LIBRARY = "library/";

    private ImageName() {}

    /**
     * The smaller, the closer: 0 is the same name; 1 and 2 the same where only one of the two names a registry; {@link
     * #OTHER} is another image.
     */
    static int distance(ImageReference wanted, String there) {
        ImageReference other;
        try {
            other = ImageReference.parse(there);
        } catch (ContainerizerException e) {
            return OTHER; // whatever it is, nobody can ask for it
        }
        if (!tag(wanted).equals(tag(other))) {
            return OTHER;
        }
        boolean sameRepository = wanted.repository().equals(other.repository());
        if (wanted.registry().equals(other.registry())) {
            return sameRepository ? 0 : OTHER;
        } else if (wanted.registry().isPresent() && other.registry().isPresent()) {
            return OTHER;
        } else if (sameRepository) {
            return 1;
        }
        return bare(wanted).equals(bare(other)) ? 2 : OTHER;
    }

    /** Of several names of one image. */
    static int distance(ImageReference wanted, Collection<String> there) {
        return there.stream().mapToInt(name -> distance(wanted, name)).min().orElse(OTHER);
    }

    /** Where an image is called by its tag alone. */
    static int distanceByTag(ImageReference wanted, String there) {
        return tag(wanted).equals(there) ? OTHER - 1 : OTHER;
    }

    private static String tag(ImageReference reference) {
        return reference.tag().orElse(ImageReference.LATEST);
    }

    /** Without the first part that a public registry gives to what has only one. */
    private static String bare(ImageReference reference) {
        return reference.repository().startsWith(LIBRARY)
                ? reference.repository().substring(LIBRARY.length())
                : reference.repository();
    }
}
