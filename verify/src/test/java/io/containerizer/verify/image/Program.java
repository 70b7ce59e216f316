package io.containerizer.verify.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Runs other programs. */
public final class Program {

    private Program() {}

    /** What it prints; it must succeed. */
    public static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (status != 0) {
            throw new IOException(Arrays.toString(command) + " ended with " + status + ": " + output);
        }
        return output;
    }
}
