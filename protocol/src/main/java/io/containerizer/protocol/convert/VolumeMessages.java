package io.containerizer.protocol.convert;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.ImageRequest;
import io.containerizer.api.Secret;
import io.containerizer.api.Volume;
import io.containerizer.protocol.mesos.Image;
import io.containerizer.protocol.mesos.MountPropagation;

/** Volumes and the images that they and containers are made of. */
final class VolumeMessages {

    private VolumeMessages() {}

    static Volume fromMessage(io.containerizer.protocol.mesos.Volume message) {
        Volume.Propagation propagation = Volume.Propagation.PRIVATE;
        Volume.Source source;
        if (message.hasImage()) {
            source = new Volume.ImageTree(image(message.getImage()));
        } else if (message.hasHostPath()) {
            source =
                    Volume.of(message.getHostPath(), message.getContainerPath()).source();
        } else {
            var given = message.getSource();
            switch (given.getType()) {
                case HOST_PATH -> {
                    source = new Volume.HostPath(given.getHostPath().getPath());
                    propagation = propagation(given.getHostPath().getMountPropagation());
                }
                case SANDBOX_PATH ->
                    source = new Volume.SandboxPath(
                            given.getSandboxPath().getPath(),
                            given.getSandboxPath().getType()
                                    == io.containerizer.protocol.mesos.Volume.Source.SandboxPath.Type.PARENT);
                default ->
                    throw refused(
                            message.getContainerPath(),
                            "this agent has no isolator for sources of type " + given.getType());
            }
        }
        boolean readOnly = message.getMode() == io.containerizer.protocol.mesos.Volume.Mode.RO;
        return new Volume(message.getContainerPath(), source, readOnly, propagation);
    }

    private static Volume.Propagation propagation(MountPropagation message) {
        return switch (message.getMode()) {
            case UNKNOWN -> Volume.Propagation.PRIVATE;
            case HOST_TO_CONTAINER -> Volume.Propagation.HOST_TO_CONTAINER;
            case BIDIRECTIONAL -> Volume.Propagation.BIDIRECTIONAL;
        };
    }

    static ImageRequest image(Image image) {
        if (image.getType() != Image.Type.DOCKER) {
            throw ContainerizerException.of(
                            ErrorCode.INVALID_SPEC,
                            "check image",
                            "of type " + image.getType(),
                            "this agent makes containers of images of type DOCKER only")
                    .withHint("images in OCI's formats are of that type, too");
        }
        ImageRequest request = new ImageRequest(image.getDocker().getName(), image.getCached());
        return image.getDocker().hasConfig() ? request.withDockerConfig(config(image.getDocker())) : request;
    }

    /** Credentials for its registry. */
    private static Secret config(Image.Docker docker) {
        if (docker.getConfig().getType() != io.containerizer.protocol.mesos.Secret.Type.VALUE) {
            throw ContainerizerException.of(
                            ErrorCode.INVALID_SPEC,
                            "check image",
                            docker.getName(),
                            "its config is a secret of type "
                                    + docker.getConfig().getType() + ", which this agent cannot look up")
                    .withHint("give the secret's value");
        }
        return Secret.of(docker.getConfig().getValue().getData().toStringUtf8());
    }

    private static ContainerizerException refused(String volume, String why) {
        return ContainerizerException.of(ErrorCode.INVALID_SPEC, "check volume", volume, why);
    }
}
