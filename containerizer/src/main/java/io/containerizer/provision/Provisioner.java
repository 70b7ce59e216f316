package io.containerizer.provision;

import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.ImageDefaults;
import io.containerizer.api.ImageRequest;
import io.containerizer.api.RootFileSystem;
import io.containerizer.api.Volume;
import io.containerizer.api.Volume.ImageTree;
import io.containerizer.checkpoint.Disk;
import io.containerizer.checkpoint.Layout;
import io.containerizer.image.ImageConfig;
import io.containerizer.image.rootfs.RootfsBackend;
import io.containerizer.image.store.StoredImage;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Makes root file systems and volumes of images, and takes them away. What belongs to a container is in a directory of
 * its own below the work directory, which is there only while the container's record is: so an engine that finds one
 * whose record is gone, because the machine was started anew, may remove it.
 */
public final class Provisioner {

    private static final String RECORD = ".record";

    private final Layout layout;
    private final Disk disk;
    private final ImageProvider images;
    private final Supplier<RootfsBackend> backend;

    /** @param backend asked when the first image is used, once everything is there that it needs */
    public Provisioner(Layout layout, Disk disk, ImageProvider images, Supplier<RootfsBackend> backend) {
        this.layout = layout;
        this.disk = disk;
        this.images = images;
        this.backend = backend;
    }

    /** Whether a container is made of images at all. */
    public static boolean isNeeded(ContainerSpec spec) {
        return spec.image().isPresent() || spec.volumes().stream().anyMatch(v -> v.source() instanceof ImageTree);
    }

    /** Holds what was made for all containers; only root may look in: there may be programs in it that give rights. */
    public static Path makeTop(Layout layout) {
        Path top = layout.provisioner();
        try {
            if (!Files.isDirectory(top)) {
                Files.createDirectories(top.getParent());
                Files.createDirectory(
                        top, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        } catch (FileAlreadyExistsException e) {
            return top; // another engine was quicker
        } catch (IOException e) {
            throw ContainerizerException.of(
                            ErrorCode.LAUNCH_FAILED, "make directory", top.toString(), String.valueOf(e.getMessage()))
                    .causedBy(e);
        }
        return top;
    }

    /**
     * @param unwanted when this is completed, nobody waits for images that have to come
     * @throws java.util.concurrent.CancellationException then
     */
    public Provisioned provision(ContainerSpec spec, CompletableFuture<?> unwanted) {
        RootfsBackend chosen = backend.get();
        String name = UUID.randomUUID().toString();
        Path own = layout.provisioned(spec.id());
        Path directory = own.resolve(name);
        disk.makeDirectories(own);
        disk.create(own.resolve(name + RECORD), layout.container(spec.id()).toString());
        disk.makeDirectory(directory);
        Optional<StoredImage> image = spec.image().map(request -> fetch(request, directory, unwanted));
        Optional<RootFileSystem> root = image.map(i -> chosen.make(i.layers(), directory, false));
        Map<String, RootFileSystem> volumes = new HashMap<>();
        for (Volume volume : spec.volumes()) {
            if (volume.source() instanceof ImageTree(ImageRequest request)) {
                Path tree = directory.resolve("volumes").resolve(Integer.toString(volumes.size()));
                disk.makeDirectories(tree);
                StoredImage content = fetch(request, directory, unwanted);
                volumes.put(volume.containerPath(), chosen.make(content.layers(), tree, volume.readOnly()));
            }
        }
        return new Provisioned(
                name, image.map(i -> i.id().toString()).orElse(""), root, image.map(Provisioner::defaults), volumes);
    }

    private StoredImage fetch(ImageRequest request, Path owner, CompletableFuture<?> unwanted) {
        StoredImage image = images.provide(request, owner, unwanted);
        if (image.layers().isEmpty()) {
            throw ContainerizerException.of(ErrorCode.INVALID_IMAGE, "use image", request.name(), "it has no layers");
        }
        return image;
    }

    private static ImageDefaults defaults(StoredImage image) {
        ImageConfig config = image.config();
        return new ImageDefaults(
                config.entrypoint(), config.cmd(), config.environment(), config.workingDirectory(), config.user());
    }

    /** Nothing happens where nothing was made. */
    public void remove(ContainerId id) {
        Path directory = layout.provisioned(id);
        if (disk.exists(directory)) {
            disk.remove(directory);
        }
    }

    /** Removes what containers have left that have no record any more, in whichever runtime directory it was. */
    public void sweep() {
        sweepContainers(layout.provisionedContainers());
    }

    private void sweepContainers(Path containers) {
        for (String id : disk.list(containers)) {
            Path container = containers.resolve(id);
            for (String entry : disk.list(container)) {
                if (entry.equals(Layout.CONTAINERS)) {
                    sweepContainers(container.resolve(entry));
                    removeIfEmpty(container.resolve(entry));
                } else if (entry.endsWith(RECORD)) {
                    sweepOne(container.resolve(entry));
                }
            }
            removeIfEmpty(container);
        }
    }

    /** The name was used once, so what is removed is what was found to be left over, and nothing newer. */
    private void sweepOne(Path record) {
        Optional<String> container = disk.read(record);
        if (container.isPresent() && !disk.exists(Path.of(container.get()))) {
            String name = record.getFileName().toString();
            disk.remove(record.resolveSibling(name.substring(0, name.length() - RECORD.length())));
            disk.remove(record);
        }
    }

    private static void removeIfEmpty(Path directory) {
        try {
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            return; // it is in use
        }
    }
}
