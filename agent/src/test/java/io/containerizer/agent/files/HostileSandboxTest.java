package io.containerizer.agent.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.agent.TestAgent;
import io.containerizer.linux.proc.UserNames;
import io.containerizer.linux.syscall.FfmServedFiles;
import io.containerizer.testkit.RequiresLinux;
import io.containerizer.testkit.RequiresTool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever owns a sandbox may do anything in it, at any moment. */
@RequiresLinux
class HostileSandboxTest {

    private static final String CANARY = "canary";
    private static final String OUTSIDE_MODE = "rwx--x---";
    private static final int READS = 10_000;

    @TempDir
    Path top;

    private Path sandbox;
    private VirtualFiles files;

    @BeforeEach
    void attach() throws IOException {
        sandbox = Files.createDirectory(top.resolve("sandbox"));
        Files.createDirectory(
                top.resolve("outside"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OUTSIDE_MODE)));
        Files.writeString(top.resolve("outside/file"), CANARY);
        VirtualPaths paths = new VirtualPaths();
        paths.attach("/s", sandbox, caller -> true);
        files = new VirtualFiles(List.of(paths), new FfmServedFiles(), UserNames::ofThisHost);
    }

    private String read(String path) {
        try {
            return new String(files.read(TestAgent.caller("a"), path, 0, 100).data(), StandardCharsets.UTF_8);
        } catch (RefusedFileException e) {
            return "refused " + e.status();
        }
    }

    /** One of both names is always a directory of the sandbox, the other a link out of it, and they change places. */
    @Test
    @Timeout(300)
    void nothingOutsideIsReadWhileLinksChangePlaces() throws Exception {
        Path inside = Files.createDirectory(sandbox.resolve("inside"));
        Files.writeString(inside.resolve("file"), "inside");
        Path way = sandbox.resolve("way");
        Path next = sandbox.resolve("next");
        Files.createSymbolicLink(way, Path.of("inside"));
        AtomicBoolean stop = new AtomicBoolean();
        Thread swapper = Thread.ofPlatform().start(() -> swap(way, next, stop));
        int inSandbox = 0;
        int refused = 0;
        try {
            for (int i = 0; i < READS; i++) {
                String text = read("/s/way/file");
                assertThat(text).isIn("inside", "refused 400");
                for (FileEntry entry : files.list(TestAgent.caller("a"), "/s").entries()) {
                    assertThat(entry.modeText()).isNotEqualTo("d" + OUTSIDE_MODE);
                }
                inSandbox += text.equals("inside") ? 1 : 0;
                refused += text.equals("inside") ? 0 : 1;
            }
        } finally {
            stop.set(true);
            swapper.join(Duration.ofMinutes(1));
        }
        assertThat(inSandbox).isPositive();
        assertThat(refused).isPositive();
    }

    private void swap(Path way, Path next, AtomicBoolean stop) {
        try {
            for (boolean out = true; !stop.get(); out = !out) {
                Files.createSymbolicLink(next, out ? top.resolve("outside") : Path.of("inside"));
                Files.move(next, way, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @Timeout(60)
    @RequiresTool("mkfifo")
    void aFifoThatNobodyWritesToIsNotWaitedFor() throws Exception {
        Path fifo = sandbox.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        assertThat(read("/s/fifo")).isEqualTo("refused 400");
        assertThat(files.list(TestAgent.caller("a"), "/s").entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.modeText()).startsWith("p"));
    }

    @Test
    void noDescriptorIsLeftOpen() throws Exception {
        Files.writeString(sandbox.resolve("file"), "x");
        Files.createSymbolicLink(sandbox.resolve("link"), Path.of("file"));
        read("/s/file");
        long before = descriptors();
        for (int i = 0; i < 100; i++) {
            read("/s/file");
            read("/s/none");
            read("/s");
            files.list(TestAgent.caller("a"), "/s");
        }
        assertThat(descriptors()).isLessThanOrEqualTo(before + 5);
    }

    private static long descriptors() throws IOException {
        try (var all = Files.list(Path.of("/proc/self/fd"))) {
            return all.count();
        }
    }
}
