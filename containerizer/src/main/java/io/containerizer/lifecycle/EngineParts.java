package io.containerizer.lifecycle;

import io.containerizer.api.Container;
import io.containerizer.api.ContainerClass;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Flag;
import io.containerizer.api.FlagValues;
import io.containerizer.api.ImageDefaults;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.Volume;
import io.containerizer.checkpoint.Disk;
import io.containerizer.checkpoint.Layout;
import io.containerizer.image.supply.ImageFlags;
import io.containerizer.launch.Launcher;
import io.containerizer.launch.PlanMerger;
import io.containerizer.provision.Provisioned;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the engine is made of; each part is told of the others only through here. */
final class EngineParts implements AutoCloseable {

    final FlagValues flags;
    final Layout layout;
    final Disk disk;
    final EngineIdentity identity;
    final ContainerStore store;
    final InstantSource clock;
    final Launcher launcher;
    final PlanMerger merger;
    final Duration destroyTimeout;
    final List<String> isolation;
    final Optional<DefaultContainerInfo> defaultInfo;
    final Images images;
    final PendingOperations pending = new PendingOperations();
    final FigureCounters counters = new FigureCounters();
    final PersistentVolumes volumes;
    private final Services services;
    private final Map<String, IsolatorFactory> factories;
    private final Map<String, IsolatorSet> sets = new ConcurrentHashMap<>();

    EngineParts(FlagValues flags, Seams seams) {
        this.flags = flags;
        this.disk = seams.disk();
        this.clock = seams.clock();
        this.factories = IsolatorFactories.load();
        checkFlags();
        this.isolation = IsolatorNames.resolve(flags.get(EngineFlags.ISOLATION));
        this.defaultInfo = flags.find(EngineFlags.DEFAULT_CONTAINER_INFO);
        checkDefaultInfo();
        ImageRules.check(flags, isolation, Services.launcherName(flags));
        this.layout =
                new Layout(absolute(flags.get(EngineFlags.RUNTIME_DIR)), absolute(flags.get(EngineFlags.WORK_DIR)));
        for (Path needed :
                List.of(layout.containers(), layout.engines(), layout.stagingDirectory(), layout.sandboxes())) {
            disk.makeDirectories(needed);
        }
        this.identity = new EngineIdentity(layout, disk, seams.boot());
        this.store = new ContainerStore(layout, disk, identity.name());
        this.services = new Services(flags, layout, seams);
        this.launcher = services.launcher();
        this.merger = new PlanMerger(flags.get(EngineFlags.SANDBOX_DIRECTORY));
        this.destroyTimeout = flags.get(EngineFlags.DESTROY_TIMEOUT);
        this.volumes = new PersistentVolumes(layout, disk);
        this.images = new Images(flags, isolation, launcher.name(), layout, seams, this::usersOfImages);
    }

    /** The directories that images were provided for, of containers that have not ended. */
    private Set<Path> usersOfImages() {
        Set<Path> users = new HashSet<>();
        for (ContainerId id : store.list()) {
            if (store.termination(id).isEmpty()) {
                store.find(id)
                        .flatMap(StoredContainer::provisioned)
                        .ifPresent(made -> users.add(layout.provisioned(id).resolve(made.directory())));
            }
        }
        return users;
    }

    private void checkFlags() {
        List<Flag<?>> known = new ArrayList<>(EngineFlags.all());
        factories.values().forEach(f -> known.addAll(f.flags()));
        flags.check(known);
    }

    private void checkDefaultInfo() {
        if (defaultInfo.isPresent() && isolation.contains("filesystem/posix")) {
            throw ContainerizerException.of(
                            ErrorCode.INVALID_FLAG,
                            "use flag",
                            "--" + EngineFlags.DEFAULT_CONTAINER_INFO.name(),
                            "no isolator is on that mounts volumes")
                    .withHint("add filesystem/shared or filesystem/linux to --isolation");
        }
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    /** This engine's own isolators. */
    IsolatorSet isolators() {
        return isolators(isolation, flags);
    }

    /** Those a container was launched with, which may be others than this engine's. */
    IsolatorSet isolators(StoredContainer stored) {
        return isolators(stored.isolation(), new FlagValues(stored.flags()));
    }

    /** The flags as records of containers keep them, which more people read than who gave the flags. */
    Map<String, String> recordedFlags() {
        return ImageFlags.withoutSecrets(flags).given();
    }

    private IsolatorSet isolators(List<String> names, FlagValues all) {
        FlagValues given = ImageFlags.withoutSecrets(all);
        return sets.computeIfAbsent(
                names + " " + new TreeMap<>(given.given()),
                k -> IsolatorSet.create(names, factories, services.environment(given, names), pending));
    }

    Container container(StoredContainer stored) {
        Optional<StoredContainer> parent = stored.id().parent().flatMap(store::find);
        OptionalInt parentInit = stored.id().parent().map(launcher::livingInit).orElse(OptionalInt.empty());
        return new Container(
                stored.spec(),
                stored.identity(),
                stored.sandbox(),
                layout.nestedSandboxes(stored.id()),
                layout.container(stored.id()),
                parentInit,
                parent.map(StoredContainer::spec),
                parent.map(StoredContainer::sandbox),
                stored.root(),
                image(stored, parent),
                stored.provisioned().map(Provisioned::volumes).orElse(Map.of()),
                ContainerId.parse(stored.cgroupOwner()),
                persistentVolumes(stored, parent));
    }

    private Map<Volume.Persistent, Path> persistentVolumes(StoredContainer stored, Optional<StoredContainer> parent) {
        return Stream.concat(Stream.of(stored), parent.stream())
                .flatMap(container -> container.spec().persistentVolumes().stream())
                .distinct()
                .collect(Collectors.toMap(volume -> volume, layout::volume));
    }

    /** Beside a container's own command that container's. */
    private static Optional<ImageDefaults> image(StoredContainer stored, Optional<StoredContainer> parent) {
        boolean beside = stored.spec().containerClass() == ContainerClass.DEBUG;
        return (beside ? parent : Optional.of(stored))
                .flatMap(StoredContainer::provisioned)
                .flatMap(Provisioned::defaults);
    }

    ContainerizerException notFound(String operation, ContainerId id) {
        return ContainerizerException.of(
                        ErrorCode.NOT_FOUND, operation, id.toString(), "there is no container of this name")
                .withHint("list them with: containerizer ps --all");
    }

    @Override
    public void close() {
        sets.values().forEach(IsolatorSet::close);
        images.close();
        services.close();
        identity.retire();
    }
}
