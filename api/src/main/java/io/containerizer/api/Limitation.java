package io.containerizer.api;

/**
 * Why the engine ended a container: it went over a limit.
 *
 * @param message names the resource, the limit and the usage
 * @param resource what there was too much of, as much as was used
 */
public record Limitation(Reason reason, String message, Resources resource) {

    /** Names as in Mesos' task status reasons. */
    public enum Reason {
        REASON_CONTAINER_LIMITATION,
        REASON_CONTAINER_LIMITATION_DISK,
        REASON_CONTAINER_LIMITATION_MEMORY
    }
}
