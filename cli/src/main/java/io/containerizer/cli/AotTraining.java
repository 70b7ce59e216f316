package io.containerizer.cli;

import io.containerizer.lifecycle.Platform;
import io.containerizer.linux.cgroup.Hierarchies;
import io.containerizer.linux.cgroup.Hierarchy;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs many command lines in one process, for the JVM to record what they need; the build makes the AOT cache of that.
 * In each line {@code @DIR@} stands for a directory that exists only meanwhile, {@code @CGROUPS@} for a root of cgroups,
 * {@code @IMAGE@} for an image in a registry. A line of {@code agent} goes on beside those that follow. How the lines end does not matter: some are meant to fail, and without root
 * many do.
 */
final class AotTraining {

    private static final long PAUSE_NANOS = 10_000_000;
    private static final String CGROUPS = "containerizer-training";

    private AotTraining() {}

    /** @param args a file with a command line per line, words separated by blanks; a directory with an image */
    public static void main(String[] args) throws IOException {
        Path directory = Files.createTempDirectory("containerizer-training");
        try (TrainingRegistry registry = new TrainingRegistry(Path.of(args[1]))) {
            for (String line : Files.readAllLines(Path.of(args[0]))) {
                String complete = line.replace("@DIR@", directory.toString())
                        .replace("@CGROUPS@", CGROUPS)
                        .replace("@IMAGE@", registry.image());
                System.out.println("containerizer " + complete);
                if (complete.startsWith("agent ")) {
                    startAgent(words(complete), directory.resolve("agent.sock"));
                } else {
                    System.out.println("-> " + Main.run(words(complete)));
                }
            }
        } finally {
            removeCgroups();
            remove(directory);
        }
        Main.end(ExitCode.OK); // an agent goes on otherwise
    }

    /** Returns when it serves on its socket; where it cannot, the commands that ask it fail, which does not matter. */
    private static void startAgent(String[] words, Path socket) {
        Thread agent = Thread.ofPlatform().daemon().name("training-agent").start(() -> Main.run(words));
        while (agent.isAlive() && !Files.exists(socket)) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static String[] words(String line) {
        return List.of(line.split(" ")).stream().filter(w -> !w.isEmpty()).toArray(String[]::new);
    }

    /** The root below which the training's containers were; others' are not touched. */
    private static void removeCgroups() throws IOException {
        for (Hierarchy hierarchy : Platform.isLinux() ? Hierarchies.ofThisHost().all() : List.<Hierarchy>of()) {
            Files.deleteIfExists(hierarchy.mountPoint().resolve(CGROUPS));
        }
    }

    private static void remove(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path left, @org.jspecify.annotations.Nullable IOException failure)
                    throws IOException {
                Files.delete(left);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
