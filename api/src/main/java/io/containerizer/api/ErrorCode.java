package io.containerizer.api;

/** Every way in which the engine refuses or fails. The names are stable: scripts may test for them. */
public enum ErrorCode {
    INVALID_ID("A container id has characters or a length that a directory name cannot have"),
    INVALID_FLAG("A flag is unknown, misspelt, given twice, or has a value that does not parse"),
    INVALID_SPEC("A launch request contradicts itself or lacks something"),
    INVALID_MESSAGE("A message or a stream of them is not what the protocol allows"),
    UNKNOWN_ISOLATOR("A name in --isolation is no isolator of this build"),
    UNUSABLE_ISOLATOR("An isolator was asked for that this host cannot support"),
    UNUSABLE_HOST("The host lacks something that every container needs"),
    ALREADY_EXISTS("A container with this id is there already"),
    NOT_FOUND("No container with this id, or no volume of this name, is known"),
    STILL_RUNNING("The operation is for containers that have ended"),
    NOT_RUNNING("The operation is for running containers"),
    DESTROYED_DURING_LAUNCH("The container was destroyed while it was being launched"),
    UNKNOWN_USER("The user or group of a request does not exist in the container"),
    LAUNCH_FAILED("A step between the request and the first instruction of the command failed"),
    COMMAND_NOT_FOUND("The command, or the interpreter it names, does not exist in the container"),
    COMMAND_NOT_EXECUTABLE("The command exists but cannot be executed"),
    INVALID_IMAGE("An image, or the name of one, is not what the formats allow, or not what its digests say"),
    IMAGE_NOT_FOUND("No image of this name, or none for this platform, is where it was looked for"),
    IMAGE_IN_USE("The operation is for images that no container uses"),
    VOLUME_IN_USE("The operation is for persistent volumes that no container uses"),
    REGISTRY_FAILED("A registry could not be reached, refused, or answered in a way that makes no sense"),
    UNREACHABLE("A master or an agent could not be reached, or does not accept a call"),
    FORBIDDEN("The caller may not do this"),
    CHECKPOINT_FAILED("Something that must outlive the engine could not be written or read"),
    DESTROY_FAILED("A container could not be removed completely"),
    KERNEL("A system call failed"),
    INTERNAL("A fault of this program");

    private final String meaning;

    ErrorCode(String meaning) {
        this.meaning = meaning;
    }

    /** One sentence without a full stop, for the catalogue in {@code docs/errors.md}. */
    public String meaning() {
        return meaning;
    }
}
