package io.containerizer.lifecycle;

import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.FlagValues;
import io.containerizer.api.Identity;
import io.containerizer.api.ImageDefaults;
import io.containerizer.api.Volume.ImageTree;
import io.containerizer.checkpoint.Layout;
import io.containerizer.image.ImageReference;
import io.containerizer.image.rootfs.BindBackend;
import io.containerizer.image.rootfs.CopyBackend;
import io.containerizer.image.rootfs.OpaqueMark;
import io.containerizer.image.rootfs.OverlayBackend;
import io.containerizer.image.rootfs.RootfsBackend;
import io.containerizer.image.rootfs.RootfsBackends;
import io.containerizer.image.store.Pruned;
import io.containerizer.image.supply.ImageFlags;
import io.containerizer.linux.syscall.FfmLayerCalls;
import io.containerizer.linux.syscall.FfmTreeCalls;
import io.containerizer.linux.syscall.LayerCalls;
import io.containerizer.provision.ImageProvider;
import io.containerizer.provision.Provisioned;
import io.containerizer.provision.Provisioner;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** What an engine does with images. Its parts are made when the first container needs one. */
final class Images {

    private final FlagValues flags;
    private final List<String> isolation;
    private final String launcher;
    private final Layout layout;
    private final Seams seams;
    private final Supplier<Set<Path>> living;
    private final AtomicLong removeErrors = new AtomicLong();
    private final Users users = new Users(this::isOpaque);
    private final Provisioner provisioner;
    private Optional<LayerCalls> calls = Optional.empty();
    private Optional<ImageProvider> provider = Optional.empty();
    private Optional<RootfsBackend> backend = Optional.empty();

    /**
     * Checks the backend now if it was named.
     *
     * @param living tells the directories that images were provided for, of containers that have not ended
     */
    Images(
            FlagValues flags,
            List<String> isolation,
            String launcher,
            Layout layout,
            Seams seams,
            Supplier<Set<Path>> living) {
        this.flags = flags;
        this.isolation = isolation;
        this.launcher = launcher;
        this.layout = layout;
        this.seams = seams;
        this.living = living;
        this.provisioner = new Provisioner(
                layout,
                seams.disk(),
                (request, owner, unwanted) -> provider().provide(request, owner, unwanted),
                this::backend);
        if (flags.find(EngineFlags.IMAGE_PROVISIONER_BACKEND).isPresent()) {
            backend();
        }
        if (flags.find(ImageFlags.GC).isPresent()) {
            var _ = provider(); // which looks after the store from now on
        }
    }

    Users users() {
        return users;
    }

    boolean areUsedBy(ContainerSpec spec) {
        return Provisioner.isNeeded(spec);
    }

    /**
     * Makes what a container needs of images, and finds out who it runs as.
     *
     * @param unwanted when this is completed, nobody waits for images that have to come
     * @throws java.util.concurrent.CancellationException then
     */
    StoredContainer provision(StoredContainer stored, Optional<StoredContainer> parent, CompletableFuture<?> unwanted) {
        ContainerSpec spec = stored.spec();
        check(spec);
        Provisioned made = provisioner.provision(spec, unwanted);
        Identity identity = stored.identity();
        if (made.root().isPresent()) {
            String imageUser = flags.get(EngineFlags.DOCKER_IGNORE_USER)
                    ? ""
                    : made.defaults().map(ImageDefaults::user).orElse("");
            identity = users.resolve(spec, made.root().get(), imageUser, parent);
        }
        return stored.with(made, identity);
    }

    private void check(ContainerSpec spec) {
        if (!launcher.equals("linux")) {
            throw refused(spec, "the launcher is " + launcher, "run as root on Linux, with --launcher=linux");
        }
        if (!isolation.contains("filesystem/linux")) {
            throw refused(spec, "filesystem/linux is not in --isolation", "add filesystem/linux to --isolation");
        }
        if (!isolation.contains("volume/image")
                && spec.volumes().stream().anyMatch(v -> v.source() instanceof ImageTree)) {
            throw refused(spec, "volume/image is not in --isolation", "add volume/image to --isolation");
        }
    }

    private static ContainerizerException refused(ContainerSpec spec, String why, String remedy) {
        return ContainerizerException.of(
                        ErrorCode.INVALID_SPEC, "use images for", spec.id().toString(), why)
                .withHint(remedy);
    }

    void remove(ContainerId id) {
        try {
            provisioner.remove(id);
        } catch (ContainerizerException e) {
            removeErrors.incrementAndGet();
            throw e;
        }
    }

    Pruned prune(Collection<String> excluded) {
        return provider().prune(excluded.stream().map(ImageReference::parse).toList());
    }

    /** By the names of Mesos' metrics. */
    synchronized Map<String, Number> gauges() {
        Map<String, Number> gauges = new HashMap<>();
        if (flags.find(ImageFlags.PROVIDERS).isPresent()) {
            gauges.put("containerizer/mesos/provisioner/remove_container_errors", removeErrors.get());
            gauges.put("containerizer/mesos/provisioner/bind/remove_rootfs_errors", 0L); // it makes none
        }
        provider.ifPresent(p -> gauges.putAll(p.gauges()));
        return gauges;
    }

    void sweep() {
        provisioner.sweep();
    }

    synchronized void close() {
        provider.ifPresent(ImageProvider::close);
    }

    private boolean isOpaque(Path directory) {
        return OpaqueMark.isOn(directory, calls());
    }

    private synchronized LayerCalls calls() {
        if (calls.isEmpty()) {
            calls = Optional.of(new FfmLayerCalls());
        }
        return calls.get();
    }

    private synchronized ImageProvider provider() {
        if (provider.isEmpty()) {
            provider = Optional.of(seams.images().apply(flags, living));
        }
        return provider.get();
    }

    private synchronized RootfsBackend backend() {
        if (backend.isEmpty()) {
            RootfsBackends all = new RootfsBackends(
                    List.of(new OverlayBackend(calls()), new CopyBackend(FfmTreeCalls::new, calls())),
                    List.of(new BindBackend()));
            backend = Optional.of(
                    all.choose(flags.find(EngineFlags.IMAGE_PROVISIONER_BACKEND), Provisioner.makeTop(layout)));
        }
        return backend.get();
    }
}
