package io.containerizer.image.unpack;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;

/** RFC 8878: frames of content, and others that are passed over. */
final class ZstdDecoder implements Decoder {

    @Override
    public void decode(PipeInput packed, PipeOutput plain) throws InterruptedException {
        if (!packed.fill()) {
            throw new BadArchive("it is empty, so it is not packed with zstd");
        }
        try (InputStream in = ZstdInputStream.create(packed)) {
            for (; ; ) {
                Chunk chunk = plain.chunk();
                int count = in.read(chunk.bytes, chunk.length, Chunk.SIZE - chunk.length);
                if (count < 0) {
                    return;
                }
                plain.added(count, packed.position());
            }
        } catch (IOException | MalformedInputException e) {
            throw new BadArchive("it is damaged, or not packed with zstd: " + e.getMessage());
        }
    }
}
