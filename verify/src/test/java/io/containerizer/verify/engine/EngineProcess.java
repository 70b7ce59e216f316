package io.containerizer.verify.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Runs an {@link EngineProgram}. */
final class EngineProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    private EngineProcess(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static EngineProcess start(Map<String, String> flags, int dieAt, String... lines) {
        return start(List.of(), flags, dieAt, lines);
    }

    /** Its containers are of an image with these layers, the lowest first. */
    static EngineProcess start(Map<String, String> flags, List<Path> layers, String... lines) {
        return start(List.of(), flags, layers, 0, lines);
    }

    /** @param before words of a command that executes the rest of its command line */
    static EngineProcess start(List<String> before, Map<String, String> flags, int dieAt, String... lines) {
        return start(before, flags, List.of(), dieAt, lines);
    }

    /** It dies at the many-th operation of this kind: {@code counted} is a pattern of names. */
    static EngineProcess startAndDie(Map<String, String> flags, String counted, int dieAt, String... lines) {
        return start(List.of("env", "ENGINE_DIES_AT=" + counted), flags, dieAt, lines);
    }

    static EngineProcess start(
            List<String> before, Map<String, String> flags, List<Path> layers, int dieAt, String... lines) {
        List<String> words = new ArrayList<>(before);
        words.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                EngineProgram.class.getName(),
                Integer.toString(dieAt)));
        words.addAll(List.of(lines));
        ProcessBuilder builder = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment()
                .put(
                        "ENGINE_FLAGS",
                        flags.entrySet().stream()
                                .map(e -> e.getKey() + "=" + e.getValue())
                                .collect(Collectors.joining(" ")));
        builder.environment()
                .put("ENGINE_LAYERS", layers.stream().map(Path::toString).collect(Collectors.joining(" ")));
        try {
            return new EngineProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** False: it ended before it was ready. */
    boolean awaitReady() {
        try {
            return "ready".equals(output.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void kill() {
        process.destroyForcibly();
        exitCode();
    }

    /** Lets it destroy its containers and end. */
    int finish() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return exitCode();
    }

    private int exitCode() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the engine does not end");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
