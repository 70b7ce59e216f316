package io.containerizer.verify.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.cli.Main;
import io.containerizer.testkit.RequiresRoot;
import io.containerizer.verify.engine.EngineFixture;
import io.containerizer.verify.engine.SavedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The commands about images and volumes, by an agent. */
@RequiresRoot
@ExtendWith(EngineFixture.Resolver.class)
class RemoteImagesTest {

    private record Ended(int code, String out, String err) {}

    /** The program, as somebody types it. */
    private static Ended run(Path top, AgentProcess agent, String command, String... words) throws Exception {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        line.addAll(List.of(command.split(" ")));
        line.add("--agent=127.0.0.1:" + agent.port());
        line.addAll(List.of(words));
        Path err = Files.createTempFile(top, "err", "");
        Process process = new ProcessBuilder(line).redirectError(err.toFile()).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), out, Files.readString(err));
    }

    private static Map<String, String> flags(EngineFixture fixture) throws IOException {
        Path archives = fixture.top().resolve("images");
        Path rootfs = fixture.rootfs();
        new SavedImage(archives)
                .make(
                        "app",
                        rootfs,
                        Map.of("Entrypoint", List.of("/bin/busybox", "echo"), "Cmd", List.of("of the image")));
        Map<String, String> flags = fixture.flags(EngineFixture.ISOLATION + ",docker/runtime,volume/image");
        flags.put("image_providers", "docker");
        flags.put("docker_registry", archives.toString());
        flags.put("docker_store_dir", fixture.top().resolve("store").toString());
        return flags;
    }

    @Test
    void imagesComeAreUsedAndGo(EngineFixture fixture) throws Exception {
        Path top = fixture.top();
        try (AgentProcess agent = AgentProcess.start(top, flags(fixture))) {
            Ended pulled = run(top, agent, "pull", "app");
            assertThat(pulled.err()).contains(": fetching").contains(": done, ");
            assertThat(pulled.out()).matches("app:latest sha256:[0-9a-f]{64}\n");
            assertThat(run(top, agent, "images", "--quiet").out()).isEqualTo("app:latest\n");
            assertThat(run(top, agent, "images inspect", "app").out()).contains("\"/bin/busybox\"");

            Ended ran = run(top, agent, "run", "--image=app");
            assertThat(ran.err()).isEmpty();
            assertThat(ran.out()).isEqualTo("of the image\n");
            assertThat(run(top, agent, "run", "-d", "--name=user", "--image=app", "--", "/bin/sleep", "60")
                            .code())
                    .isZero();
            Ended inUse = run(top, agent, "images rm", "app");
            assertThat(inUse.code()).isEqualTo(1);
            assertThat(inUse.err()).contains("remove image app").contains("used by user");
            assertThat(run(top, agent, "images").out()).containsPattern("app:latest .* user");
            assertThat(run(top, agent, "rm", "--force", "user").err()).isEmpty();
            assertThat(run(top, agent, "images rm", "app").err()).isEmpty();

            Ended missing = run(top, agent, "pull", "nobody");
            assertThat(missing.code()).isEqualTo(1);
            assertThat(missing.err()).contains("nobody");
            assertThat(run(top, agent, "run", "--pull=never", "--image=app").err())
                    .contains("it is not in the store");
            assertThat(agent.stop()).isZero();
        }
    }

    @Test
    void anArchiveIsSent(EngineFixture fixture) throws Exception {
        Path top = fixture.top();
        try (AgentProcess agent = AgentProcess.start(top, flags(fixture))) {
            Path archive = top.resolve("images/app.tar");
            Ended imported = run(top, agent, "import", archive.toString(), "other:1");
            assertThat(imported.err()).contains(": done, ");
            assertThat(imported.out()).startsWith("other:1 sha256:");
            assertThat(run(top, agent, "run", "--image=other:1").out()).isEqualTo("of the image\n");
            Path broken = Files.writeString(top.resolve("broken.tar"), "no archive");
            Ended refused = run(top, agent, "import", broken.toString());
            assertThat(refused.code()).isEqualTo(1);
            assertThat(refused.err()).startsWith("containerizer: ").hasLineCount(1);
            try (var scratch = Files.list(top.resolve("store/scratch"))) {
                assertThat(scratch).isEmpty();
            }
            assertThat(run(top, agent, "images prune", "--format=json").out()).contains("\"other:1\"");
            assertThat(run(top, agent, "images", "--quiet").out()).isEmpty();
            assertThat(agent.stop()).isZero();
        }
    }

    @Test
    void volumesAreListedAndRemoved(EngineFixture fixture) throws Exception {
        Path top = fixture.top();
        try (AgentProcess agent = AgentProcess.start(top, fixture.flags(EngineFixture.ISOLATION))) {
            Ended used = run(
                    top, agent, "run", "--volume", "persistent:web/db:data:quota=1MB", "--shell", "echo x > data/file");
            assertThat(used.err()).isEmpty();
            assertThat(run(top, agent, "volumes").out()).contains("web/db", "roles/web/db");
            assertThat(run(top, agent, "volumes rm", "web/db").err()).isEmpty();
            assertThat(run(top, agent, "volumes rm", "web/db").err()).contains("remove persistent volume web/db");
            assertThat(run(top, agent, "volumes", "--quiet").out()).isEmpty();
            Ended without = run(top, agent, "pull", "app");
            assertThat(without.err()).contains("this agent has none; start it with --image_providers=docker");
            assertThat(agent.stop()).isZero();
        }
    }
}
