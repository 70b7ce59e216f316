package io.containerizer.image.unpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.airlift.compress.v3.zstd.ZstdCompressor;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.image.Compression;
import io.containerizer.image.Digest;
import io.containerizer.image.unpack.TarBuilder.Header;
import io.containerizer.linux.syscall.TreeSize;
import io.containerizer.testkit.ExtendedAttributes;
import io.containerizer.testkit.RequiresRoot;
import io.containerizer.testkit.TreeListing;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresRoot
class LayerUnpackerTest {

    private static final String OPAQUE = "trusted.overlay.opaque=y";

    private final LayerUnpacker unpacker = new LayerUnpacker(UnpackLimits.DEFAULT);

    @TempDir
    Path layer;

    @Test
    void aLayerIsWhatItsArchiveSays() throws IOException {
        byte[] archive = new TarBuilder()
                .add(new Header('5', "./").mode(0711).owner(1, 2))
                .add(new Header('5', "d/").mode(03777).owner(3, 4).time(77))
                .add(new Header('0', "d/f").mode(04755).owner(5, 6).time(88).size(3), TarBuilder.latin("abc"))
                .hardLink("h", "d/f")
                .link("l", "d/f")
                .end();
        UnpackedLayer unpacked = unpack(archive, Compression.NONE);
        assertThat(unpacked)
                .isEqualTo(
                        new UnpackedLayer(Digest.of(archive), Digest.of(archive), archive.length, archive.length, 5));
        assertThat(listing())
                .containsEntry("d", "043777 3:4 77000000000")
                .hasEntrySatisfying("d/f", f -> assertThat(f).startsWith("104755 5:6 88000000000 3 "))
                .hasEntrySatisfying(
                        "h", h -> assertThat(h).startsWith("104755 5:6").endsWith(" = d/f"))
                .hasEntrySatisfying("l", l -> assertThat(l).endsWith(" -> d/f"))
                .hasEntrySatisfying(".", root -> assertThat(root).startsWith("040711 1:2 1000000000000000000"));
    }

    @Test
    void whatHasNoEntryGetsOrdinaryAttributes() throws IOException {
        Files.setAttribute(layer, "unix:mode", 0700);
        unpack(new TarBuilder().file("a/b/f", "1").end(), Compression.NONE);
        assertThat(listing())
                .hasEntrySatisfying(".", root -> assertThat(root).startsWith("040755 0:0 "))
                .hasEntrySatisfying("a", a -> assertThat(a).startsWith("040755 0:0 "))
                .hasEntrySatisfying("a/b", b -> assertThat(b).startsWith("040755 0:0 "));
    }

    @Test
    void namesAndNumbersOfExtendedHeadersWin() throws IOException {
        String longName = "d".repeat(200) + "/" + "f".repeat(200);
        unpack(
                new TarBuilder()
                        .extended('g', "uid", "9", "mtime", "5", "comment", "of no interest")
                        .pax("path", longName, "size", "2", "gid", "70000000", "mtime", "-1.25", "atime", "7")
                        .add(new Header('0', "x"), new byte[0])
                        .raw(Arrays.copyOf(TarBuilder.latin("hi"), TarBuilder.BLOCK))
                        .file("y", "1")
                        .pax("linkpath", "t".repeat(300))
                        .link("l", "x")
                        .end(),
                Compression.NONE);
        assertThat(listing())
                .hasEntrySatisfying(longName, f -> assertThat(f).startsWith("100644 9:70000000 -1250000000 2 "))
                .hasEntrySatisfying("y", y -> assertThat(y).startsWith("100644 9:0 5000000000 1 "))
                .hasEntrySatisfying("l", l -> assertThat(l).endsWith(" -> " + "t".repeat(300)));
    }

