package io.containerizer.cli;

import io.containerizer.api.Limitation;
import io.containerizer.api.Termination;

/** How this program tells of a container's end. */
final class Ending {

    private Ending() {}

    /** For the user, when a limit ended the container. */
    static void complain(Termination end, Output output) {
        end.limitation().ifPresent(l -> output.complain("the container was ended: " + firstLine(l.message())));
    }

    /** In a word or two. */
    static String word(Limitation.Reason reason) {
        return switch (reason) {
            case REASON_CONTAINER_LIMITATION_MEMORY -> "OOM";
            case REASON_CONTAINER_LIMITATION_DISK -> "disk limit";
            case REASON_CONTAINER_LIMITATION -> "limit";
        };
    }

    static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
