package io.containerizer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.containerizer.testkit.SeededTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeRemovalTest {

    /** Not for ever: whoever fills a tree faster than it is emptied keeps it. */
    private static final int EXCHANGES = 2000;

    @TempDir
    private Path top;

    private Path tree;
    private Path victim;

    @BeforeEach
    void plant() throws IOException {
        tree = Files.createDirectory(top.resolve("tree"));
        victim = Files.createDirectories(top.resolve("victim/inner"));
        Files.writeString(victim.resolve("file"), "precious");
    }

    private void assertVictimIsWhole() {
        assertThat(victim.resolve("file")).hasContent("precious");
    }

    @SeededTest
    void everyTreeGoes(long seed) throws IOException {
        Random random = new Random(seed);
        List<Path> directories = new ArrayList<>(List.of(tree));
        for (int i = 0; i < random.nextInt(80); i++) {
            Path in = directories.get(random.nextInt(directories.size()));
            String name = random.nextInt(5) == 0 ? ".removed-" + random.nextInt(10) : "e" + i;
            if (Files.exists(in.resolve(name))) {
                continue;
            }
            switch (random.nextInt(4)) {
                case 0 -> Files.createFile(in.resolve(name));
                case 1 -> Files.createSymbolicLink(in.resolve(name), victim.getParent());
                default -> directories.add(Files.createDirectory(in.resolve(name)));
            }
        }
        TreeRemoval.remove(tree);
        assertThat(tree).doesNotExist();
        assertVictimIsWhole();
    }

    /** Beyond what a path can hold; made the way a container would. */
    @Test
    void noDepthIsTooDeep() throws Exception {
        String line =
                "i=0; while [ $i -lt 600 ]; do mkdir aaaaaaaaaa && cd -P aaaaaaaaaa || exit 1; i=$((i+1)); done; : > file";
        Process deep =
                new ProcessBuilder("sh", "-c", line).directory(tree.toFile()).start();
        assertThat(deep.waitFor()).isZero();
        TreeRemoval.remove(tree);
        assertThat(tree).doesNotExist();
    }

    @Test
    void aLinkIsRemovedAndNotWhatItNames() throws IOException {
        Path link = Files.createSymbolicLink(top.resolve("link"), victim);
        TreeRemoval.remove(link);
        assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertVictimIsWhole();
    }

    @Test
    void whatIsNotThereIsGoneAlready() throws IOException {
        TreeRemoval.remove(top.resolve("none"));
        TreeRemoval.remove(top.resolve("none/below"));
        TreeRemoval.remove(Files.createFile(top.resolve("file")));
        assertThat(top.resolve("file")).doesNotExist();
    }

    /** Somebody exchanges directories for links to others while the tree is being removed. */
    @Test
    void exchangesLeadNowhere() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        Thread attacker = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < EXCHANGES && !done.get(); i++) {
                try {
                    Path inner = Files.createDirectories(tree.resolve("d/inner"));
                    Files.writeString(inner.resolve("file"), "x");
                    Files.move(tree.resolve("d"), tree.resolve("old" + i));
                    Files.createSymbolicLink(tree.resolve("d"), victim.getParent());
                    Files.deleteIfExists(tree.resolve("d"));
                } catch (IOException e) {
                    continue; // the other side was quicker
                }
            }
        });
        for (int i = 0; i < 30; i++) {
            try {
                TreeRemoval.remove(tree);
            } catch (IOException e) {
                assertVictimIsWhole(); // that it was disturbed is no fault
            }
            Files.createDirectories(tree);
        }
        done.set(true);
        attacker.join();
        assertVictimIsWhole();
    }

    @Test
    void whatCannotBeRemovedIsSaid() {
        assertThatIOException().isThrownBy(() -> TreeRemoval.remove(Path.of("/proc/self/status")));
    }
}