    @Test
    void attributesAreKeptUnlessTheyAreOverlayfsOwn() throws IOException {
        String capability = "\1\0\0\2\0\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
        unpack(
                new TarBuilder()
                        .pax(
                                "SCHILY.xattr.security.capability", capability,
                                "SCHILY.xattr.user.a", "b\0c",
                                "SCHILY.xattr.user.empty", "",
                                "LIBARCHIVE.xattr.user.%64", "ZQ==",
                                "SCHILY.xattr.trusted.overlay.opaque", "y")
                        .add(new Header('0', "f").mode(0755).owner(8, 9))
                        .end(),
                Compression.NONE);
        assertThat(new ExtendedAttributes().of(layer.resolve("f")))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("security.capability", capability, "user.a", "b\0c", "user.empty", "", "user.d", "e"));
    }

    @Test
    void timesOfDirectoriesAreSetWhenNothingIsAddedAnyMore() throws IOException {
        unpack(
                new TarBuilder()
                        .add(new Header('5', "a").time(11))
                        .add(new Header('5', "a/b").time(12))
                        .link("l", "a/b")
                        .file("l/f", "1")
                        .add(new Header('5', "gone").time(13))
                        .file("gone", "1")
                        .file("a/g", "1")
                        .end(),
                Compression.NONE);
        assertThat(listing())
                .containsEntry("a", "040755 0:0 11000000000")
                .containsEntry("a/b", "040755 0:0 12000000000")
                .hasEntrySatisfying("gone", g -> assertThat(g).startsWith("100644 0:0 1000000000000000000"));
    }

    @Test
    void whiteoutsHideWhatIsBelowAndNothingOfTheirOwnLayer() throws IOException {
        unpack(
                new TarBuilder()
                        .file("d/.wh.gone", "")
                        .file("d/kept", "1")
                        .file("d/.wh.kept", "")
                        .file("d/sub/f", "1")
                        .file("d/.wh.sub", "")
                        .file(".wh.new", "")
                        .directory("new")
                        .file("before", "1")
                        .file("o/f", "1")
                        .file("o/.wh..wh..opq", "")
                        .file("p/.wh..wh..opq", "")
                        .file("p/f", "1")
                        .hardLink(".wh.aufs", ".wh..wh.aufs")
                        .end(),
                Compression.NONE);
        SortedMap<String, String> made = listing();
        assertThat(made.get("d/gone")).startsWith("020000 0:0").contains("device 0");
        assertThat(made.get("aufs")).startsWith("020000 0:0").contains("device 0");
        assertThat(made.get("d/kept")).startsWith("100644");
        assertThat(made.get("d/sub")).endsWith(OPAQUE);
        assertThat(made.get("new")).startsWith("040755").endsWith(OPAQUE);
        assertThat(made.get("o")).endsWith(OPAQUE);
        assertThat(made.get("p")).endsWith(OPAQUE);
        assertThat(made).containsKeys("d/sub/f", "o/f", "p/f").doesNotContainKey("d/.wh.gone");
        assertThat(made.get("d")).doesNotContain(OPAQUE);
    }

    @Test
    void holesStayHoles() throws IOException {
        unpack(
                new TarBuilder()
                        .pax("GNU.sparse.size", "10000000", "GNU.sparse.map", "5000000,3")
                        .file("f", "abc")
                        .end(),
                Compression.NONE);
        assertThat(Files.size(layer.resolve("f"))).isEqualTo(10_000_000);
        byte[] content = Files.readAllBytes(layer.resolve("f"));
        assertThat(Arrays.copyOfRange(content, 5_000_000, 5_000_003)).isEqualTo(TarBuilder.latin("abc"));
        long occupied = new TreeSize(Thread::new).bytes(TreeSize.Place.of(layer.resolve("f")), List.of());
        assertThat(occupied).isLessThan(100_000);
    }

    @Test
    void gzipMayHaveSeveralMembersAndZerosBehindThem() throws IOException {
        byte[] archive = large();
        int middle = archive.length / 3;
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        packed.writeBytes(gzip(Arrays.copyOf(archive, middle)));
        packed.writeBytes(gzip(new byte[0]));
        packed.writeBytes(gzip(Arrays.copyOfRange(archive, middle, archive.length)));
        packed.writeBytes(new byte[1000]);
        check(archive, packed.toByteArray(), Compression.GZIP);
    }

    @Test
    void gzipMayHaveAllItsOptions() throws IOException {
        byte[] archive = new TarBuilder().file("f", "1").end();
        byte[] plain = gzip(archive);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        packed.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 0x1e, 0, 0, 0, 0, 0, 3, 2, 0, 'e', 'x'});
        packed.writeBytes(TarBuilder.latin("name\0comment\0\1\2"));
        packed.write(plain, 10, plain.length - 10);
        check(archive, packed.toByteArray(), Compression.GZIP);
    }

    @Test
    void zstdMayHaveSeveralFramesAndOthersBetween() throws IOException {
        byte[] archive = large();
        int middle = archive.length / 3;
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        packed.writeBytes(zstd(Arrays.copyOf(archive, middle)));
        packed.writeBytes(new byte[] {0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 'a', 'b', 'c'});
        packed.writeBytes(zstd(Arrays.copyOfRange(archive, middle, archive.length)));
        check(archive, packed.toByteArray(), Compression.ZSTD);
    }

    private void check(byte[] archive, byte[] packed, Compression compression) throws IOException {
        UnpackedLayer unpacked = unpack(packed, compression);
        assertThat(unpacked.diffId()).isEqualTo(Digest.of(archive));
        assertThat(unpacked.blob()).isEqualTo(Digest.of(packed));
        assertThat(unpacked.bytes()).isEqualTo(archive.length);
        assertThat(unpacked.packedBytes()).isEqualTo(packed.length);
    }

    @Test
    void packingThatIsDamagedIsRefused() {
        byte[] archive = large();
        byte[] packed = gzip(archive);
        refused(Arrays.copyOf(packed, packed.length - 4), Compression.GZIP, "ends in the middle");
        refused(Arrays.copyOf(packed, packed.length / 2), Compression.GZIP, "ends in the middle");
        refused(changed(packed, packed.length - 6), Compression.GZIP, "checksum of gzip");
        refused(changed(packed, packed.length - 1), Compression.GZIP, "checksum of gzip");
        refused(archive, Compression.GZIP, "not packed with gzip");
        refused(new byte[0], Compression.GZIP, "ends in the middle");
        refused(join(packed, TarBuilder.latin("garbage after")), Compression.GZIP, "something else follows");
        refused(new byte[0], Compression.ZSTD, "empty");
        refused(packed, Compression.ZSTD, "zstd");
        byte[] frame = zstd(archive);
        refused(Arrays.copyOf(frame, frame.length / 2), Compression.ZSTD, "damaged");
        refused(packed, Compression.NONE, "first entry");
    }

    private void refused(byte[] bytes, Compression compression, String reason) {
        Trees.remove(layer);
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> unpack(bytes, compression))
                .returns(ErrorCode.INVALID_IMAGE, ContainerizerException::code)
                .withMessageStartingWith("unpack ")
                .withMessageContaining(reason);
    }

    @Test
    void nothingIsAnEmptyLayer() throws IOException {
        assertThat(unpack(new byte[0], Compression.NONE).entries()).isZero();
        assertThat(unpack(gzip(new byte[1024]), Compression.GZIP).diffId()).isEqualTo(Digest.of(new byte[1024]));
        assertThat(layer).isEmptyDirectory();
    }

    @Test
    void everyLimitIsOne() {
        byte[] archive =
                new TarBuilder().file("a", "12345").file("b/c/d", "12345").end();
        limited(l -> new UnpackLimits(2000, l.fileBytes(), l.entries(), 9, 9, 9, 9), archive, "more than 2000 bytes");
        limited(l -> new UnpackLimits(l.bytes(), 4, l.entries(), 9, 9, 9, 9), archive, "'a'", "4 are allowed");
        limited(
                l -> new UnpackLimits(l.bytes(), l.fileBytes(), 1, 9, 9, 9, 9),
                archive,
                "'b/c/d'",
                "more than 1 entries");
        limited(
                l -> new UnpackLimits(l.bytes(), l.fileBytes(), 3, 9, 9, 9, 9),
                archive,
                "'b/c/d'",
                "more than 3 entries");
        limited(l -> new UnpackLimits(l.bytes(), l.fileBytes(), 9, 4, 9, 9, 9), archive, "'b/c/d'", "4 are allowed");
        byte[] named = new TarBuilder().pax("comment", "long").file("f", "").end();
        limited(l -> new UnpackLimits(l.bytes(), l.fileBytes(), 9, 9, 9, 9, 9), named, "9 are allowed");
        byte[] holes = new TarBuilder()
                .pax("GNU.sparse.size", "6000", "GNU.sparse.map", "0,0")
                .file("f", "")
                .pax("GNU.sparse.size", "6000", "GNU.sparse.map", "0,0")
                .file("g", "")
                .end();
        limited(l -> new UnpackLimits(10_000, l.fileBytes(), 9, 9, 99, 9999, 9), holes, "'g'", "together");
    }

    @Test
    void aBombIsRefusedBeforeItIsLarge() {
        byte[] bomb = gzip(new TarBuilder()
                .add(new Header('0', "zeros").size(50 << 20), new byte[50 << 20])
                .end());
        UnpackLimits limits = new UnpackLimits(1L << 40, 1L << 40, 10, 100, 100, 1 << 20, 100);
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(
                        () -> new LayerUnpacker(limits).unpack(new ByteArrayInputStream(bomb), Compression.GZIP, layer))
                .withMessageStartingWith("unpack 'zeros': the layer has become ")
                .withMessageContaining("more than 100 times");
        assertThat(layer.resolve("zeros").toFile().length()).isLessThan(10 << 20);
    }

    private void limited(UnaryOperator<UnpackLimits> of, byte[] archive, String... reasons) {
        Trees.remove(layer);
        LayerUnpacker limited = new LayerUnpacker(of.apply(UnpackLimits.DEFAULT));
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> limited.unpack(new ByteArrayInputStream(archive), Compression.NONE, layer))
                .returns(ErrorCode.INVALID_IMAGE, ContainerizerException::code)
                .satisfies(e -> assertThat(e.getMessage()).contains(reasons));
    }

    @Test
    void whatTheStreamThrowsIsWhatTheCallerGets() {
        byte[] half = Arrays.copyOf(gzip(large()), 100_000);
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the peer is gone");
            }
        };
        assertThatIOException()
                .isThrownBy(() -> unpacker.unpack(
                        new SequenceInputStream(new ByteArrayInputStream(half), broken), Compression.GZIP, layer))
                .withMessage("the peer is gone");
        assertNoThreads();
    }

    @Test
    void aFailureEndsTheReadingOfALargeLayer() {
        byte[] refused = join(new TarBuilder().file("../x", "").open(), new byte[20 << 20]);
        for (Compression compression : new Compression[] {Compression.NONE, Compression.GZIP}) {
            byte[] packed = compression == Compression.NONE ? refused : gzip(refused);
            assertThatExceptionOfType(ContainerizerException.class)
                    .isThrownBy(() -> unpack(packed, compression))
                    .withMessageContaining("'../x'");
            assertNoThreads();
        }
    }

    @Test
    void anInterruptIsAFailureOfTheStream() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                reading.countDown();
                return 0;
            }
        };
        CompletableFuture<Boolean> stillInterrupted = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                unpacker.unpack(endless, Compression.NONE, layer);
                stillInterrupted.completeExceptionally(new AssertionError("it ended"));
            } catch (InterruptedIOException e) {
                stillInterrupted.complete(Thread.interrupted());
            } catch (IOException | RuntimeException e) {
                stillInterrupted.completeExceptionally(e);
            }
        });
        reading.await();
        thread.interrupt();
        assertThat(stillInterrupted.get()).isTrue();
        thread.join();
    }

    @Test
    void severalLayersAtOnceDoNotDisturbEachOther() throws Exception {
        byte[] archive = gzip(large());
        Path[] layers = new Path[4];
        CompletableFuture<?>[] all = new CompletableFuture<?>[layers.length];
        for (int i = 0; i < layers.length; i++) {
            Path own = layers[i] = Files.createDirectory(layer.resolve("" + i));
            all[i] = CompletableFuture.runAsync(
                    () -> {
                        try {
                            unpacker.unpack(new ByteArrayInputStream(archive), Compression.GZIP, own);
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    task -> Thread.ofPlatform().start(task));
        }
        CompletableFuture.allOf(all).get();
        for (Path one : layers) {
            assertThat(new TreeListing().of(one).tailMap("f"))
                    .isEqualTo(new TreeListing().of(layers[0]).tailMap("f"));
        }
    }

    private static void assertNoThreads() {
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("unpack-") && thread.isAlive());
    }

    private UnpackedLayer unpack(byte[] bytes, Compression compression) throws IOException {
        return unpacker.unpack(new ByteArrayInputStream(bytes), compression, layer);
    }

    private SortedMap<String, String> listing() throws IOException {
        return new TreeListing().of(layer);
    }

    private static byte[] large() {
        byte[] content = new byte[3_000_000];
        new Random(1).nextBytes(content);
        return new TarBuilder()
                .add(new Header('0', "f").size(content.length), content)
                .file("g", "1")
                .end();
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return packed.toByteArray();
    }

    private static byte[] zstd(byte[] plain) {
        ZstdCompressor compressor = ZstdCompressor.create();
        byte[] packed = new byte[compressor.maxCompressedLength(plain.length)];
        return Arrays.copyOf(packed, compressor.compress(plain, 0, plain.length, packed, 0, packed.length));
    }

    private static byte[] changed(byte[] bytes, int at) {
        byte[] copy = bytes.clone();
        copy[at] ^= 1;
        return copy;
    }

    private static byte[] join(byte[] one, byte[] two) {
        byte[] both = Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        return both;
    }
}
