package io.containerizer.image.archive;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.image.Digest;
import io.containerizer.image.Image;
import io.containerizer.image.ImageReference;
import io.containerizer.image.ImageSource;
import io.containerizer.image.Layer;
import io.containerizer.image.Platform;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A directory with a file for each image: {@code <reference>.tar}, where the slashes of a reference lead to
 * subdirectories. Where there is none of the name as it was written, the name with less of registry and tag will do, and
 * {@code .tar.gz}, {@code .tgz}, {@code .tar.zst}, or an OCI layout in a directory instead of an archive. What is in the
 * file must have the name that was asked for, or none.
 */
public final class ArchiveDirectory implements ImageSource {

    private static final List<String> ENDINGS = List.of(".tar", ".tar.gz", ".tgz", ".tar.zst", "");

    private final Path directory;
    private final Path scratch;
    private final Map<State, Archive> archives = new ConcurrentHashMap<>();
    private final Map<Digest, Archive> found = new ConcurrentHashMap<>();

    /** @param scratch where packed archives are unpacked; made when it is needed */
    public ArchiveDirectory(Path directory, Path scratch) {
        this.directory = directory;
        this.scratch = scratch;
    }

    /** A file as it was when it was opened: another one of the same name is another archive. */
    private record State(Path path, String key, long size, long modified) {}

    @Override
    public Image find(ImageReference reference, Platform platform) {
        List<Archive> there = new ArrayList<>();
        for (Path path : candidates(reference)) {
            if (isArchive(path)) {
                Archive archive = archive(path);
                Optional<Image> image = archive.search(reference, platform);
                if (image.isPresent()) {
                    found.put(image.get().manifest(), archive);
                    return image.get();
                }
                there.add(archive);
            }
        }
        if (there.isEmpty() && !Files.isDirectory(directory)) {
            throw ContainerizerException.of(
                            ErrorCode.IMAGE_NOT_FOUND,
                            "find image",
                            reference.toString(),
                            (Files.exists(directory) ? "it is no directory: " : "there is no directory ") + directory)
                    .withHint("name a directory of archives with --docker_registry, or the address of a registry");
        }
        if (there.isEmpty()) {
            throw ContainerizerException.of(
                    ErrorCode.IMAGE_NOT_FOUND,
                    "find image",
                    reference.toString(),
                    "there is no " + candidates(reference).iterator().next());
        }
        return there.getFirst().find(reference, platform); // which says what it has instead
    }

    private Set<Path> candidates(ImageReference reference) {
        String registry = reference.registry().map(r -> r + "/").orElse("");
        String version = reference.digest().map(d -> "@" + d).orElseGet(() -> ":" + reference.version());
        Set<Path> candidates = new LinkedHashSet<>();
        String shortName = reference.shortened().repository();
        for (String name : List.of(
                reference.toString(),
                registry + reference.repository() + version,
                registry + reference.repository(),
                reference.repository() + version,
                reference.repository(),
                shortName + version,
                shortName)) {
            ENDINGS.forEach(ending -> candidates.add(directory.resolve(name + ending)));
        }
        candidates.add(directory);
        return candidates;
    }

    private static boolean isArchive(Path path) {
        return Files.isDirectory(path) ? Archive.isLayout(path) : Files.isRegularFile(path);
    }

    private Archive archive(Path path) {
        try {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            State state = new State(
                    path,
                    String.valueOf(now.fileKey()),
                    now.size(),
                    now.lastModifiedTime().toMillis());
            return archives.computeIfAbsent(state, s -> Archive.open(path, scratch));
        } catch (IOException e) {
            throw Members.unreadable("image archive " + path, e);
        }
    }

    @Override
    public InputStream open(ImageReference reference, Image image, Layer layer, long offset) throws IOException {
        Archive archive = found.get(image.manifest());
        if (archive == null) {
            throw new FileNotFoundException(image.manifest() + " is not from " + directory);
        }
        return archive.open(reference, image, layer, offset);
    }

    @Override
    public void close() {
        archives.values().forEach(Archive::close);
    }

    @Override
    public String toString() {
        return directory.toString();
    }
}
