package io.containerizer.image.rootfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergedTreeTest {

    @TempDir
    Path top;

    private Path low;
    private Path high;

    @BeforeEach
    void makeLayers() throws IOException {
        low = Files.createDirectories(top.resolve("low"));
        high = Files.createDirectories(top.resolve("high"));
        write(low, "etc/passwd");
        write(low, "usr/etc/hosts");
    }

    private static Path write(Path layer, String path) throws IOException {
        Path file = layer.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "");
    }

    private Optional<Path> find(String path) {
        return new MergedTree(List.of(low, high), directory -> directory.endsWith("opaque")).find(path);
    }

    @Test
    void theTopmostLayerWins() throws IOException {
        assertThat(find("/etc/passwd")).contains(low.resolve("etc/passwd"));
        write(high, "etc/passwd");
        assertThat(find("/etc//./passwd")).contains(high.resolve("etc/passwd"));
        assertThat(find("/usr/etc/hosts")).contains(low.resolve("usr/etc/hosts"));
    }

    @Test
    void linksLeadThroughAllLayersAndNoFurther() throws IOException {
        Files.createSymbolicLink(low.resolve("etc/hosts"), Path.of("../usr/etc/hosts"));
        Files.createSymbolicLink(high.resolve("absolute"), Path.of("/etc/hosts"));
        Files.createSymbolicLink(high.resolve("out"), Path.of("../../../../../../etc/passwd"));
        Files.createSymbolicLink(high.resolve("host"), top.resolve("low/etc/passwd"));
        Files.createSymbolicLink(high.resolve("loop"), Path.of("loop"));
        Files.createSymbolicLink(high.resolve("conf"), Path.of("etc"));
        assertThat(find("/absolute")).contains(low.resolve("usr/etc/hosts"));
        assertThat(find("/out")).contains(low.resolve("etc/passwd"));
        assertThat(find("/conf/passwd")).contains(low.resolve("etc/passwd"));
        assertThat(find("/host")).isEmpty();
        assertThat(find("/loop")).isEmpty();
    }

    @Test
    void whatIsNoRegularFileIsNotFound() throws IOException {
        Files.createSymbolicLink(high.resolve("device"), Path.of("etc"));
        assertThat(find("/etc")).isEmpty();
        assertThat(find("/device")).isEmpty();
        assertThat(find("/")).isEmpty();
        assertThat(find("/etc/passwd/more")).isEmpty();
        assertThat(find("/missing/passwd")).isEmpty();
    }

    @Test
    void aFileAndAnOpaqueDirectoryHideWhatIsBelow() throws IOException {
        write(low, "opaque/old");
        write(high, "opaque/new");
        write(high, "usr");
        assertThat(find("/opaque/new")).isPresent();
        assertThat(find("/opaque/old")).isEmpty();
        assertThat(find("/usr/etc/hosts")).isEmpty();
        assertThat(find("/usr")).contains(high.resolve("usr"));
    }
}
