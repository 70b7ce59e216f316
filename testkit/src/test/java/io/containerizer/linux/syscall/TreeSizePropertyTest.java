package io.containerizer.linux.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.linux.syscall.TreeSize.Place;
import io.containerizer.testkit.RequiresLinux;
import io.containerizer.testkit.SeededTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;

/** Trees of all sorts, measured here and by du(1). */
@RequiresLinux
class TreeSizePropertyTest {

    private final TreeSize size = new TreeSize(Thread::new);
    private final List<Path> directories = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();

    @TempDir
    Path top;

    @SeededTest(count = 25)
    void itIsTheNumberOfDu(long seed) throws Exception {
        Random random = new Random(seed);
        Path root = grow(random);
        assertThat(size.bytes(Place.of(root), List.of())).isEqualTo(du(root));
        Path excluded = directories.get(random.nextInt(directories.size()));
        assertThat(size.bytes(Place.of(root), List.of(Place.of(excluded))))
                .isEqualTo(excluded.equals(root) ? du(root) : du(root, "--exclude=" + excluded));
    }

    private Path grow(Random random) throws IOException {
        Path outside = Files.createDirectories(top.resolve("outside"));
        Files.write(outside.resolve("large"), new byte[500_000]);
        directories.add(Files.createDirectory(top.resolve("root")));
        int count = random.nextInt(1, 400);
        for (int i = 0; i < count; i++) {
            Path parent = directories.get(random.nextInt(directories.size()));
            plant(random, parent.resolve(name(random, i)), outside);
        }
        return directories.getFirst();
    }

    private void plant(Random random, Path at, Path outside) throws IOException {
        switch (random.nextInt(files.isEmpty() ? 5 : 6)) {
            case 0 -> directories.add(Files.createDirectory(at));
            case 1 -> Files.createSymbolicLink(at, random.nextBoolean() ? outside : at.getParent());
            case 2 -> sparse(at, random.nextInt(10_000_000));
            case 3, 4 -> files.add(Files.write(at, new byte[random.nextInt(20_000)]));
            default -> Files.createLink(at, files.get(random.nextInt(files.size())));
        }
    }

    private static String name(Random random, int number) {
        return switch (random.nextInt(4)) {
            case 0 -> "." + number;
            case 1 -> ".." + number;
            case 2 -> "\u00e4 b\n" + number;
            default -> "n".repeat(random.nextInt(200)) + number;
        };
    }

    private static void sparse(Path file, int hole) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {1}), hole);
        }
    }

    static long du(Path root, String... options) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("du", "-k", "-s"));
        words.addAll(List.of(options));
        words.add(root.toString());
        Process process = new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return Long.parseLong(out.split("\t")[0]) * 1024;
    }
}
