package io.containerizer.api;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A request to launch one container. Made with {@link #builder}; immutable.
 *
 * @param resources what it asks for; limits follow from it where {@code limits} says nothing
 * @param rootfs a directory that becomes the container's root; absent, and no image: the host's root
 * @param image what the container's root is made of instead
 * @param user name or number, optionally {@code :group}; empty: the engine's own user, or the parent's
 * @param sandbox where the sandbox shall be; absent: below the work directory
 * @param stdio where the command's streams lead, unless there is a terminal
 * @param terminal a terminal as stdin, stdout and stderr
 * @param keep whether the record of the container stays after it ended, until removed
 */
public record ContainerSpec(
        ContainerId id,
        ContainerClass containerClass,
        Command command,
        Map<String, String> environment,
        Resources resources,
        Resources limits,
        Optional<Path> rootfs,
        Optional<ImageRequest> image,
        List<Volume> volumes,
        List<Rlimit> rlimits,
        LinuxInfo linux,
        String user,
        Optional<Path> sandbox,
        Stdio stdio,
        Optional<TerminalSize> terminal,
        boolean keep) {

    public ContainerSpec {
        environment = Map.copyOf(environment);
        volumes = List.copyOf(volumes);
        rlimits = List.copyOf(rlimits);
        checkPersistent(id, volumes);
        if (containerClass == ContainerClass.DEBUG && !id.isNested()) {
            throw ContainerizerException.of(
                    ErrorCode.INVALID_SPEC, "check container", id.toString(), "a DEBUG container needs a parent");
        }
        if (containerClass == ContainerClass.DEBUG && (rootfs.isPresent() || image.isPresent() || !volumes.isEmpty())) {
            throw ContainerizerException.of(
                    ErrorCode.INVALID_SPEC,
                    "check container",
                    id.toString(),
                    "a DEBUG container uses its parent's file system: it can have neither a root file system nor volumes");
        }
        if (containerClass == ContainerClass.POD) {
            checkPod(id, command, rootfs.isPresent() || image.isPresent() || terminal.isPresent());
        }
        if (rootfs.isPresent() && image.isPresent()) {
            throw ContainerizerException.of(
                    ErrorCode.INVALID_SPEC,
                    "check container",
                    id.toString(),
                    "its root is to be both the directory " + rootfs.get() + " and of the image "
                            + image.get().name());
        }
    }

    private static void checkPod(ContainerId id, Command command, boolean hasWhatACommandNeeds) {
        String why = id.isNested()
                ? "a POD container cannot be nested"
                : !command.isOfImage() || hasWhatACommandNeeds
                        ? "a POD container has no command, and so no root file system, image or terminal"
                        : "";
        if (!why.isEmpty()) {
            throw ContainerizerException.of(ErrorCode.INVALID_SPEC, "check container", id.toString(), why);
        }
    }

    private static void checkPersistent(ContainerId id, List<Volume> volumes) {
        Set<Volume.Persistent> named = new HashSet<>();
        for (Volume volume : volumes) {
            if (volume.source() instanceof Volume.Persistent persistent) {
                if (id.isNested()) {
                    throw ContainerizerException.of(
                                    ErrorCode.INVALID_SPEC,
                                    "check container",
                                    id.toString(),
                                    "a nested container cannot have the persistent volume " + persistent)
                            .withHint(
                                    "give it to " + id.root() + ", and to this one a volume from its parent's sandbox");
                }
                if (!named.add(persistent)) {
                    throw ContainerizerException.of(
                            ErrorCode.INVALID_SPEC,
                            "check container",
                            id.toString(),
                            "it names the persistent volume " + persistent + " twice");
                }
            }
        }
    }

    /** The persistent volumes it names. */
    public List<Volume.Persistent> persistentVolumes() {
        return volumes.stream()
                .flatMap(v -> v.source() instanceof Volume.Persistent p ? Stream.of(p) : Stream.empty())
                .toList();
    }

    /** Whether its root is to be another than the host's, or of a DEBUG container its parent's. */
    public boolean hasOwnRoot() {
        return rootfs.isPresent() || image.isPresent();
    }

    /** The same request with other volumes. */
    public ContainerSpec withVolumes(List<Volume> others) {
        return toBuilder().volumes(others).build();
    }

    /** The same request for the root file system of an image. */
    public ContainerSpec withImage(ImageRequest request) {
        return toBuilder().image(request).build();
    }

    /** The same request, to be changed. */
    public Builder toBuilder() {
        Builder copy = new Builder(id, command);
        copy.containerClass = containerClass;
        copy.environment = environment;
        copy.resources = resources;
        copy.limits = limits;
        copy.rootfs = rootfs;
        copy.image = image;
        copy.volumes = volumes;
        copy.rlimits = rlimits;
        copy.linux = linux;
        copy.user = user;
        copy.sandbox = sandbox;
        copy.stdio = stdio;
        copy.terminal = terminal;
        copy.keep = keep;
        return copy;
    }

    public static Builder builder(ContainerId id, Command command) {
        return new Builder(id, command);
    }

    /** Collects the parts of a request; what is not set has the default of the record above. */
    public static final class Builder {
        private final ContainerId id;
        private final Command command;
        private ContainerClass containerClass = ContainerClass.DEFAULT;
        private Map<String, String> environment = Map.of();
        private Resources resources = Resources.NONE;
        private Resources limits = Resources.NONE;
        private Optional<Path> rootfs = Optional.empty();
        private Optional<ImageRequest> image = Optional.empty();
        private List<Volume> volumes = List.of();
        private List<Rlimit> rlimits = List.of();
        private LinuxInfo linux = LinuxInfo.DEFAULT;
        private String user = "";
        private Optional<Path> sandbox = Optional.empty();
        private Stdio stdio = Stdio.SANDBOX;
        private Optional<TerminalSize> terminal = Optional.empty();
        private boolean keep = true;

        private Builder(ContainerId id, Command command) {
            this.id = id;
            this.command = command;
        }

        public Builder containerClass(ContainerClass value) {
            containerClass = value;
            return this;
        }

        /** Variables from the engine's side; the command's own win over them. */
        public Builder environment(Map<String, String> variables) {
            environment = variables;
            return this;
        }

        public Builder resources(Resources value) {
            resources = value;
            return this;
        }

        public Builder limits(Resources value) {
            limits = value;
            return this;
        }

        public Builder rootfs(Path directory) {
            rootfs = Optional.of(directory);
            return this;
        }

        public Builder image(ImageRequest value) {
            image = Optional.of(value);
            return this;
        }

        public Builder volumes(List<Volume> value) {
            volumes = value;
            return this;
        }

        public Builder rlimits(List<Rlimit> value) {
            rlimits = value;
            return this;
        }

        public Builder linux(LinuxInfo value) {
            linux = value;
            return this;
        }

        public Builder user(String value) {
            user = value;
            return this;
        }

        public Builder sandbox(Path directory) {
            sandbox = Optional.of(directory);
            return this;
        }

        public Builder stdio(Stdio value) {
            stdio = value;
            return this;
        }

        public Builder terminal(TerminalSize size) {
            terminal = Optional.of(size);
            return this;
        }

        public Builder keep(boolean value) {
            keep = value;
            return this;
        }

        public ContainerSpec build() {
            return new ContainerSpec(
                    id,
                    containerClass,
                    command,
                    environment,
                    resources,
                    limits,
                    rootfs,
                    image,
                    volumes,
                    rlimits,
                    linux,
                    user,
                    sandbox,
                    stdio,
                    terminal,
                    keep);
        }
    }
}
