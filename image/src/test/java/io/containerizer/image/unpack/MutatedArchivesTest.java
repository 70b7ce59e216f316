package io.containerizer.image.unpack;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.image.Compression;
import io.containerizer.testkit.RequiresRoot;
import io.containerizer.testkit.SeededTest;
import io.containerizer.testkit.TreeListing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Archives in which something was changed: some can still be read, none gets out, hangs or breaks what reads it. */
@RequiresRoot
class MutatedArchivesTest {

    private static final UnpackLimits LIMITS = new UnpackLimits(50 << 20, 20 << 20, 5000, 4095, 1 << 20, 1 << 20, 200);

    private final TreeListing listing = new TreeListing();

    @TempDir
    Path top;

    @SeededTest(count = 30)
    @Timeout(300)
    void nothingGetsOut(long seed) throws IOException {
        Random random = new Random(seed);
        Path layer = Files.createDirectory(top.resolve("layer"));
        Path outside = Files.createDirectory(top.resolve("outside"));
        Files.writeString(outside.resolve("file"), "canary");
        Map<String, String> before = listing.of(outside);
        List<Hostile> all = HostileArchivesTest.archives();
        for (int i = 0; i < 8; i++) {
            byte[] one = all.get(random.nextInt(all.size())).archive().apply(outside.toString());
            byte[] two = all.get(random.nextInt(all.size())).archive().apply(outside.toString());
            byte[] archive = mutate(join(withoutEnd(one), two), random);
            Compression compression = random.nextInt(8) == 0 ? Compression.GZIP : Compression.NONE;
            try {
                new LayerUnpacker(LIMITS).unpack(new ByteArrayInputStream(archive), compression, layer);
            } catch (ContainerizerException e) {
                assertThat(e.code()).as(e.toString()).isEqualTo(ErrorCode.INVALID_IMAGE);
            }
            assertThat(listing.of(outside)).isEqualTo(before);
            try (var entries = Files.list(top)) {
                assertThat(entries).containsExactlyInAnyOrder(layer, outside);
            }
            Trees.remove(layer);
        }
    }

    private static byte[] withoutEnd(byte[] archive) {
        int end = archive.length;
        while (end >= TarBuilder.BLOCK && isZero(archive, end - TarBuilder.BLOCK)) {
            end -= TarBuilder.BLOCK;
        }
        return Arrays.copyOf(archive, end);
    }

    private static boolean isZero(byte[] archive, int from) {
        return Arrays.equals(archive, from, from + TarBuilder.BLOCK, new byte[TarBuilder.BLOCK], 0, TarBuilder.BLOCK);
    }

    private static byte[] join(byte[] one, byte[] two) {
        byte[] both = Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        return both;
    }

    /** Most headers get a checksum that is right again, so that what was changed is looked at. */
    private static byte[] mutate(byte[] archive, Random random) {
        byte[] changed = archive.clone();
        int blocks = changed.length / TarBuilder.BLOCK;
        for (int i = random.nextInt(4); i >= 0; i--) {
            int block = random.nextInt(blocks) * TarBuilder.BLOCK;
            switch (random.nextInt(5)) {
                case 0 -> changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
                case 1 -> changed[block + random.nextInt(100)] = (byte) "./\0a\u00ff".charAt(random.nextInt(5));
                case 2 -> changed[block + 156] = (byte) "0123456LKxgS".charAt(random.nextInt(12));
                case 3 ->
                    System.arraycopy(
                            changed, random.nextInt(blocks) * TarBuilder.BLOCK, changed, block, TarBuilder.BLOCK);
                default -> changed[block + 124 + random.nextInt(12)] = (byte) ('0' + random.nextInt(8));
            }
        }
        if (random.nextInt(5) > 0) {
            for (int block = 0; block + TarBuilder.BLOCK <= changed.length; block += TarBuilder.BLOCK) {
                repair(changed, block);
            }
        }
        return random.nextInt(6) > 0 ? changed : Arrays.copyOf(changed, random.nextInt(changed.length));
    }

    private static void repair(byte[] archive, int block) {
        if (!new String(archive, block + 257, 5, StandardCharsets.ISO_8859_1).equals("ustar")) {
            return;
        }
        Arrays.fill(archive, block + 148, block + 156, (byte) ' ');
        int sum = 0;
        for (int i = 0; i < TarBuilder.BLOCK; i++) {
            sum += archive[block + i] & 0xff;
        }
        byte[] text = TarBuilder.latin("%06o\0".formatted(sum));
        System.arraycopy(text, 0, archive, block + 148, text.length);
    }
}
