package io.containerizer.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.linux.cgroup.Hierarchies;
import io.containerizer.linux.cgroup.Hierarchy;
import io.containerizer.testkit.RequiresCgroup;
import io.containerizer.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code examples/embed} compiles against the library and does what its README says, in a JVM of its own. */
@RequiresRoot
@RequiresCgroup({"cpu", "cpuacct", "memory"})
class ExampleTest {

    private static final String CGROUPS_ROOT = "embed-example";

    @TempDir
    static Path directory;

    private static Path classes;

    @BeforeAll
    static void compile() {
        classes = directory.resolve("classes");
        Path source = Checkout.root().resolve("examples/embed/Embed.java");
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-Xlint:all,-path",
                        "-Werror",
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        classes.toString(),
                        source.toString());
        assertThat(failed).as("javac " + source).isZero();
    }

    @Test
    void printsTheCommandsOutputAndWhatItUses() throws Exception {
        List<String> lines = run("sh", "-c", "echo hello from $$; sleep 0.5");
        assertThat(lines).contains("hello from 2", "exit code 0 ");
        assertThat(lines).anyMatch(line -> line.matches("uses [1-9][0-9]*"));
    }

    @Test
    void endsACommandThatTakesTooMuchMemory() throws Exception {
        List<String> lines = run("sh", "-c", "head -c 200000000 /dev/zero | tail");
        assertThat(lines.getLast())
                .startsWith("exit code 137 Memory limit exceeded (OOM): Requested: 64MB Maximum Used: ");
    }

    private static List<String> run(String... command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classes + ":" + System.getProperty("java.class.path"),
                "Embed",
                directory.resolve("state").toString()));
        words.addAll(List.of(command));
        Path output = directory.resolve("output");
        Process program = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(program.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
        } finally {
            program.destroyForcibly();
        }
        List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
        assertThat(program.exitValue()).as("exit code; output: " + lines).isZero();
        return lines;
    }

    @AfterAll
    static void removeCgroups() throws IOException {
        for (Hierarchy hierarchy : Hierarchies.ofThisHost().all()) {
            Files.deleteIfExists(hierarchy.mountPoint().resolve(CGROUPS_ROOT));
        }
    }
}
