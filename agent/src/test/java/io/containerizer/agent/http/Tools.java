package io.containerizer.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Runs programs of the host. */
final class Tools {

    private record Result(int exit, String output) {}

    private Tools() {}

    /** What it prints, without its errors; it must succeed. */
    static String run(String... command) {
        return runWith("", command);
    }

    static String runWith(String input, String... command) {
        Result result = start(input, command);
        assertThat(result.exit())
                .as(String.join(" ", command) + ": " + result.output())
                .isZero();
        return result.output();
    }

    /** Its exit code. */
    static int tryWith(String input, String... command) {
        return start(input, command).exit();
    }

    private static Result start(String input, String... command) {
        try {
            Path errors = Files.createTempFile("tool", ".err");
            Process process =
                    new ProcessBuilder(command).redirectError(errors.toFile()).start();
            try (OutputStream in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.ISO_8859_1));
                in.flush();
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
                String said = process.exitValue() == 0 ? "" : Files.readString(errors);
                return new Result(process.exitValue(), output + said);
            } finally {
                process.destroyForcibly();
                Files.delete(errors);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
