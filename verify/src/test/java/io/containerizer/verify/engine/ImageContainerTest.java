package io.containerizer.verify.engine;

import static io.containerizer.verify.engine.EngineFixture.ISOLATION;
import static io.containerizer.verify.engine.EngineFixture.eventually;
import static io.containerizer.verify.engine.EngineFixture.shell;
import static io.containerizer.verify.engine.EngineFixture.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.containerizer.api.Bytes;
import io.containerizer.api.Command;
import io.containerizer.api.ContainerClass;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ImageRequest;
import io.containerizer.api.Resources;
import io.containerizer.api.Volume;
import io.containerizer.api.Volume.ImageTree;
import io.containerizer.image.rootfs.OverlayBackend;
import io.containerizer.lifecycle.Containerizer;
import io.containerizer.lifecycle.Seams;
import io.containerizer.linux.syscall.FfmLayerCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Containers whose root is of an image. */
@KernelTest
class ImageContainerTest {

    private static final ContainerId ID = ContainerId.of("i");

    private TestImages images;
    private Path base;
    private Path top;

    /** What a lab's guest has for its root is an overlay itself, and no place for another one's changes. */
    @BeforeEach
    void needsOverlays(EngineFixture fixture) {
        Optional<String> obstacle = new OverlayBackend(new FfmLayerCalls()).obstacle(fixture.top());
        assumeTrue(obstacle.isEmpty(), () -> "needs overlays: " + obstacle.orElse(""));
    }

    @BeforeEach
    void makeImage(EngineFixture fixture) throws IOException {
        images = new TestImages(fixture.top().resolve("store"));
        base = fixture.rootfs();
        top = images.layer("top");
        Files.writeString(Files.createDirectory(top.resolve("etc")).resolve("release"), "two\n");
        images.add("test/two", List.of(base, top));
    }

    private Containerizer engine(EngineFixture fixture) {
        return engine(fixture, fixture.flags(ISOLATION));
    }

    private Containerizer engine(EngineFixture fixture, Map<String, String> flags) {
        return fixture.engine(flags, Seams.real().withImages(given -> images));
    }

    private static Map<String, String> with(EngineFixture fixture, String flag, String value) {
        Map<String, String> flags = fixture.flags(ISOLATION);
        flags.put(flag, value);
        return flags;
    }

    private static ContainerSpec.Builder of(String image, ContainerId id, String line) {
        return shell(id, line).image(new ImageRequest(image, true));
    }

