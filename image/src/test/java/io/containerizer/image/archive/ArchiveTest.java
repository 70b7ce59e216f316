package io.containerizer.image.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.JsonObject;
import io.airlift.compress.v3.zstd.ZstdOutputStream;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.image.Digest;
import io.containerizer.image.Image;
import io.containerizer.image.ImageReference;
import io.containerizer.image.ImageSource;
import io.containerizer.image.Layer;
import io.containerizer.image.Platform;
import io.containerizer.image.TestImage;
import io.containerizer.image.TestTar;
import io.containerizer.image.unpack.Decompression;
import io.containerizer.testkit.SeededTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveTest {

    private static final Platform AMD64 = Platform.parse("linux/amd64");
    private static final Platform ARM64 = Platform.parse("linux/arm64");
    private static final ImageReference NAME = ImageReference.parse("demo/app:1");
    private static final String REF_NAME = "org.opencontainers.image.ref.name";
    private static final String IMAGE_NAME = "io.containerd.image.name";
    private static final TestImage IMAGE = TestImage.of("linux/amd64", "a", "b", "c");

    @TempDir
    private Path directory;

    /** The same image in every kind of file. */
    enum Form {
        SAVED {
            @Override
            Map<String, byte[]> files() {
                return IMAGE.saved(NAME.toString());
            }
        },
        OLD {
            @Override
            Map<String, byte[]> files() {
                return IMAGE.old("demo/app", "1");
            }
        },
        LAYOUT {
            @Override
            Map<String, byte[]> files() {
                return layout(true, Map.of(REF_NAME, "1"));
            }
        },
        NEWEST {
            @Override
            Map<String, byte[]> files() {
                Map<String, byte[]> files = layout(false, Map.of(IMAGE_NAME, "demo/app:1", REF_NAME, "1"));
                files.put("manifest.json", IMAGE.saved("demo/app:1").get("manifest.json"));
                return files;
            }
        };

        abstract Map<String, byte[]> files();
    }

    private static Map<String, byte[]> layout(boolean gzip, Map<String, String> annotations) {
        Map<String, byte[]> files = IMAGE.blobs(gzip);
        files.put("oci-layout", "{\"imageLayoutVersion\": \"1.0.0\"}".getBytes(StandardCharsets.UTF_8));
        files.put("index.json", TestImage.index(IMAGE.entry(gzip, annotations)));
        return files;
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void theSameImageIsInEveryFormOfArchive(Form form) throws IOException {
        try (Archive archive = archive(TestImage.tar(form.files()))) {
            check(archive, archive.find(NAME, AMD64));
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void anArchiveMayBePackedItself(Form form) throws IOException {
        try (Archive archive = archive(TestImage.gzip(TestImage.tar(form.files())))) {
            check(archive, archive.find(NAME, AMD64));
        }
        assertThat(directory.resolve("scratch")).isEmptyDirectory();
    }

    @Test
    void anArchiveMayBePackedWithZstd() throws IOException {
        byte[] packed = zstd(TestImage.tar(Form.OLD.files()));
        try (Archive archive = archive(packed)) {
            check(archive, archive.find(NAME, AMD64));
        }
        packed[packed.length / 2] ^= 1;
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> archive(packed).find(NAME, AMD64))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_IMAGE));
    }

    private static byte[] zstd(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream zstd = new ZstdOutputStream(out)) {
            zstd.write(content);
        }
        return out.toByteArray();
    }

    @Test
    void aLayoutMayBeADirectory() throws IOException {
        write(Form.LAYOUT.files(), directory.resolve("layout"));
        try (Archive archive = Archive.open(directory.resolve("layout"), directory)) {
            check(archive, archive.find(NAME, AMD64));
        }
    }

    private static void check(ImageSource source, Image image) throws IOException {
        assertThat(image.config().cmd()).containsExactly("/bin/program");
        assertThat(image.config().diffIds()).isEqualTo(IMAGE.diffIds());
        assertThat(image.id()).isEqualTo(Digest.of(image.rawConfig().getBytes(StandardCharsets.UTF_8)));
        assertThat(image.layers()).extracting(Layer::diffId).isEqualTo(IMAGE.diffIds());
        for (int i = 0; i < IMAGE.layers().size(); i++) {
            byte[] content = content(source, image, i, 0);
            assertThat(Digest.of(content)).isEqualTo(IMAGE.diffIds().get(i));
            Layer layer = image.layers().get(i);
            if (layer.size() >= 0) {
                try (InputStream rest = source.open(NAME, image, layer, layer.size() - 3)) {
                    assertThat(rest.readAllBytes()).hasSize(3);
                }
            }
        }
    }

    private static byte[] content(ImageSource source, Image image, int layer, long offset) throws IOException {
        Layer which = image.layers().get(layer);
        try (InputStream packed = source.open(NAME, image, which, offset);
                InputStream content = Decompression.of(packed, which.compression())) {
            return content.readAllBytes();
        }
    }

    @Test
    void oldArchivesHaveLinksInPlaceOfLayersTheyHaveAlready() throws IOException {
        Map<String, byte[]> files = IMAGE.old("demo/app", "1");
        List<String> layers =
                files.keySet().stream().filter(n -> n.endsWith("layer.tar")).toList();
        TestTar tar = new TestTar();
        files.forEach((name, content) -> {
            if (name.equals(layers.get(1))) {
                tar.symlink(name, "../" + layers.get(0));
            } else if (name.equals(layers.get(2))) {
                tar.hardlink(name, layers.get(1));
            } else {
                tar.file("./" + name, content);
            }
        });
        try (Archive archive = archive(tar.bytes())) {
            Image image = archive.find(NAME, AMD64);
            assertThat(image.config().diffIds()).containsOnly(IMAGE.diffIds().getFirst());
            assertThat(Digest.of(content(archive, image, 2, 0)))
                    .isEqualTo(IMAGE.diffIds().getFirst());
        }
    }

    @Test
    void longNamesOfBothDialectsAreRead() throws IOException {
        String name = "x".repeat(150) + ".json";
        String record = " path=" + name + "\n";
        byte[] config = IMAGE.config();
        TestTar tar = new TestTar();
        IMAGE.saved(NAME.toString()).forEach((file, content) -> {
            if (file.equals("manifest.json")) {
                String text = new String(content, StandardCharsets.UTF_8);
                tar.file(file, text.replace(Digest.of(config).hex() + ".json", name));
            } else if (file.endsWith(".json")) {
                tar.extension('x', record.length() + 3 + record).file("short", content);
            } else {
                tar.extension('L', "./" + file + "\0").file("short", content);
            }
        });
        try (Archive archive = archive(tar.bytes())) {
            check(archive, archive.find(NAME, AMD64));
        }
    }

    @Test
    void anIndexBehindAnIndexHasOneForEachPlatform() throws IOException {
        TestImage arm = TestImage.of("linux/arm64", "d");
        byte[] both = TestImage.index(IMAGE.entry(true, Map.of()), arm.entry(true, Map.of()));
        Map<String, byte[]> files = new LinkedHashMap<>(IMAGE.blobs(true));
        files.putAll(arm.blobs(true));
        TestImage.put(files, both);
        JsonObject top = TestImage.descriptor("application/vnd.oci.image.index.v1+json", both);
        files.put("index.json", TestImage.index(top));
        try (Archive archive = archive(TestImage.tar(files))) {
            assertThat(archive.find(NAME, AMD64).config().diffIds()).isEqualTo(IMAGE.diffIds());
            assertThat(archive.find(NAME, ARM64).config().diffIds()).isEqualTo(arm.diffIds());
            ImageReference byDigest = ImageReference.parse("other@" + Digest.of(both));
            assertThat(archive.find(byDigest, ARM64).config().diffIds()).isEqualTo(arm.diffIds());
            assertThatExceptionOfType(ContainerizerException.class)
                    .isThrownBy(() -> archive.find(NAME, Platform.parse("linux/s390x")))
                    .withMessageContaining("it has linux/amd64, linux/arm64");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo/app:1", "reg.lan:5000/demo/app:1", "reg.lan/demo/app:1"})
    void aRegistryMayBeMissingOnEitherSide(String there) throws IOException {
        try (Archive archive = archive(TestImage.tar(IMAGE.saved("x:2", there)))) {
            assertThat(archive.find(NAME, AMD64).id()).isEqualTo(Digest.of(IMAGE.config()));
            assertThat(archive.names()).containsExactly("x:2", there);
        }
    }

    @Test
    void theNameNearestToTheOneAskedForIsTaken() throws IOException {
        TestImage other = TestImage.of("linux/amd64", "other");
        Map<String, byte[]> files = new LinkedHashMap<>(IMAGE.blobs(false));
        files.putAll(other.blobs(false));
        files.put(
                "index.json",
                TestImage.index(
                        other.entry(false, Map.of(REF_NAME, "reg.lan/demo/app:1")),
                        IMAGE.entry(false, Map.of(REF_NAME, "demo/app:1"))));
        try (Archive archive = archive(TestImage.tar(files))) {
            assertThat(archive.find(NAME, AMD64).config().diffIds()).isEqualTo(IMAGE.diffIds());
            assertThat(archive.find(ImageReference.parse("reg.lan/demo/app:1"), AMD64)
                            .config()
                            .diffIds())
                    .isEqualTo(other.diffIds());
        }
    }

    @Test
    void anImageWithoutANameIsMeantByEveryName() throws IOException {
        try (Archive archive = archive(TestImage.tar(layout(true, Map.of())))) {
            check(archive, archive.find(NAME, AMD64));
            assertThat(archive.names()).isEmpty();
        }
    }

    @Test
    void anotherNameIsNotFoundAndTheErrorSaysWhatThereIs() throws IOException {
        try (Archive archive = archive(TestImage.tar(IMAGE.saved("demo/app:2", "x:1")))) {
            assertThatExceptionOfType(ContainerizerException.class)
                    .isThrownBy(() -> archive.find(NAME, AMD64))
                    .withMessage(
                            "find image demo/app:1 in " + directory.resolve("image.tar") + ": it has demo/app:2, x:1")
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_NOT_FOUND));
        }
    }

    @Test
    void anImageForAnotherPlatformIsNotFound() throws IOException {
        try (Archive archive = archive(TestImage.tar(IMAGE.saved("demo/app:1")))) {
            assertThatExceptionOfType(ContainerizerException.class)
                    .isThrownBy(() -> archive.find(NAME, ARM64))
                    .withMessageContaining("choose linux/arm64 from demo/app:1 of ")
                    .withMessageContaining("it has linux/amd64")
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_NOT_FOUND));
        }
    }

    @Test
    void aFileThatIsNoArchiveIsRefused() {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> archive("no archive".repeat(100).getBytes(StandardCharsets.UTF_8)))
                .withMessageContaining("it is no tar archive, or damaged");
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> archive(new TestTar().file("x", "y").bytes()))
                .withMessageContaining("it has neither index.json nor manifest.json nor repositories");
        byte[] whole = TestImage.tar(IMAGE.saved("demo/app:1"));
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> archive(Arrays.copyOf(whole, 700)))
                .withMessageContaining("it ends in the middle of ");
    }

    @Test
    void parentsWithoutEndAreRefused() throws IOException {
        Map<String, byte[]> files = IMAGE.old("demo/app", "1");
        files.replaceAll((name, content) -> name.endsWith("/json")
                ? ("{\"os\": \"linux\", \"architecture\": \"amd64\", \"parent\": \"" + name.substring(0, 64) + "\"}")
                        .getBytes(StandardCharsets.UTF_8)
                : content);
        try (Archive archive = archive(TestImage.tar(files))) {
            assertThatExceptionOfType(ContainerizerException.class)
                    .isThrownBy(() -> archive.find(NAME, AMD64))
                    .withMessageContaining("its parents have no end");
        }
    }

    @SeededTest(count = 300)
    void aDamagedArchiveIsReadOrRefused(long seed) throws IOException {
        Random random = new Random(seed);
        byte[] bytes = TestImage.tar(Form.values()[random.nextInt(Form.values().length)].files());
        for (int count = random.nextInt(1, 6); count > 0; count--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        int length = random.nextInt(3) == 0 ? random.nextInt(bytes.length) : bytes.length;
        try (Archive archive = archive(Arrays.copyOf(bytes, length))) {
            Image image = archive.find(NAME, AMD64);
            assertThat(image.config().diffIds()).hasSameSizeAs(image.layers());
        } catch (ContainerizerException e) {
            assertThat(e.code()).isIn(ErrorCode.INVALID_IMAGE, ErrorCode.IMAGE_NOT_FOUND);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo/app:1.tar", "demo/app.tar", "demo/app:1.tar.gz", "demo/app", "demo/app:1"})
    void aDirectoryHasAFileForEachReference(String file) throws IOException {
        Path path = directory.resolve("images").resolve(file);
        Files.createDirectories(path.getParent());
        if (file.contains(".tar")) {
            byte[] tar = TestImage.tar(IMAGE.saved("demo/app:1"));
            Files.write(path, file.endsWith("gz") ? TestImage.gzip(tar) : tar);
        } else {
            write(Form.LAYOUT.files(), path);
        }
        try (ArchiveDirectory source = source()) {
            check(source, source.find(NAME, AMD64));
        }
    }

    @Test
    void theWholeNameComesFirst() throws IOException {
        Path images = Files.createDirectories(directory.resolve("images/reg.lan/demo"));
        Files.createDirectories(directory.resolve("images/demo"));
        TestImage other = TestImage.of("linux/amd64", "other");
        Files.write(images.resolve("app:1.tar"), TestImage.tar(IMAGE.saved("demo/app:1")));
        Files.write(directory.resolve("images/demo/app:1.tar"), TestImage.tar(other.saved("demo/app:1")));
        try (ArchiveDirectory source = source()) {
            assertThat(source.find(ImageReference.parse("reg.lan/demo/app:1"), AMD64)
                            .config()
                            .diffIds())
                    .isEqualTo(IMAGE.diffIds());
            assertThat(source.find(NAME, AMD64).config().diffIds()).isEqualTo(other.diffIds());
        }
    }

    @Test
    void aFileThatWasReplacedIsReadAgain() throws IOException {
        Path file = directory.resolve("images/app.tar");
        Files.createDirectories(file.getParent());
        TestImage other = TestImage.of("linux/amd64", "other");
        try (ArchiveDirectory source = source()) {
            Files.write(file, TestImage.tar(other.saved("app:latest")));
            Image before = source.find(ImageReference.parse("app"), AMD64);
            Path next = Files.write(directory.resolve("next"), TestImage.tar(IMAGE.saved("app:latest")));
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
            Image after = source.find(ImageReference.parse("app"), AMD64);
            assertThat(after.config().diffIds()).isEqualTo(IMAGE.diffIds());
            assertThat(Digest.of(content(source, before, 0, 0)))
                    .isEqualTo(other.diffIds().getFirst());
        }
    }

    @Test
    void whatIsNotThereIsNotFound() throws IOException {
        Files.createDirectories(directory.resolve("images"));
        Files.write(directory.resolve("images/other.tar"), TestImage.tar(IMAGE.saved("demo/app:1")));
        try (ArchiveDirectory source = source()) {
            assertThatExceptionOfType(ContainerizerException.class)
                    .isThrownBy(() -> source.find(NAME, AMD64))
                    .withMessage("find image demo/app:1: there is no " + directory.resolve("images/demo/app:1.tar"))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_NOT_FOUND));
            assertThatExceptionOfType(ContainerizerException.class)
                    .isThrownBy(() -> source.find(ImageReference.parse("other"), AMD64))
                    .withMessageEndingWith("it has demo/app:1");
        }
    }

    private ArchiveDirectory source() {
        return new ArchiveDirectory(directory.resolve("images"), directory.resolve("scratch"));
    }

    private Archive archive(byte[] content) throws IOException {
        Path file = Files.write(directory.resolve("image.tar"), content);
        return Archive.open(file, directory.resolve("scratch"));
    }

    private static void write(Map<String, byte[]> files, Path to) throws IOException {
        for (var file : files.entrySet()) {
            Files.createDirectories(to.resolve(file.getKey()).getParent());
            Files.write(to.resolve(file.getKey()), file.getValue());
        }
    }
}
