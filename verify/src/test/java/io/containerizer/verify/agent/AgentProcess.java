package io.containerizer.verify.agent;

import io.containerizer.cli.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** An agent in a process of its own, which can be killed. */
final class AgentProcess implements AutoCloseable {

    private static final int SECONDS = 60;

    private final Process process;
    private final int port;
    private final Path log;

    private AgentProcess(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /**
     * Returns when it serves.
     *
     * @param top where its log goes
     */
    static AgentProcess start(Path top, Map<String, String> flags) {
        return start(top, flags, Map.of());
    }

    /** @param environment more of it */
    static AgentProcess start(Path top, Map<String, String> flags, Map<String, String> environment) {
        try {
            return start(top, flags, environment, freePort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An agent on the port of one that is gone. */
    static AgentProcess start(Path top, Map<String, String> flags, Map<String, String> environment, int port) {
        try {
            Path log = top.resolve("agent.log");
            List<String> words = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xshare:auto",
                    "-Xmx256m",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Main.class.getName(),
                    "agent",
                    "--port=" + port));
            flags.forEach((name, value) -> words.add("--" + name + "=" + value));
            ProcessBuilder builder = new ProcessBuilder(words)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().put("LC_ALL", "C.UTF-8"); // as bin/containerizer does
            builder.environment().putAll(environment);
            AgentProcess agent = new AgentProcess(builder.start(), port, log);
            agent.awaitServing();
            return agent;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void awaitServing() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        AgentClient client = client();
        while (client.healthy().isEmpty()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new AssertionError("the agent does not serve:\n" + log());
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    AgentClient client() {
        return new AgentClient(port);
    }

    Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int descriptors() {
        return entries("fd");
    }

    int threads() {
        return entries("task");
    }

    int mounts() {
        try {
            return Files.readAllLines(proc("mountinfo")).size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long residentMegabytes() {
        try {
            return Files.readAllLines(proc("status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int entries(String directory) {
        try (Stream<Path> all = Files.list(proc(directory))) {
            return (int) all.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path proc(String file) {
        return Path.of("/proc/" + process.pid(), file);
    }

    /** As a crash would. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** SIGTERM, as an operator would. */
    int stop() {
        process.destroy();
        return awaitEnd();
    }

    private int awaitEnd() {
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the agent does not end:\n" + log());
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
