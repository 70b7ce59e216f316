package io.containerizer.image.store;

import io.containerizer.image.ImageReference;
import java.nio.file.Path;
import java.util.Set;

/**
 * What may go, and when it is enough. Images that containers use always stay.
 *
 * @param headroom the part of the store's file system, from 0 to 1, that is to be free: the least recently used images
 *     go until it is; 1: all that may go do
 * @param excluded those that stay
 * @param keepNewest how many of the others stay, the most recently used
 * @param users paths that use images as far as their engine knows: while the store does not know of one, nothing goes
 */
public record PrunePolicy(double headroom, Set<ImageReference> excluded, int keepNewest, Set<Path> users) {

    /** Whatever no container uses. */
    public static final PrunePolicy ALL = new PrunePolicy(1, Set.of(), 0);

    public PrunePolicy {
        excluded = Set.copyOf(excluded);
        users = Set.copyOf(users);
        if (!(headroom >= 0 && headroom <= 1) || keepNewest < 0) {
            throw new IllegalArgumentException("headroom " + headroom + ", newest " + keepNewest);
        }
    }

    public PrunePolicy(double headroom, Set<ImageReference> excluded, int keepNewest) {
        this(headroom, excluded, keepNewest, Set.of());
    }
}
