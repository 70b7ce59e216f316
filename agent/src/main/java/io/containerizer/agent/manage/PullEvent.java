package io.containerizer.agent.manage;

import io.containerizer.inventory.FetchedImage;
import java.util.Optional;

/**
 * One line of what is told while images come: of a layer, of an image that is here now, or of what went wrong.
 *
 * @param layer the digest of its archive when unpacked
 * @param size what its source says it has packed; -1 where it does not say
 * @param bytes how much has come, packed; when it is done, what it has unpacked
 */
public record PullEvent(
        Kind kind, String layer, long size, long bytes, Optional<FetchedImage> image, Optional<Failure> failure) {

    /** What it is about. */
    public enum Kind {
        PRESENT,
        BEGUN,
        PROGRESSED,
        DONE,
        IMAGE,
        FAILED
    }

    static PullEvent of(FetchedImage image) {
        return new PullEvent(Kind.IMAGE, "", 0, 0, Optional.of(image), Optional.empty());
    }

    static PullEvent of(Failure failure) {
        return new PullEvent(Kind.FAILED, "", 0, 0, Optional.empty(), Optional.of(failure));
    }
}
