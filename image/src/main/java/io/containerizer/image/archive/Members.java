package io.containerizer.image.archive;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.image.Compression;
import io.containerizer.image.manifest.Document;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Files by their names, in a tar archive or a directory; names have slashes and no dots to go up. */
sealed interface Members extends AutoCloseable permits TarMembers, DirectoryMembers {

    /** Bytes; empty: there is no file of this name. */
    Optional<Long> size(String name);

    /** @throws IOException also when there is no such file */
    InputStream open(String name, long offset) throws IOException;

    @Override
    void close();

    default boolean has(String name) {
        return size(name).isPresent();
    }

    /**
     * A whole file, which may be no larger than a document.
     *
     * @throws ContainerizerException INVALID_IMAGE if it is missing or larger
     */
    default byte[] read(String name) {
        String subject = name + " of " + this;
        if (!has(name)) {
            throw ContainerizerException.of(ErrorCode.INVALID_IMAGE, "read", subject, "there is no such file");
        }
        try (InputStream content = open(name, 0)) {
            byte[] bytes = content.readNBytes(Document.LARGEST + 1);
            if (bytes.length > Document.LARGEST) {
                throw ContainerizerException.of(
                        ErrorCode.INVALID_IMAGE, "read", subject, "it has more than " + Document.LARGEST + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw unreadable(subject, e);
        }
    }

    /** A name without dots: what would lead out stays at the top, where nothing is found. */
    static String plain(String name) {
        StringBuilder plain = new StringBuilder();
        for (String part : name.split("/")) {
            if (part.equals("..")) {
                plain.setLength(Math.max(0, plain.lastIndexOf("/")));
            } else if (!part.isEmpty() && !part.equals(".")) {
                plain.append(plain.isEmpty() ? "" : "/").append(part);
            }
        }
        return plain.toString();
    }

    /** How a file seems to be packed, by the bytes it begins with: archives do not always say, or are wrong. */
    default Compression compression(String name) {
        try (InputStream content = open(name, 0)) {
            return Packing.of(content.readNBytes(Packing.MAGIC));
        } catch (IOException e) {
            throw unreadable(name + " of " + this, e);
        }
    }

    static ContainerizerException unreadable(String subject, IOException e) {
        return ContainerizerException.of(ErrorCode.INVALID_IMAGE, "read", subject, String.valueOf(e.getMessage()))
                .causedBy(e);
    }
}
