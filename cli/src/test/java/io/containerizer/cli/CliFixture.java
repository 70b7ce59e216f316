package io.containerizer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.linux.cgroup.Hierarchies;
import io.containerizer.linux.cgroup.Hierarchy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Starts the program as users do, in a process of its own, with directories and cgroups that nobody else uses. */
final class CliFixture implements AutoCloseable {

    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final long TIMEOUT_SECONDS = 60;

    private final Path top;
    private final String cgroups;
    private final List<String> places;

    /** What came of a command line. */
    record Result(int code, byte[] bytes, String err) {
        String out() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    CliFixture() {
        try {
            top = Files.createTempDirectory("cli-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cgroups = "mesos-cli-" + ProcessHandle.current().pid() + "-" + NEXT.getAndIncrement();
        places = List.of(
                "--runtime_dir=" + top.resolve("run"),
                "--work_dir=" + top.resolve("work"),
                "--cgroups_root=" + cgroups);
    }

    private CliFixture(CliFixture ofAgent, String address) {
        top = ofAgent.top;
        cgroups = ofAgent.cgroups;
        places = List.of("--agent=" + address);
    }

    /** The same places, by an agent that has them. */
    CliFixture by(String address) {
        return new CliFixture(this, address);
    }

    Path top() {
        return top;
    }

    Path sandbox(String id) {
        return top.resolve("work/containers").resolve(id);
    }

    /** The same command line in this process: faster, for commands that have nothing to do with its streams. */
    Result here(String command, String... more) {
        CapturedOutput program = new CapturedOutput();
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(places);
        line.addAll(List.of(more));
        int code = program.run(line.toArray(String[]::new));
        return new Result(code, program.out().getBytes(StandardCharsets.UTF_8), program.err());
    }

    /** The words that start the program, for a command of one word or two. */
    List<String> words(String command, String... more) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName()));
        words.addAll(List.of(command.split(" ")));
        words.addAll(places);
        words.addAll(List.of(more));
        return words;
    }

    ProcessBuilder builder(String command, String... more) {
        return new ProcessBuilder(words(command, more));
    }

    Result run(String command, String... more) {
        return run(new byte[0], command, more);
    }

    Result run(byte[] stdin, String command, String... more) {
        try {
            return finish(start(stdin, command, more));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Process start(byte[] stdin, String command, String... more) throws IOException {
        Process process = builder(command, more).start();
        try (var out = process.getOutputStream()) {
            out.write(stdin);
        }
        return process;
    }

    /** Unlike {@link Process#destroy}, leaves the streams open. */
    static void signal(Process process, String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static Result finish(Process process) {
        CompletableFuture<byte[]> out = CompletableFuture.supplyAsync(() -> all(process.getInputStream()));
        CompletableFuture<byte[]> err = CompletableFuture.supplyAsync(() -> all(process.getErrorStream()));
        try {
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("it does not end; stderr: " + new String(err.join(), StandardCharsets.UTF_8));
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return new Result(process.exitValue(), out.join(), new String(err.join(), StandardCharsets.UTF_8));
    }

    /** Reads until there is {@code text}; returns all that was read. */
    static String readUntil(InputStream in, String text) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        while (!read.toString(StandardCharsets.UTF_8).contains(text)) {
            int next = in.read();
            assertThat(next)
                    .as("end of output, waiting for '%s' behind '%s'", text, read)
                    .isNotNegative();
            read.write(next);
        }
        return read.toString(StandardCharsets.UTF_8);
    }

    private static byte[] all(InputStream in) {
        try {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a container, or a careless engine, would leave behind. */
    List<Path> leftovers() {
        List<Path> left = new ArrayList<>(leftContainers());
        left.addAll(children(top.resolve("run/engines")));
        return left;
    }

    /** The same without what a living engine has. */
    List<Path> leftContainers() {
        List<Path> left = new ArrayList<>();
        for (String directory : List.of("run/containers", "run/staging", "work/containers")) {
            left.addAll(children(top.resolve(directory)));
        }
        for (Hierarchy hierarchy : Hierarchies.ofThisHost().all()) {
            left.addAll(children(hierarchy.mountPoint().resolve(cgroups)).stream()
                    .filter(Files::isDirectory)
                    .toList());
        }
        return left;
    }

    private static List<Path> children(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills and removes the containers that the test has left. */
    void clean() {
        Result ids = here("ps", "--all", "--quiet");
        if (!ids.out().isBlank()) {
            here("rm", Stream.concat(Stream.of("--force"), ids.out().lines()).toArray(String[]::new));
        }
    }

    /** Removes everything else, too. */
    @Override
    public void close() throws IOException {
        clean();
        for (Hierarchy hierarchy : Hierarchies.ofThisHost().all()) {
            Files.deleteIfExists(hierarchy.mountPoint().resolve(cgroups));
        }
        try (Stream<Path> files = Files.walk(top)) {
            files.sorted(Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
        }
    }
}
