package io.containerizer.image.rootfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.containerizer.api.RootFileSystem;
import io.containerizer.linux.syscall.FfmLayerCalls;
import io.containerizer.linux.syscall.FfmTreeCalls;
import io.containerizer.linux.syscall.LayerCalls;
import io.containerizer.testkit.RequiresRoot;
import io.containerizer.testkit.SeededTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every backend: whichever one makes it, a container sees the same tree. */
@RequiresRoot
class RootfsBackendContractTest {

    private static final int FIFO = 0010000;
    private static final int CHARACTER_DEVICE = 0020000;
    private static final int BLOCK_DEVICE = 0060000;

    /** cap_net_raw+ep, as setcap(8) writes it. */
    private static final byte[] CAPABILITY = HexFormat.of().parseHex("0100000200200000000000000000000000000000");

    @TempDir
    Path top;

    private final LayerCalls calls = new FfmLayerCalls();
    private final Map<String, RootfsBackend> backends = Map.of(
            "overlay", new OverlayBackend(calls),
            "copy", new CopyBackend(FfmTreeCalls::new, calls),
            "bind", new BindBackend());
    private int trees;

    @BeforeEach
    void needsOverlays() {
        assumeThat(backends.get("overlay").obstacle(top))
                .as("overlays below %s", top)
                .isEmpty();
    }

    private TestLayer layer(String name) {
        return new TestLayer(top.resolve("layers").resolve(name));
    }

    private RootFileSystem make(String backend, TestLayer... layers) throws IOException {
        Path directory = Files.createDirectories(top.resolve("tree-" + trees++));
        return backends.get(backend).make(links(directory, layers), directory, false);
    }

    /** As the store hands them out: short links, which lead to the layers. */
    private static List<Path> links(Path directory, TestLayer... layers) throws IOException {
        List<Path> links = new ArrayList<>();
        for (TestLayer layer : layers) {
            links.add(Files.createSymbolicLink(directory.resolve("l" + links.size()), layer.path()));
        }
        return links;
    }

