package io.containerizer.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file system that the kernel's overlayfs puts together of directories: each hides what those before it have of the
 * same name. All paths are absolute, and of the host.
 *
 * @param layers the lowest first, in the form of overlayfs: they are never written to
 * @param writable what takes the changes; absent: there can be none, and there are two layers at least
 */
public record Overlay(List<Path> layers, Optional<Writable> writable) {

    /**
     * Two directories of one file system, both empty at first.
     *
     * @param upper what has been changed
     * @param work the kernel's own
     */
    public record Writable(Path upper, Path work) {}

    public Overlay {
        layers = List.copyOf(layers);
        if (layers.size() < (writable.isPresent() ? 1 : 2)) {
            throw new IllegalArgumentException("too few layers: " + layers);
        }
    }
}
