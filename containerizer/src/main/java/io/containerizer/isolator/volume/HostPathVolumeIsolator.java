package io.containerizer.isolator.volume;

import io.containerizer.api.Container;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.Contribution;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Flag;
import io.containerizer.api.Isolator;
import io.containerizer.api.IsolatorEnvironment;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.LaunchStep.Bind;
import io.containerizer.api.MountOption;
import io.containerizer.api.Verdict;
import io.containerizer.api.Volume;
import io.containerizer.api.Volume.HostPath;
import io.containerizer.api.Volume.Propagation;
import io.containerizer.isolator.LinuxRequirements;
import io.containerizer.isolator.VolumeTargets;
import io.containerizer.linux.proc.MountInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** {@code volume/host_path}: files and directories of the host in a container. */
public final class HostPathVolumeIsolator implements Isolator {

    private static final String NAME = "volume/host_path";
    private static final Flag<String> FORCE_CREATION = Flag.text(
            "host_path_volume_force_creation",
            "",
            "Directories, separated by colons, below which a missing host path is made.");

    private final String sandboxDirectory;
    private final List<Path> creatable;

    private HostPathVolumeIsolator(String sandboxDirectory, String creatable) {
        this.sandboxDirectory = sandboxDirectory;
        this.creatable = Arrays.stream(creatable.split(":"))
                .filter(s -> !s.isEmpty())
                .map(s -> Path.of(s).normalize())
                .toList();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean supportsNesting() {
        return true;
    }

    @Override
    public Contribution prepare(Container container) {
        Contribution.Builder plan = Contribution.builder();
        for (Volume volume : container.spec().volumes()) {
            if (volume.source() instanceof HostPath(String source)) {
                VolumeTargets.refuseDebug(container);
                String target = VolumeTargets.resolve(container, volume.containerPath(), sandboxDirectory);
                plan.step(new Bind(
                        realSource(source, volume.propagation()),
                        "",
                        target,
                        true,
                        volume.readOnly() ? Set.of(MountOption.READ_ONLY) : Set.of(),
                        volume.propagation(),
                        container.identity()));
            }
        }
        return plan.build();
    }

    private String realSource(String source, Propagation propagation) {
        Path path = Path.of(source);
        try {
            if (!Files.exists(path)
                    && creatable.stream().anyMatch(c -> path.normalize().startsWith(c))) {
                Files.createDirectories(path);
            }
            String real = path.toRealPath().toString();
            if (propagation == Propagation.BIDIRECTIONAL) {
                mustBeShared(real);
            }
            return real;
        } catch (IOException e) {
            throw ContainerizerException.of(
                            ErrorCode.INVALID_SPEC, "use host path", source, "it does not exist or cannot be made")
                    .withHint("make it first, or name a directory above it in --" + FORCE_CREATION.name())
                    .causedBy(e);
        }
    }

    private static void mustBeShared(String source) {
        boolean shared = MountInfo.ofThisProcess()
                .containing(source)
                .map(MountInfo.Mount::isShared)
                .orElse(false);
        if (!shared) {
            throw ContainerizerException.of(
                            ErrorCode.INVALID_SPEC,
                            "use host path",
                            source,
                            "mounts cannot propagate to the host: the mount it lies on is not shared")
                    .withHint("make it shared: mount --make-shared MOUNT_POINT");
        }
    }

    /** Makes it. */
    public static final class Factory implements IsolatorFactory {
        @Override
        public String name() {
            return NAME;
        }

        @Override
        public List<Flag<?>> flags() {
            return List.of(FORCE_CREATION);
        }

        @Override
        public Verdict probe(IsolatorEnvironment environment) {
            return LinuxRequirements.of(environment)
                    .isolator("filesystem/linux")
                    .verdict();
        }

        @Override
        public Isolator create(IsolatorEnvironment environment) {
            return new HostPathVolumeIsolator(
                    environment.flags().get(VolumeTargets.SANDBOX_DIRECTORY),
                    environment.flags().get(FORCE_CREATION));
        }
    }
}