    private SortedMap<String, String> tree(String backend, TestLayer... layers) throws IOException {
        try (MountedTree tree = new MountedTree(make(backend, layers))) {
            return TreeSnapshot.of(tree.path());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlay", "copy"})
    void aWhiteoutHidesWhateverIsBelow(String backend) throws IOException {
        TestLayer low = layer("low")
                .file("file", "")
                .directory("dir", 0755)
                .file("dir/inner", "")
                .link("link", "file")
                .file("stays", "");
        TestLayer high =
                layer("high").whiteout("file").whiteout("dir").whiteout("link").whiteout("nothing");
        assertThat(tree(backend, low, high)).containsOnlyKeys("/", "/stays");
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlay", "copy"})
    void whatComesBackIsNew(String backend) throws IOException {
        TestLayer low = layer("low").directory("dir", 0755).file("dir/old", "");
        TestLayer middle = layer("middle").whiteout("dir");
        TestLayer high = layer("high").directory("dir", 0755).file("dir/new", "");
        assertThat(tree(backend, low, middle, high)).containsOnlyKeys("/", "/dir", "/dir/new");
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlay", "copy"})
    void anOpaqueDirectoryHidesAllThatWasInIt(String backend) throws IOException {
        TestLayer low = layer("low")
                .directory("dir", 0755)
                .file("dir/old", "")
                .directory("dir/deep", 0755)
                .file("dir/deep/old", "");
        TestLayer high = layer("high")
                .directory("dir", 0700)
                .file("dir/new", "")
                .directory("dir/deep", 0755)
                .opaque("dir");
        assertThat(tree(backend, low, high)).containsOnlyKeys("/", "/dir", "/dir/new", "/dir/deep");
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlay", "copy"})
    void anOpaqueRootHidesAllLayersBelow(String backend) throws IOException {
        TestLayer low = layer("low").file("old", "");
        TestLayer middle = layer("middle").file("new", "").opaque(".");
        TestLayer high = layer("high").file("newer", "");
        assertThat(tree(backend, low, middle, high)).containsOnlyKeys("/", "/new", "/newer");
        assertThat(tree(backend, low, middle)).containsOnlyKeys("/", "/new");
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlay", "copy"})
    void whateverKindAnEntryIsItReplacesAnyOther(String backend) throws IOException {
        TestLayer low = layer("low")
                .directory("dir", 0755)
                .file("dir/inner", "")
                .file("file", "")
                .link("link", "dir")
                .node("pipe", FIFO | 0644, 0, 0);
        TestLayer high = layer("high")
                .file("dir", "now a file")
                .directory("file", 0755)
                .file("file/inner", "")
                .directory("link", 0755)
                .file("link/inner", "")
                .link("pipe", "file");
        assertThat(tree(backend, low, high))
                .containsOnlyKeys("/", "/dir", "/file", "/file/inner", "/link", "/link/inner", "/pipe");
    }

    @Test
    void aLayerThroughALinkOfAnotherChangesNothingOutside() throws IOException {
        Path outside = Files.createDirectory(top.resolve("outside"));
        TestLayer low = layer("low").link("way", outside.toString());
        TestLayer high = layer("high").directory("way", 0755).file("way/in", "");
        assertThat(tree("copy", low, high)).containsOnlyKeys("/", "/way", "/way/in");
        assertThat(outside).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlay", "copy", "bind"})
    void everythingThatAFileSystemKeepsIsThere(String backend) throws IOException {
        TestLayer only = everything(layer("only"));
        SortedMap<String, String> seen = tree(backend, only);
        assertThat(seen).isEqualTo(TreeSnapshot.of(only.path()));
        assertThat(seen.get("/usr/ping")).startsWith("100755 0:0 ").contains("security.capability=0100000200200000");
        assertThat(seen.get("/usr/su")).startsWith("106755 12:34 1000000000.123456789 ");
        assertThat(seen.get("/usr/same")).contains("is /usr/ping");
        assertThat(seen.get("/usr")).startsWith("41777 7:8 5.000000006 user.note=68656c6c6f");
        assertThat(seen.get("/usr/caf\u00e9")).contains(" -> \u00ff\u00fe");
        assertThat(seen.get("/null")).endsWith(" 1,3");
        assertThat(seen.get("/disk")).endsWith(" 259,1048575");
    }

    private static TestLayer everything(TestLayer layer) {
        return layer.directory("usr", 0755)
                .file("usr/ping", "program")
                .mode("usr/ping", 0755)
                .attribute("usr/ping", "security.capability", CAPABILITY)
                .hardLink("usr/same", "ping")
                .file("usr/su", "rights")
                .owner("usr/su", 12, 34)
                .mode("usr/su", 06755)
                .time("usr/su", 1_000_000_000, 123_456_789)
                .link("usr/caf\u00e9", "\u00ff\u00fe")
                .owner("usr/caf\u00e9", 5, 6)
                .time("usr/caf\u00e9", 77, 88)
                .node("null", CHARACTER_DEVICE | 0666, 1, 3)
                .node("disk", BLOCK_DEVICE | 0660, 259, 1048575)
                .node("pipe", FIFO | 0600, 0, 0)
                .attribute("usr", "user.note", TestLayer.bytes("hello"))
                .owner("usr", 7, 8)
                .mode("usr", 01777)
                .time("usr", 5, 6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlay", "copy"})
    void ofADirectoryTheTopmostLayersAttributesCount(String backend) throws IOException {
        TestLayer low = layer("low")
                .directory("dir", 0700)
                .file("dir/low", "")
                .attribute("dir", "user.gone", TestLayer.bytes("1"))
                .attribute("dir", "user.both", TestLayer.bytes("1"))
                .owner("dir", 1, 1);
        TestLayer high = layer("high")
                .directory("dir", 0750)
                .attribute("dir", "user.both", TestLayer.bytes("2"))
                .time("dir", 9, 9);
        assertThat(tree(backend, low, high))
                .containsEntry("/dir", "40750 0:0 9.000000009 user.both=32")
                .containsKey("/dir/low");
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlay", "copy"})
    void theRootItselfIsAsTheTopmostLayersIs(String backend) throws IOException {
        TestLayer low = layer("low");
        TestLayer high = layer("high");
        MountedTree.run("chown", "3:4", high.path().toString());
        MountedTree.run("chmod", "2711", high.path().toString());
        assertThat(tree(backend, low, high)).isEqualTo(Map.of("/", "42711 3:4"));
    }

    @Test
    void holesAreNotFilled() throws IOException {
        RootFileSystem made = make("copy", layer("only").sparse("hole", 64 << 20));
        assertThat(Files.size(made.path().resolve("hole"))).isEqualTo(64 << 20);
        MountedTree.run("sh", "-c", "test $(stat -c %b '" + made.path().resolve("hole") + "') -lt 1000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlay", "copy"})
    void layersAreNeverWrittenTo(String backend) throws IOException {
        TestLayer low = everything(layer("low"));
        TestLayer high = layer("high").directory("usr", 0755).file("usr/more", "");
        SortedMap<String, String> before = TreeSnapshot.of(low.path());
        try (MountedTree tree = new MountedTree(make(backend, low, high))) {
            Files.writeString(tree.path().resolve("usr/ping"), "changed");
            Files.delete(tree.path().resolve("usr/su"));
            Files.delete(tree.path().resolve("usr/more"));
        }
        assertThat(TreeSnapshot.of(low.path())).isEqualTo(before);
        assertThat(TreeSnapshot.of(high.path())).containsKey("/usr/more");
    }

    @Test
    void withOneLayerNothingCanBeChangedIfSoWished() throws IOException {
        TestLayer only = layer("only").file("file", "");
        Path directory = Files.createDirectory(top.resolve("read-only"));
        RootFileSystem made = backends.get("overlay").make(List.of(only.path()), directory, true);
        assertThat(made.readOnly()).isTrue();
        try (MountedTree tree = new MountedTree(made)) {
            assertThat(TreeSnapshot.of(tree.path())).containsOnlyKeys("/", "/file");
            assertThatThrownBy(() -> Files.writeString(tree.path().resolve("file"), "x"))
                    .hasMessageContaining("Read-only file system");
        }
    }

    @Test
    void deepTreesAreCopied() throws IOException {
        TestLayer deep = layer("deep");
        String path = "d" + "/d".repeat(200);
        MountedTree.run("mkdir", "-p", deep.path().resolve(path).toString());
        assertThat(make("copy", deep).path().resolve(path)).isDirectory();
    }

    @Test
    void aCopyThatFailsSaysWhere() throws IOException {
        TestLayer only = layer("only").directory("dir", 0755).file("dir/file", "");
        RootfsBackend broken = new CopyBackend(FfmTreeCalls::new, new ForgetfulCalls(calls));
        Path directory = Files.createDirectory(top.resolve("broken"));
        assertThatThrownBy(() -> broken.make(List.of(only.path()), directory, false))
                .hasMessage("copy layer " + only.path() + ": copy ./dir/file: copy 5: EIO (Input/output error)");
    }

    /** Whatever the layers are, overlayfs and the copy make the same of them. */
    @SeededTest(count = 40)
    void bothMakeTheSameOfAnyLayers(long seed) throws IOException {
        Random random = new Random(seed);
        List<TestLayer> layers = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(4); i++) {
            layers.add(new RandomLayer(random, layer("random-" + i)).fill());
        }
        TestLayer[] all = layers.toArray(TestLayer[]::new);
        assertThat(tree("copy", all)).isEqualTo(tree("overlay", all));
    }
}
