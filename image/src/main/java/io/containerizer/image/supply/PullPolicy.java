package io.containerizer.image.supply;

/** When the source of an image is asked. */
public enum PullPolicy {
    /** If there is none of its name in the store. */
    MISSING,
    /** In any case: the name may mean another image by now. */
    ALWAYS,
    /** In no case. */
    NEVER
}
