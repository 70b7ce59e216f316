package io.containerizer.linux.syscall;

import static io.containerizer.linux.syscall.TreeSizePropertyTest.du;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.linux.syscall.TreeSize.Place;
import io.containerizer.testkit.RequiresLinux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresLinux
class TreeSizeTest {

    private final AtomicInteger threads = new AtomicInteger();
    private final TreeSize size = new TreeSize(task -> {
        threads.incrementAndGet();
        return new Thread(task);
    });

    @TempDir
    Path top;

    @Test
    void aSmallTreeIsMeasuredByOneThreadAndALargeOneByTwo() throws Exception {
        broad(10, 10);
        assertThat(size.bytes(Place.of(top), List.of())).isEqualTo(du(top));
        assertThat(threads).hasValue(0);
        broad(100, 100);
        assertThat(size.bytes(Place.of(top), List.of())).isEqualTo(du(top));
        assertThat(threads).hasValue(Math.min(1, Runtime.getRuntime().availableProcessors() - 1));
    }

    /** Made of parts, since no call takes a path as long as the whole. */
    @Test
    void aTreeMayBeDeeperThanAPathCanSay() throws Exception {
        Path whole = deep("0");
        for (int i = 1; i < 6; i++) {
            Path next = deep(Integer.toString(i));
            Files.move(whole, bottom(next).resolve("w"));
            whole = next;
        }
        long before = descriptors();
        assertThat(size.bytes(Place.of(whole), List.of())).isEqualTo(du(whole)).isGreaterThan(6 * 15 * 1024);
        assertThat(descriptors()).isEqualTo(before);
        assertThat(new ProcessBuilder("rm", "-rf", whole.toString()).start().waitFor())
                .isZero();
    }

    private Path deep(String name) throws IOException {
        Path start = top.resolve(name);
        Files.createDirectories(bottom(start));
        Files.write(bottom(start).resolve("file"), new byte[10_000]);
        return start;
    }

    private static Path bottom(Path start) {
        return start.resolve(("d".repeat(230) + "/").repeat(15));
    }

    @Test
    void whatVanishesMeanwhileIsNoError() throws Exception {
        broad(30, 30);
        long before = descriptors();
        AtomicBoolean stop = new AtomicBoolean();
        Thread tenant = Thread.ofPlatform().start(() -> rage(stop));
        try {
            for (int i = 0; i < 300; i++) {
                assertThat(size.bytes(Place.of(top), List.of())).isBetween(4096L, 100_000_000L);
            }
        } finally {
            stop.set(true);
            tenant.join();
        }
        assertThat(descriptors()).isEqualTo(before);
    }

    /** Files, directories and links come and go, each in the place of another. */
    private void rage(AtomicBoolean stop) {
        Random random = new Random(1);
        while (!stop.get()) {
            Path at = top.resolve("d" + random.nextInt(30)).resolve("x" + random.nextInt(5));
            try {
                switch (random.nextInt(4)) {
                    case 0 -> Files.createDirectories(at.resolve("y"));
                    case 1 -> Files.write(at, new byte[100]);
                    case 2 -> Files.createSymbolicLink(at, Path.of("/usr"));
                    default -> {
                        Files.deleteIfExists(at.resolve("y"));
                        Files.deleteIfExists(at);
                    }
                }
            } catch (IOException e) {
                continue; // something else is there
            }
        }
    }

    @Test
    void aLinkIsFollowedInTheTrustedPartOnly() throws Exception {
        Path outside = Files.createDirectory(top.resolve("outside"));
        Files.write(outside.resolve("large"), new byte[500_000]);
        Path sandbox = Files.createDirectory(top.resolve("sandbox"));
        Path link = Files.createSymbolicLink(top.resolve("link"), sandbox);
        Files.createSymbolicLink(sandbox.resolve("out"), outside);
        Files.createSymbolicLink(sandbox.resolve("up"), Path.of("../outside"));
        Files.createDirectory(sandbox.resolve("data"));
        assertThat(size.bytes(Place.of(link), List.of())).isEqualTo(du(sandbox)).isLessThan(500_000);
        assertThat(size.bytes(new Place(link, "data"), List.of())).isEqualTo(du(sandbox.resolve("data")));
        for (String way : List.of("out", "up")) {
            assertThatExceptionOfType(KernelException.class)
                    .isThrownBy(() -> size.bytes(new Place(sandbox, way), List.of()))
                    .withMessageContaining(sandbox + "/" + way + ": ENOENT");
        }
    }

    @Test
    void aFileHasASizeToo() throws Exception {
        Path file = Files.write(top.resolve("f"), new byte[5000]);
        assertThat(size.bytes(Place.of(file), List.of())).isEqualTo(du(file)).isPositive();
    }

    @Test
    void whatIsLeftOutNeedNotExist() throws Exception {
        Place none = Place.of(top.resolve("none"));
        assertThat(size.bytes(Place.of(top), List.of(none, new Place(top, "a/b"))))
                .isEqualTo(du(top));
    }

    @Test
    void anInterruptEndsIt() throws Exception {
        broad(100, 20);
        long before = descriptors();
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(KernelException.class)
                .isThrownBy(() -> size.bytes(Place.of(top), List.of()))
                .withMessage("measure " + top + ": ECANCELED (Operation canceled)");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(descriptors()).isEqualTo(before);
    }

    @Test
    void everyInodeIsNewOnce() {
        InodeSet set = new InodeSet();
        Random random = new Random(7);
        Set<List<Long>> expected = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            long device = random.nextInt(3);
            long inode = 1 + random.nextInt(5_000);
            assertThat(set.add(device, inode)).isEqualTo(expected.add(List.of(device, inode)));
        }
    }

    @Test
    void backgroundThreadsComeLast() throws Exception {
        StringBuilder told = new StringBuilder();
        Thread first = new BackgroundThreads("test").newThread(() -> {
            told.append(priority());
            Thread second = new Thread(() -> told.append(priority()));
            second.start();
            try {
                second.join();
            } catch (InterruptedException e) {
                told.append(e);
            }
        });
        first.start();
        first.join();
        assertThat(told).hasToString("19 idle\n19 idle\n");
        assertThat(priority()).doesNotContain("idle");
    }

    /** Nice value and I/O class of the calling thread. */
    private static String priority() {
        try {
            Path self = Path.of("/proc/thread-self").toRealPath();
            String[] fields =
                    Files.readString(self.resolve("stat")).split("\\) ")[1].split(" ");
            Process ionice =
                    new ProcessBuilder("ionice", "-p", self.getFileName().toString()).start();
            return fields[16] + " " + new String(ionice.getInputStream().readAllBytes());
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void broad(int directories, int files) throws IOException {
        for (int d = 0; d < directories; d++) {
            Path directory = Files.createDirectories(top.resolve("d" + d));
            for (int f = 0; f < files; f++) {
                Files.write(directory.resolve("f" + f), new byte[f * 10]);
            }
        }
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }
}
