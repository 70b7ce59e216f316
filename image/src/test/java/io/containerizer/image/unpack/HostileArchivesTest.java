package io.containerizer.image.unpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.image.Compression;
import io.containerizer.testkit.RequiresRoot;
import io.containerizer.testkit.TreeListing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever an archive has: outside nothing changes, and who reads the message knows which entry it was. */
@RequiresRoot
class HostileArchivesTest {

    private final TreeListing listing = new TreeListing();
    private final LayerUnpacker unpacker = new LayerUnpacker(UnpackLimits.DEFAULT);

    @TempDir
    Path top;

    private Path layer;
    private Path outside;

    static List<Hostile> archives() {
        return Stream.of(new HostileTrees(), new HostileBytes())
                .flatMap(list -> list.all().stream())
                .toList();
    }

    @BeforeEach
    void makeCanary() throws IOException {
        layer = Files.createDirectory(top.resolve("layer"));
        outside = Files.createDirectory(top.resolve("outside"));
        Files.writeString(outside.resolve("file"), "canary");
        Files.createDirectory(outside.resolve("dir"));
        Files.writeString(outside.resolve("dir/file"), "canary");
        Files.createSymbolicLink(outside.resolve("link"), Path.of("file"));
    }

    /** Trees may be deeper than any path, which JUnit cannot remove. */
    @AfterEach
    void remove() {
        Trees.remove(layer);
    }

    @ParameterizedTest
    @MethodSource("archives")
    void nothingOutsideChanges(Hostile hostile) throws IOException {
        Map<String, String> before = listing.of(outside);
        byte[] archive = hostile.archive().apply(outside.toString());
        ContainerizerException failure = catchThrowableOfType(
                ContainerizerException.class,
                () -> unpacker.unpack(new ByteArrayInputStream(archive), Compression.NONE, layer));
        assertThat(listing.of(outside)).isEqualTo(before);
        try (var entries = Files.list(top)) {
            assertThat(entries).containsExactlyInAnyOrder(layer, outside);
        }
        if (hostile.refused().isEmpty()) {
            assertThat(failure).isNull();
            checkMade(hostile);
        } else {
            assertThat(failure).isNotNull().returns(ErrorCode.INVALID_IMAGE, ContainerizerException::code);
            assertThat(failure.getMessage()).startsWith("unpack ").contains(hostile.refused());
        }
    }

    private void checkMade(Hostile hostile) throws IOException {
        if (hostile.made().isEmpty()) {
            return;
        }
        SortedMap<String, String> made = listing.of(layer);
        for (String line : hostile.made()) {
            String[] parts = line.split(" ");
            if (line.startsWith("!")) {
                assertThat(made).doesNotContainKey(line.substring(1));
                continue;
            }
            assertThat(made).containsKey(parts[0]);
            String found = made.get(parts[0]) + " ";
            for (int i = 1; i < parts.length; i++) {
                if (parts[i].startsWith("!")) {
                    assertThat(found).doesNotContain(parts[i].substring(1));
                } else {
                    assertThat(" " + found).as(line).contains(" " + parts[i] + " ");
                }
            }
        }
    }

    @Test
    void thereAreMany() {
        assertThat(archives()).hasSizeGreaterThanOrEqualTo(60).doesNotHaveDuplicates();
    }
}
