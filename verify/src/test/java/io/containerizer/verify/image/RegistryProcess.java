package io.containerizer.verify.image;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Debian's docker-registry on a free port of this machine. */
public final class RegistryProcess implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:([0-9]+)");

    private final Path directory;
    private final String more;
    private Process process;
    private int port;

    private RegistryProcess(Path directory, String more) {
        this.directory = directory;
        this.more = more;
    }

    /**
     * @param directory where it may keep everything
     * @param more of its configuration, at the outermost level
     * @param http more of the configuration's part of that name
     */
    public static RegistryProcess start(Path directory, String http, String more) throws IOException {
        RegistryProcess registry = new RegistryProcess(directory, "  secret: not one\n" + http.indent(2) + more);
        registry.restart();
        return registry;
    }

    /** On the same port as before. */
    void restart() throws IOException {
        Path configuration = Files.writeString(
                directory.resolve("config.yml"),
                "version: 0.1\nlog:\n  level: info\nstorage:\n  filesystem:\n    rootdirectory: "
                        + directory.resolve("storage") + "\nhttp:\n  addr: 127.0.0.1:" + port + "\n" + more);
        process = new ProcessBuilder("docker-registry", "serve", configuration.toString())
                .redirectErrorStream(true)
                .start();
        port = awaitPort(process);
    }

    private static int awaitPort(Process process) throws IOException {
        BufferedReader log = process.inputReader(StandardCharsets.UTF_8);
        StringBuilder all = new StringBuilder();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            all.append(line).append('\n');
            Matcher listening = LISTENING.matcher(line);
            if (listening.find()) {
                Thread.startVirtualThread(() -> drain(log));
                return Integer.parseInt(listening.group(1));
            }
        }
        throw new IOException("docker-registry ended: " + all);
    }

    /** A full pipe would stop it. */
    private static void drain(BufferedReader log) {
        try {
            while (log.readLine() != null) {
                continue;
            }
        } catch (IOException e) {
            return; // it was killed
        }
    }

    public String authority() {
        return "127.0.0.1:" + port;
    }

    /** As a power cut does. */
    void kill() {
        process.destroyForcibly();
        CompletableFuture<Process> end = process.onExit();
        end.join();
    }

    @Override
    public void close() {
        kill();
    }
}