    private static List<String> leftBelow(Path directory) throws IOException {
        try (var left = Files.walk(directory)) {
            return left.map(p -> p.getFileName().toString()).toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlay", "copy"})
    void theLayersAreOneTree(String backend, EngineFixture fixture) {
        Containerizer engine = engine(fixture, with(fixture, "image_provisioner_backend", backend));
        assertThat(fixture.run(engine, of("test/two", ID, "cat /etc/release /etc/passwd; pwd; ls /")))
                .startsWith("two\nroot:x:0:0:")
                .endsWith("/mnt/mesos/sandbox\nbin\ndev\netc\nmnt\nproc\nsys\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlay", "copy"})
    void whatIsWrittenIsTheContainersOwnAndGoesWithIt(String backend, EngineFixture fixture) throws IOException {
        Containerizer engine = engine(fixture, with(fixture, "image_provisioner_backend", backend));
        String change = "echo mine > /etc/release; busybox rm /etc/group; busybox mkdir -p /new/dir; cat /etc/release";
        assertThat(fixture.run(engine, of("test/two", ID, change))).isEqualTo("mine\n");
        assertThat(top.resolve("etc/release")).hasContent("two");
        assertThat(base.resolve("etc/group")).exists();
        assertThat(fixture.run(engine, of("test/two", ContainerId.of("other"), "cat /etc/release; ls /etc")))
                .isEqualTo("two\ngroup\npasswd\nrelease\n");
        assertThat(leftBelow(fixture.workDirectory().resolve("provisioner")))
                .containsExactly("provisioner", "containers");
        assertThat(images.owners()).hasSize(2).noneMatch(Files::exists);
    }

    @Test
    void twoContainersOfOneImageDoNotSeeEachOther(EngineFixture fixture) {
        Containerizer engine = engine(fixture);
        ContainerId other = ContainerId.of("other");
        engine.launch(
                of("test/two", ID, "echo here > /mark; echo done; sleep 1000").build());
        eventually("the mark is there", () -> fixture.stdout(ID).equals("done\n"));
        assertThat(fixture.run(engine, of("test/two", other, "ls /mark 2>&1" + " || echo none")))
                .endsWith("none\n");
        within(engine.destroy(ID));
    }

    @Test
    void theOverlayIsVolatileAndTellsNoPathOfTheHost(EngineFixture fixture) {
        String root = fixture.run(engine(fixture), of("test/two", ID, "busybox grep ' / / ' /proc/self/mountinfo"));
        assertThat(root)
                .containsPattern(" - overlay overlay rw,.*volatile")
                .doesNotContain(fixture.top().toString());
    }

    @Test
    void whatALayerHidesDoesNotShow(EngineFixture fixture) throws IOException {
        Files.createDirectories(base.resolve("opt/low"));
        Files.createDirectories(base.resolve("srv/low"));
        Files.createDirectories(top.resolve("srv/high"));
        Layers.whiteout(top.resolve("opt"));
        Layers.makeOpaque(top.resolve("srv"));
        assertThat(fixture.run(engine(fixture), of("test/two", ID, "ls / /srv")))
                .isEqualTo("/:\nbin\ndev\netc\nmnt\nproc\nsrv\nsys\n\n/srv:\nhigh\n");
    }

    @Test
    void manyLayersAreNoMoreWork(EngineFixture fixture) throws IOException {
        List<Path> layers = new ArrayList<>(List.of(base));
        for (int i = 1; i < 120; i++) {
            Path layer = images.layer("a-name-that-makes-the-paths-of-all-layers-longer-than-a-page-" + i);
            Files.writeString(layer.resolve("number"), i + "\n");
            Files.writeString(layer.resolve("only-" + i), "");
            layers.add(layer);
        }
        images.add("test/many", layers);
        assertThat(fixture.run(engine(fixture), of("test/many", ID, "cat /number; ls -d /only-* | busybox wc -l")))
                .isEqualTo("119\n119\n");
    }

    @Test
    void tooManyLayersAreRefusedWithAWayOut(EngineFixture fixture) {
        List<Path> layers = new ArrayList<>(List.of(base));
        for (int i = 1; i < 257; i++) {
            layers.add(top);
        }
        images.add("test/too-many", layers);
        Containerizer engine = engine(fixture);
        assertThatThrownBy(() -> engine.launch(of("test/too-many", ID, "true").build()))
                .hasMessageContaining("257 layers")
                .hasMessageContaining("--image_provisioner_backend=copy");
    }

    @Test
    void aLayerOfOneImageIsReadOnlyWithBind(EngineFixture fixture) throws IOException {
        for (String directory : List.of("proc", "sys", "dev", "mnt/mesos/sandbox")) {
            Files.createDirectories(base.resolve(directory));
        }
        images.add("test/one", List.of(base));
        Containerizer engine = engine(fixture, with(fixture, "image_provisioner_backend", "bind"));
        assertThat(fixture.run(engine, of("test/one", ID, "(echo x > /etc/new) 2>&1; echo y > mine; cat mine")))
                .contains("Read-only file system")
                .endsWith("y\n");
        assertThatThrownBy(() -> engine.launch(
                        of("test/two", ContainerId.of("x"), "true").build()))
                .hasMessageContaining("bind takes images of one layer");
        Files.delete(base.resolve("sys"));
        assertThatThrownBy(() -> engine.launch(
                        of("test/one", ContainerId.of("y"), "true").build()))
                .hasMessageContaining("mount sysfs on /sys: EROFS")
                .hasMessageContaining("--image_provisioner_backend=overlay");
    }

    @Test
    void usersAreThoseOfTheImage(EngineFixture fixture) throws IOException {
        Files.writeString(top.resolve("etc/passwd"), "root:x:0:0::/:/bin/sh\nbob:x:77:78::/:/bin/sh\n");
        images.add("test/bob", List.of(base, top), "bob:staff");
        Containerizer engine = engine(fixture);
        assertThat(fixture.run(engine, of("test/bob", ID, "id -u; id -g; stat -c %u:%g .")))
                .isEqualTo("77\n50\n77:50\n");
        assertThat(fixture.run(
                        engine, of("test/bob", ContainerId.of("r"), "id -u").user("root")))
                .isEqualTo("0\n");
        assertThatThrownBy(() -> engine.launch(of("test/bob", ContainerId.of("n"), "true")
                        .user("alice")
                        .build()))
                .hasMessage("look up user 'alice': it is not in the table of users of the image; name one that is, or"
                        + " give a number");
        images.add("test/nobody", List.of(base, top), "alice");
        assertThatThrownBy(() -> engine.launch(
                        of("test/nobody", ContainerId.of("n"), "true").build()))
                .hasMessageContaining("use the image's own user: look up user 'alice'")
                .hasMessageContaining("--docker_ignore_user");
        Containerizer other = engine(fixture, with(fixture, "docker_ignore_user", "true"));
        assertThat(fixture.run(other, of("test/nobody", ContainerId.of("o"), "id -u")))
                .isEqualTo("0\n");
    }

    @Test
    void nestedContainersHaveRootsOfTheirOwn(EngineFixture fixture) throws IOException {
        Path inner = images.layer("inner");
        Files.writeString(Files.createDirectory(inner.resolve("etc")).resolve("release"), "inner\n");
        images.add("test/inner", List.of(base, inner));
        Containerizer engine = engine(fixture);
        engine.launch(of("test/two", ID, "echo parents > /mark; echo done; sleep 1000")
                .build());
        eventually("the mark is there", () -> fixture.stdout(ID).equals("done\n"));
        assertThat(fixture.run(engine, of("test/inner", ID.child("n"), "cat /etc/release; ls /mark 2>&1 || echo none")))
                .startsWith("inner\n")
                .endsWith("none\n");
        assertThat(fixture.run(
                        engine,
                        shell(ID.child("d"), "cat /etc/release /mark; id -u; pwd")
                                .containerClass(ContainerClass.DEBUG)))
                .isEqualTo("two\nparents\n0\n/mnt/mesos/sandbox\n");
        assertThat(fixture.run(
                        engine,
                        shell(ID.child("u"), "id -u")
                                .containerClass(ContainerClass.DEBUG)
                                .user("alice")))
                .isEqualTo("1234\n");
        within(engine.destroy(ID));
        assertThat(leftBelow(fixture.workDirectory().resolve("provisioner")))
                .containsExactly("provisioner", "containers");
    }

    @Test
    void whatCannotBeExecutedIsLookedForInTheLayers(EngineFixture fixture) throws IOException {
        Path script =
                Files.writeString(Files.createDirectory(top.resolve("bin")).resolve("script"), "#!/no/interpreter\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        Containerizer engine = engine(fixture);
        assertThatThrownBy(() -> engine.launch(ContainerSpec.builder(ID, Command.of("script"))
                        .image(new ImageRequest("test/two", true))
                        .build()))
                .hasMessageContaining("interpreter /no/interpreter does not exist");
        assertThatThrownBy(() -> engine.launch(ContainerSpec.builder(ID, Command.of("absent"))
                        .image(new ImageRequest("test/two", true))
                        .build()))
                .hasMessageContaining("the command must exist in the image");
        assertThat(leftBelow(fixture.workDirectory().resolve("provisioner")))
                .containsExactly("provisioner", "containers");
    }

    @Test
    void withoutTheFileSystemIsolatorImagesAreRefused(EngineFixture fixture) {
        Containerizer engine = engine(fixture, fixture.flags("cgroups/cpu"));
        assertThatThrownBy(() -> engine.launch(of("test/two", ID, "true").build()))
                .hasMessage("use images for i: filesystem/linux is not in --isolation; add filesystem/linux to"
                        + " --isolation");
    }

    @Test
    void anUnknownBackendIsRefusedAtTheStart(EngineFixture fixture) {
        assertThatThrownBy(() -> engine(fixture, with(fixture, "image_provisioner_backend", "aufs")))
                .hasMessage("read --image_provisioner_backend 'aufs': there is none; use one of: overlay, copy, bind");
    }

    @Test
    void aContainerOutlivesItsEngineAndIsTakenOver(EngineFixture fixture) throws Exception {
        EngineProcess first = EngineProcess.start(
                fixture.flags(ISOLATION), List.of(base, top), "echo up > /mark; echo done; sleep 1000");
        assertThat(first.awaitReady()).isTrue();
        ContainerId id = ContainerId.of("c0");
        eventually("the mark is there", () -> fixture.stdout(id).equals("done\n"));
        first.kill();
        Containerizer second = engine(fixture);
        second.recover();
        assertThat(fixture.run(
                        second, shell(id.child("d"), "cat /mark /etc/release").containerClass(ContainerClass.DEBUG)))
                .isEqualTo("up\ntwo\n");
        assertThat(within(second.destroy(id)).exitCode()).isEqualTo(137);
        assertThat(leftBelow(fixture.workDirectory().resolve("provisioner")))
                .containsExactly("provisioner", "containers");
    }

    /** As after a restart of the machine, which takes the runtime directory with it. */
    @Test
    void whatHasNoRecordAnyMoreIsRemovedAndNothingElse(EngineFixture fixture) throws IOException {
        Path stale = fixture.workDirectory().resolve("provisioner/containers/gone/containers/child");
        Files.createDirectories(stale.resolve("uuid/upperdir/deep"));
        Files.writeString(
                stale.resolve("uuid.record"),
                fixture.top().resolve("lost/containers/gone").toString());
        Path others = fixture.workDirectory().resolve("provisioner/containers/theirs");
        Files.createDirectories(others.resolve("uuid/upperdir"));
        Files.writeString(
                others.resolve("uuid.record"),
                Files.createDirectories(fixture.top().resolve("else/containers/theirs"))
                        .toString());
        engine(fixture);
        assertThat(fixture.workDirectory().resolve("provisioner/containers/gone"))
                .doesNotExist();
        assertThat(others.resolve("uuid/upperdir")).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlay", "copy"})
    void imagesMayBeVolumes(String backend, EngineFixture fixture) throws IOException {
        images.add("test/data", List.of(top));
        Map<String, String> flags = fixture.flags(ISOLATION + ",volume/image");
        flags.put("image_provisioner_backend", backend);
        Containerizer engine = engine(fixture, flags);
        Volume own = new Volume(
                "/own", new ImageTree(new ImageRequest("test/data", true)), false, Volume.Propagation.PRIVATE);
        Volume fixed = new Volume(
                        "fixed", new ImageTree(new ImageRequest("test/data", true)), false, Volume.Propagation.PRIVATE)
                .asReadOnly();
        String line = "cat /own/etc/release fixed/etc/release; echo mine > /own/etc/release; cat /own/etc/release;"
                + " (echo no > fixed/etc/release) 2>&1";
        assertThat(fixture.run(engine, of("test/two", ID, line + "; true").volumes(List.of(own, fixed))))
                .startsWith("two\ntwo\nmine\n")
                .contains("Read-only file system");
        assertThat(fixture.run(
                        engine,
                        shell(ContainerId.of("h"), "cat fixed/etc/release").volumes(List.of(fixed))))
                .isEqualTo("two\n");
        assertThat(top.resolve("etc/release")).hasContent("two");
        assertThat(leftBelow(fixture.workDirectory().resolve("provisioner")))
                .containsExactly("provisioner", "containers");
        Containerizer without = engine(fixture);
        assertThatThrownBy(() -> without.launch(
                        shell(ContainerId.of("w"), "true").volumes(List.of(own)).build()))
                .hasMessageContaining("add volume/image to --isolation");
    }

    @Test
    void whatIsChangedInAnImageCountsAsDiskUsage(EngineFixture fixture) {
        Map<String, String> flags = fixture.flags(ISOLATION + ",disk/du");
        flags.put("enforce_container_disk_quota", "true");
        flags.put("container_disk_watch_interval", "100ms");
        Containerizer engine = engine(fixture, flags);
        var end = within(engine.launch(of("test/two", ID, "busybox head -c 6000000 /dev/zero > /big; sleep 1000")
                        .resources(Resources.NONE.withDisk(Bytes.megabytes(4)))
                        .build())
                .terminated());
        assertThat(end.message()).matches("Disk usage \\(\\d+KB\\) exceeds quota \\(4MB\\)");
    }
}
