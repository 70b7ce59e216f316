package io.containerizer.image.archive;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.image.Compression;
import io.containerizer.image.Image;
import io.containerizer.image.ImageReference;
import io.containerizer.image.ImageSource;
import io.containerizer.image.Layer;
import io.containerizer.image.Platform;
import io.containerizer.image.unpack.Decompression;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One archive or layout with images in it. Nothing is copied out of it: layers are read where they are, each as often and
 * as many at once as somebody wants. Only an archive that is itself packed is unpacked once, into a file without a name.
 */
public final class Archive implements ImageSource {

    private final Members members;
    private final List<Catalogue> catalogues;

    private Archive(Members members) {
        this.members = members;
        this.catalogues = catalogues(members);
    }

    /**
     * Opens an archive of {@code docker save} of any age, a tar of an OCI layout, either also packed with gzip or zstd, or
     * the directory of an OCI layout.
     *
     * @param scratch where a packed archive is unpacked; made if it is not there
     * @throws ContainerizerException INVALID_IMAGE if it is nothing of these
     */
    public static Archive open(Path path, Path scratch) {
        Members members = Files.isDirectory(path) ? new DirectoryMembers(path) : tar(path, scratch);
        try {
            return new Archive(members);
        } catch (ContainerizerException e) {
            members.close();
            throw e;
        }
    }

    /** Whether a directory is an OCI layout. */
    public static boolean isLayout(Path directory) {
        return Files.isRegularFile(directory.resolve(LayoutCatalogue.INDEX));
    }

    private static Members tar(Path path, Path scratch) {
        try {
            FileChannel archive = plain(path, scratch);
            try {
                return new TarMembers(path.toString(), archive, TarIndex.of(archive));
            } catch (IOException e) {
                archive.close();
                throw e;
            }
        } catch (IOException e) {
            throw Members.unreadable("image archive " + path, e);
        }
    }

    private static FileChannel plain(Path path, Path scratch) throws IOException {
        FileChannel file = FileChannel.open(path);
        byte[] magic = new RangeStream(file, 0, Math.min(file.size(), Packing.MAGIC), false).readAllBytes();
        Compression compression = Packing.of(magic);
        if (compression == Compression.NONE) {
            return file;
        }
        Files.createDirectories(scratch);
        Path unpacked = Files.createTempFile(scratch, "archive", ".tar");
        FileChannel copy;
        try (file) {
            copy = FileChannel.open(unpacked, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } finally {
            Files.delete(unpacked);
        }
        try (InputStream packed = Files.newInputStream(path);
                InputStream content = Decompression.of(packed, compression)) {
            content.transferTo(Channels.newOutputStream(copy));
            return copy;
        } catch (IOException e) {
            copy.close();
            throw e;
        }
    }

    private static List<Catalogue> catalogues(Members members) {
        List<Catalogue> catalogues = new ArrayList<>();
        if (members.has(LayoutCatalogue.INDEX)) {
            catalogues.add(new LayoutCatalogue(members));
        }
        if (members.has(SavedCatalogue.MANIFEST)) {
            catalogues.add(new SavedCatalogue(members));
        } else if (members.has(OldCatalogue.REPOSITORIES)) {
            catalogues.add(new OldCatalogue(members));
        }
        if (catalogues.isEmpty()) {
            throw ContainerizerException.of(
                            ErrorCode.INVALID_IMAGE,
                            "open image archive",
                            members.toString(),
                            "it has neither index.json nor manifest.json nor repositories")
                    .withHint("make it with `docker save`, or as an OCI layout");
        }
        return List.copyOf(catalogues);
    }

    /** What its images are called in it: whole names or tags alone; nothing for images without a name. */
    public List<String> names() {
        return catalogues.stream().flatMap(c -> c.names().stream()).distinct().toList();
    }

    @Override
    public Image find(ImageReference reference, Platform platform) {
        return search(reference, platform).orElseThrow(() -> {
            List<String> names = names();
            return ContainerizerException.of(
                    ErrorCode.IMAGE_NOT_FOUND,
                    "find image",
                    reference + " in " + members,
                    names.isEmpty() ? "there are only images without a name" : "it has " + String.join(", ", names));
        });
    }

    /** A name that fits comes before images that have none. */
    Optional<Image> search(ImageReference reference, Platform platform) {
        for (boolean anonymous : new boolean[] {false, true}) {
            for (Catalogue catalogue : catalogues) {
                Optional<Image> found = catalogue.find(reference, platform, anonymous);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public InputStream open(ImageReference reference, Image image, Layer layer, long offset) throws IOException {
        String member = catalogues.stream()
                .flatMap(c -> c.member(image, layer).stream())
                .findFirst()
                .orElseThrow(() -> new FileNotFoundException("layer " + layer.diffId() + " is not in " + members));
        return members.open(member, offset);
    }

    @Override
    public void close() {
        members.close();
    }

    @Override
    public String toString() {
        return members.toString();
    }
}
