import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** An agent as an operator starts it, on a port of its own. */
final class AgentProcess implements AutoCloseable {

    private static final long START_SECONDS = 60;

    private final Process process;
    private final int port;
    private final double startMillis;

    private AgentProcess(Process process, int port, double startMillis) {
        this.process = process;
        this.port = port;
        this.startMillis = startMillis;
    }

    /** Returns when it serves. */
    static AgentProcess start(Path root, String cgroups, String isolation, Path work, Path runtime)
            throws IOException {
        return start(root, cgroups, isolation, work, runtime, List.of());
    }

    /** @param more flags */
    static AgentProcess start(
            Path root, String cgroups, String isolation, Path work, Path runtime, List<String> more)
            throws IOException {
        int port = freePort();
        List<String> words = new ArrayList<>(List.of(
                root.resolve("bin/containerizer").toString(),
                "agent",
                "--port=" + port,
                "--isolation=" + isolation,
                "--cgroups_root=" + cgroups,
                "--work_dir=" + work,
                "--runtime_dir=" + runtime));
        words.addAll(more);
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.appendTo(runtime.resolve("agent.log").toFile()));
        builder.environment().put("CONTAINERIZER_NO_BUILD", "1");
        long from = System.nanoTime();
        Process process = builder.start();
        while (!answers(port)) {
            if (!process.isAlive() || System.nanoTime() - from > START_SECONDS * 1_000_000_000L) {
                process.destroyForcibly();
                throw new IOException("the agent does not serve, see " + runtime.resolve("agent.log"));
            }
            LockSupport.parkNanos(2_000_000);
        }
        return new AgentProcess(process, port, (System.nanoTime() - from) / 1e6);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static boolean answers(int port) {
        try (HttpConnection connection = new HttpConnection(port)) {
            connection.get("/state"); // refused as long as containers are being recovered
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** From its start until it served. */
    double startMillis() {
        return startMillis;
    }

    int port() {
        return port;
    }

    HttpConnection connect() throws IOException {
        return new HttpConnection(port);
    }

    double residentMegabytes() {
        return Host.residentKb(process.pid()) / 1024;
    }

    double cpuMillis() {
        return Host.cpuMillis(process.pid());
    }

    /** As a crash would. */
    void kill() throws IOException {
        process.destroyForcibly();
        await();
    }

    private void await() throws IOException {
        try {
            if (!process.waitFor(START_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("the agent does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        await();
    }
}
