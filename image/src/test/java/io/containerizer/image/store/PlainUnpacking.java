package io.containerizer.image.store;

import io.containerizer.image.Compression;
import io.containerizer.image.Digest;
import io.containerizer.image.unpack.UnpackedLayer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Puts a layer's archive, as it is, into a file: nothing in the store cares for what is in a layer. Needs no root. */
final class PlainUnpacking implements LayerFetch.Unpacking {

    static final String FILE = "layer";

    @Override
    public UnpackedLayer unpack(InputStream packed, Compression compression, Path emptyDirectory) throws IOException {
        byte[] blob = packed.readAllBytes();
        byte[] content;
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(blob))) {
            content = in.readAllBytes();
        }
        Files.write(emptyDirectory.resolve(FILE), content);
        return new UnpackedLayer(Digest.of(content), Digest.of(blob), blob.length, content.length, 1);
    }
}
