package io.containerizer.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.containerizer.api.Command;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ImageRequest;
import io.containerizer.lifecycle.Containerizer;
import io.containerizer.testkit.RequiresRoot;
import io.containerizer.testkit.RequiresTool;
import io.containerizer.verify.Checkout;
import io.containerizer.verify.image.Program;
import io.containerizer.verify.image.RegistryProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Images as other programs make them. */
@RequiresRoot
@ExtendWith(EngineFixture.Resolver.class)
class BuiltImagesTest {

    private static final int CANNOT_BE_MADE = 77;
    private static final ContainerId ID = ContainerId.of("i");

    private static Containerizer engine(EngineFixture fixture, String registry) {
        Map<String, String> flags = fixture.flags("filesystem/linux,namespaces/pid,docker/runtime");
        flags.put("image_providers", "docker");
        flags.put("docker_store_dir", fixture.top().resolve("store").toString());
        flags.put("docker_registry", registry);
        return fixture.engine(flags);
    }

    /** Made by debootstrap and umoci, once per checkout. */
    @Test
    @RequiresTool("debootstrap")
    @RequiresTool("umoci")
    void aDebianSystemRuns(EngineFixture fixture) throws Exception {
        Path root = Checkout.root();
        Path made = root.resolve("target/debian-image");
        make(root.resolve("build/debian-image.sh"), made);
        Containerizer engine = engine(fixture, made.resolve("layout").toString());
        assertThat(fixture.run(engine, debian("apt", "apt-get", "--version"))).startsWith("apt ");
        assertThat(fixture.run(
                        engine, debian("perl", "perl", "-MPOSIX", "-e", "print strftime('%Y', gmtime(0)), qq( $>\\n)")))
                .isEqualTo("1970 0\n");
        assertThat(fixture.run(engine, debian("dpkg", "dpkg", "--verify", "dash", "perl-base")))
                .as("what dpkg misses or finds changed")
                .isEmpty();
    }

    private static void make(Path script, Path directory) throws Exception {
        Process process = new ProcessBuilder(script.toString(), directory.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        assumeTrue(status != CANNOT_BE_MADE, () -> "needs a mirror of Debian: " + said.strip());
        assertThat(status).as(said).isZero();
    }

    private static ContainerSpec.Builder debian(String id, String... words) {
        return ContainerSpec.builder(ContainerId.of(id), Command.of(words))
                .image(new ImageRequest("debian:base", true));
    }

    @Test
    @RequiresTool("buildah")
    @RequiresTool("docker-registry")
    void whatBuildahPushesRunsAsItSays(EngineFixture fixture) throws Exception {
        Path rootfs = fixture.rootfs();
        Path own = Files.createDirectory(fixture.top().resolve("buildah"));
        try (RegistryProcess registry =
                RegistryProcess.start(Files.createDirectory(fixture.top().resolve("registry")), "", "")) {
            String image = registry.authority() + "/built:1";
            Buildah buildah = new Buildah(own);
            buildah.run("from", "--name", "first", "scratch");
            buildah.run("copy", "first", rootfs.toString(), "/");
            buildah.run("commit", "first", "lower");
            buildah.run("from", "--name", "second", "lower");
            buildah.run("copy", "second", rootfs.resolve("etc/passwd").toString(), "/srv/copy");
            buildah.run(
                    "config",
                    "--entrypoint",
                    "[\"sh\",\"-c\"]",
                    "--cmd",
                    "'id -u; pwd; echo $WHO; busybox wc -l </srv/copy'",
                    "--env",
                    "WHO=buildah",
                    "--user",
                    "alice",
                    "--workingdir",
                    "/srv",
                    "second");
            buildah.run("commit", "--format", "docker", "second", "upper");
            buildah.run("push", "--tls-verify=false", "upper", "docker://" + image);
            Containerizer engine = engine(fixture, "http://" + registry.authority());
            ContainerSpec.Builder spec =
                    ContainerSpec.builder(ID, Command.ofImage()).image(new ImageRequest(image, true));
            assertThat(fixture.run(engine, spec)).isEqualTo("1234\n/srv\nbuildah\n2\n");
        }
    }

    /** With storage of its own, and without mounts. */
    private record Buildah(Path directory) {

        void run(String... words) throws Exception {
            List<String> line = new ArrayList<>(List.of(
                    "buildah",
                    "--root",
                    directory.resolve("root").toString(),
                    "--runroot",
                    directory.resolve("run").toString(),
                    "--storage-driver",
                    "vfs"));
            line.addAll(List.of(words));
            Program.run(line.toArray(String[]::new));
        }
    }
}
