package io.containerizer.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An agent in a process of its own, with directories and cgroups that nobody else uses. */
final class AgentFixture implements AutoCloseable {

    private static final long SECONDS = 60;

    private final CliFixture places = new CliFixture();
    private final Path log = places.top().resolve("agent.log");
    private final int port;
    private final Process process;

    /** Returns when it serves. */
    AgentFixture(String... flags) throws IOException, InterruptedException {
        port = freePort();
        List<String> all = new ArrayList<>(List.of(
                "--isolation=filesystem/linux,namespaces/pid,cgroups/cpu,cgroups/mem,posix/rlimits,linux/capabilities",
                "--port=" + port,
                "--agent_socket=" + socket()));
        all.addAll(List.of(flags));
        process = places.builder("agent", all.toArray(String[]::new))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!serves()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new AssertionError("the agent does not serve: " + Files.readString(log));
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private boolean serves() throws IOException {
        try (Socket there = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return Files.readString(log).contains("serves on");
        } catch (java.net.ConnectException e) {
            return false;
        }
    }

    Path socket() {
        return places.top().resolve("agent.sock");
    }

    /** The program, told to ask this agent. */
    CliFixture byPort() {
        return places.by("127.0.0.1:" + port);
    }

    CliFixture byTls() {
        return places.by("https://127.0.0.1:" + port);
    }

    CliFixture bySocket() {
        return places.by("unix:" + socket());
    }

    @Override
    public void close() throws IOException {
        bySocket().clean();
        process.destroy();
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the agent does not end: " + Files.readString(log));
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        List<Path> left = places.leftovers();
        places.close();
        if (!left.isEmpty()) {
            throw new AssertionError("the agent has left " + left);
        }
    }
}
