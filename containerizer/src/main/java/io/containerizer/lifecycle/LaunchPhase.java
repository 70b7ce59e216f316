package io.containerizer.lifecycle;

import java.util.Locale;

/** A part of a launch that is timed. */
public enum LaunchPhase {
    /** From the request to its record. */
    RECORD,
    /** What is made of images. */
    PROVISION,
    /** What isolators plan. */
    PREPARE,
    /** From the plan to the running command. */
    START;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
