package io.containerizer.image.unpack;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.image.Compression;
import io.containerizer.image.Digest;
import io.containerizer.testkit.RequiresRoot;
import io.containerizer.testkit.RequiresTool;
import io.containerizer.testkit.SeededTest;
import io.containerizer.testkit.TreeListing;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.io.TempDir;

/** Trees packed by GNU tar, in each of its formats, are unpacked here as it does it. */
@RequiresRoot
@RequiresTool("tar")
class TarAgreementTest {

    private static final List<List<String>> FORMATS = List.of(
            List.of("--format=v7"),
            List.of("--format=ustar"),
            List.of("--format=oldgnu", "--sparse"),
            List.of("--format=gnu", "--sparse"),
            List.of("--format=posix", "--xattrs"),
            List.of("--format=posix", "--xattrs", "--sparse", "--sparse-version=0.0"),
            List.of("--format=posix", "--xattrs", "--sparse", "--sparse-version=0.1"),
            List.of("--format=posix", "--xattrs", "--sparse", "--sparse-version=1.0"));

    private final TreeListing listing = new TreeListing();

    @TempDir
    Path top;

    @SeededTest(count = 24)
    void theTreeIsTheSame(long seed) throws Exception {
        Random random = new Random(seed);
        List<String> format = FORMATS.get(random.nextInt(FORMATS.size()));
        Path tree = Files.createDirectory(top.resolve("tree"));
        RandomTree.grow(tree, random, FORMATS.indexOf(format) < 2);
        Path archive = top.resolve("a.tar");
        tar(format, "-cf", archive.toString(), "-C", tree.toString(), ".");

        Path theirs = Files.createDirectory(top.resolve("theirs"));
        tar(
                List.of("--xattrs", "--xattrs-include=*"),
                "-xpf",
                archive.toString(),
                "--numeric-owner",
                "-C",
                theirs.toString());
        byte[] bytes = Files.readAllBytes(archive);
        boolean packed = random.nextBoolean();
        byte[] blob = packed ? gzip(bytes) : bytes;
        Path ours = Files.createDirectory(top.resolve("ours"));
        UnpackedLayer layer = new LayerUnpacker(UnpackLimits.DEFAULT)
                .unpack(new ByteArrayInputStream(blob), packed ? Compression.GZIP : Compression.NONE, ours);

        assertThat(listing.of(ours)).as(format.toString()).isEqualTo(listing.of(theirs));
        assertThat(layer.diffId()).isEqualTo(Digest.of(bytes));
        assertThat(layer.blob()).isEqualTo(Digest.of(blob));
        assertThat(layer.packedBytes()).isEqualTo(blob.length);
        assertThat(layer.bytes()).isEqualTo(bytes.length);
        assertThat(layer.entries()).isEqualTo(listing.of(tree).size());
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        }
        return packed.toByteArray();
    }

    private void tar(List<String> options, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("tar"));
        command.addAll(options);
        command.addAll(List.of(arguments));
        Path said = top.resolve("said");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        assertThat(builder.start().waitFor())
                .as("%s", Files.readString(said, StandardCharsets.ISO_8859_1))
                .isZero();
    }
}
