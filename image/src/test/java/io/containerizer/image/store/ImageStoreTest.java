package io.containerizer.image.store;

import static io.containerizer.image.store.StoreFixture.PLATFORM;
import static io.containerizer.image.store.StoreFixture.reference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.image.Digest;
import io.containerizer.image.Image;
import io.containerizer.image.Layer;
import io.containerizer.image.Platform;
import io.containerizer.image.TestImage;
import io.containerizer.image.TestTar;
import io.containerizer.image.unpack.LayerUnpacker;
import io.containerizer.image.unpack.UnpackLimits;
import io.containerizer.testkit.RequiresRoot;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageStoreTest {

    private static final TestImage AB = TestImage.of("linux/amd64", "a", "b");
    private static final TestImage AC = TestImage.of("linux/amd64", "a", "c");

    @TempDir
    private Path directory;

    private final TestSource source = new TestSource().with("ab", AB).with("ac", AC);
    private StoreFixture fixture;

    @BeforeEach
    void place() {
        fixture = new StoreFixture(directory.resolve("store"));
    }

    private static StoredImage pull(ImageStore store, TestSource from, String name) {
        return store.pull(reference(name), PLATFORM, from, PullObserver.NONE);
    }

    @Test
    void whatWasPulledIsFoundByThisAndEveryLaterStore() {
        StoredImage pulled;
        try (ImageStore store = fixture.open()) {
            assertThat(store.find(reference("ab"), PLATFORM)).isEmpty();
            pulled = pull(store, source, "ab");
            assertThat(store.find(reference("ab:latest"), PLATFORM)).contains(pulled);
        }
        try (ImageStore store = fixture.open()) {
            assertThat(store.find(reference("ab"), PLATFORM)).contains(pulled);
            assertThat(store.find(reference("ab"), Platform.parse("linux/arm64")))
                    .isEmpty();
            assertThat(store.list()).containsExactly(pulled);
            fixture.check(store);
        }
        assertThat(pulled.id()).isEqualTo(Digest.of(AB.config()));
        assertThat(pulled.config().cmd()).containsExactly("/bin/program");
        assertThat(pulled.bytes())
                .isEqualTo(AB.layers().stream().mapToLong(l -> l.length).sum());
        assertThat(pulled.layers()).allMatch(l -> l.getParent().endsWith("l"));
        assertThat(fixture.list("staging")).isEmpty();
        assertThat(fixture.list("gc")).isEmpty();
        assertThat(fixture.list("fetching")).isEmpty();
    }

    @Test
    void aSharedLayerIsFetchedAndStoredOnce() {
        try (ImageStore store = fixture.open()) {
            StoredImage ab = pull(store, source, "ab");
            StoredImage ac = pull(store, source, "ac");
            assertThat(ac.layers().getFirst()).isEqualTo(ab.layers().getFirst());
            assertThat(source.opens).hasValue(3);
            fixture.check(store);
        }
    }

    @Test
    void aLayerThatComesTwiceCountsWhereItComesLast() {
        TestImage image = TestImage.of("linux/amd64", "a", "b", "a");
        try (ImageStore store = fixture.open()) {
            StoredImage stored = pull(store, source.with("aba", image), "aba");
            assertThat(stored.layers()).hasSize(2);
            fixture.check(store);
            assertThat(pull(store, source, "ab").layers())
                    .isEqualTo(stored.layers().reversed());
        }
    }

    @Test
    void anImageOfAReferenceIsReplacedByALaterPull() {
        try (ImageStore store = fixture.open()) {
            pull(store, source, "ab");
            StoredImage next = pull(store, source.with("ab", AC), "ab");
            assertThat(store.list()).containsExactly(next);
            assertThat(store.prune(new PrunePolicy(0, Set.of(), 0)).layers()).isEqualTo(1);
            fixture.check(store);
        }
    }

    @Test
    void theObserverSeesEveryLayer() {
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        PullObserver observer = new PullObserver() {
            @Override
            public void found(Image image) {
                seen.add("found " + image.layers().size());
            }

            @Override
            public void present(Layer layer) {
                seen.add("present " + name(layer));
            }

            @Override
            public void begun(Layer layer) {
                seen.add("begun " + name(layer));
            }

            @Override
            public void progressed(Layer layer, long bytes) {
                seen.add("progressed " + name(layer) + " " + (bytes == layer.size()));
            }

            @Override
            public void done(Layer layer, long bytes) {
                seen.add("done " + name(layer));
            }

            private String name(Layer layer) {
                return AC.diffIds().indexOf(layer.diffId()) == 0 ? "a" : "c";
            }
        };
        try (ImageStore store = fixture.open()) {
            pull(store, source, "ab");
            store.pull(reference("ac"), PLATFORM, source, observer);
        }
        assertThat(seen).startsWith("found 2").contains("present a");
        assertThat(seen.stream().filter(s -> s.endsWith(" c") || s.contains(" c ")))
                .startsWith("begun c")
                .contains("progressed c true")
                .endsWith("done c");
    }

    @Test
    void pullsOfOneImageAtOnceAreOne() throws Exception {
        CountDownLatch opened = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        source.change(AB.layers().getFirst(), in -> waiting(in, opened, go));
        try (ImageStore store = fixture.open();
                ExecutorService threads = Executors.newCachedThreadPool()) {
            Future<StoredImage> first = threads.submit(() -> pull(store, source, "ab"));
            opened.await();
            List<Future<StoredImage>> others = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                others.add(threads.submit(() -> pull(store, source, "ab")));
            }
            go.countDown();
            for (Future<StoredImage> other : others) {
                assertThat(other.get().layers()).isEqualTo(first.get().layers());
            }
        }
        assertThat(source.opens).hasValue(2);
    }

    @Test
    void storesOfTwoProcessesFetchALayerOnce() throws Exception {
        CountDownLatch opened = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        source.change(AB.layers().getFirst(), in -> waiting(in, opened, go));
        try (ImageStore one = fixture.open();
                ImageStore two = fixture.open();
                ExecutorService threads = Executors.newCachedThreadPool()) {
            Future<StoredImage> first = threads.submit(() -> pull(one, source, "ab"));
            opened.await();
            Future<StoredImage> second = threads.submit(() -> pull(two, source, "ac"));
            go.countDown();
            assertThat(second.get().layers().getFirst())
                    .isEqualTo(first.get().layers().getFirst());
            fixture.check(one);
        }
        assertThat(source.opens).hasValue(3);
    }

    private static InputStream waiting(InputStream in, CountDownLatch opened, CountDownLatch go) {
        return new FilterInputStream(in) {
            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                opened.countDown();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                return super.read(into, offset, length);
            }
        };
    }

    @Test
    void aLayerThatIsNotWhatItsDigestsSayIsRefusedAndNothingOfItKept() {
        byte[] other = TestImage.gzip(new TestTar().file("evil", "evil").bytes());
        source.change(AB.layers().get(1), in -> new ByteArrayInputStream(other));
        try (ImageStore store = fixture.open()) {
            assertThatExceptionOfType(ContainerizerException.class)
                    .isThrownBy(() -> pull(store, source, "ab"))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_IMAGE))
                    .withMessageContaining(AB.diffIds().get(1) + " of ab")
                    .withMessageContaining("it has " + other.length + " bytes instead of ");
            assertThat(store.list()).isEmpty();
            fixture.check(store);
        }
        assertThat(fixture.list("staging")).isEmpty();
        assertThat(fixture.list("layers/sha256"))
                .allMatch(l -> l.endsWith(AB.diffIds().get(0).hex()));
    }

    @Test
    void aMismatchNamesBothDigests() {
        byte[] content = AB.layers().get(1).clone();
        content[0] = 'g';
        byte[] other = TestImage.gzip(content);
        source.change(AB.layers().get(1), in -> new ByteArrayInputStream(other));
        try (ImageStore store = fixture.open()) {
            assertThatExceptionOfType(ContainerizerException.class)
                    .isThrownBy(() -> pull(store, source, "ab"))
                    .withMessageContaining(
                            "instead of " + Digest.of(TestImage.gzip(AB.layers().get(1))))
                    .withMessageContaining("its bytes have the digest " + Digest.of(other));
        }
    }

    @Test
    void aSourceThatFailsLeavesWhatHadCome() {
        source.change(AB.layers().get(1), in -> new FilterInputStream(in) {
            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                throw new IOException("connection reset");
            }
        });
        try (ImageStore store = fixture.open()) {
            pull(store, source, "ac");
            assertThatExceptionOfType(ContainerizerException.class)
                    .isThrownBy(() -> pull(store, source, "ab"))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.REGISTRY_FAILED))
                    .withMessageEndingWith("connection reset");
            TestSource good = new TestSource().with("ab", AB);
            pull(store, good, "ab");
            assertThat(good.opens).hasValue(1);
            fixture.check(store);
        }
    }

    @Test
    void removalKeepsTheLayersOfOtherImages() {
        try (ImageStore store = fixture.open()) {
            pull(store, source, "ab");
            StoredImage ac = pull(store, source, "ac");
            store.remove(reference("ab:latest"));
            assertThat(store.list()).containsExactly(ac);
            fixture.check(store);
            assertThatExceptionOfType(ContainerizerException.class)
                    .isThrownBy(() -> store.remove(reference("ab")))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_NOT_FOUND));
        }
        assertThat(fixture.list("layers/sha256")).hasSize(2);
        assertThat(fixture.list("gc")).isEmpty();
    }

    @Test
    void theLeastRecentlyUsedGoFirstAndOnlyAsManyAsMust() throws IOException {
        for (String name : List.of("one", "two", "three", "four")) {
            source.with(name, TestImage.of("linux/amd64", name));
        }
        Path owner = Files.createDirectory(directory.resolve("container"));
        StoreDisk disk = StoreFixture.disk();
        long layer = TestImage.of("linux/amd64", "x").layers().getFirst().length;
        try (ImageStore store = fixture.open(new RoomyDisk(disk, new StoreDisk.Space(100 * layer, 8 * layer)))) {
            StoredImage one = pull(store, source, "one");
            for (String name : List.of("two", "three", "four")) {
                pull(store, source, name);
            }
            store.use(one, owner);
            Files.delete(owner);
            assertThat(store.prune(new PrunePolicy(0.08, Set.of(), 0)).images()).isEmpty();
            Pruned pruned = store.prune(new PrunePolicy(0.1, Set.of(reference("two")), 0));
            assertThat(pruned.images()).containsExactly(reference("three"), reference("four"));
            assertThat(pruned.bytes()).isEqualTo(2 * layer);
            assertThat(store.prune(new PrunePolicy(1, Set.of(), 1)).images()).containsExactly(reference("two"));
            assertThat(store.list()).extracting(StoredImage::reference).containsExactly(reference("one"));
        }
    }

    @Test
    void nobodyRemovesTheLayersOfAPullThatIsUnderWay() throws Exception {
        CountDownLatch opened = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        source.change(AC.layers().get(1), in -> waiting(in, opened, go));
        try (ImageStore one = fixture.open();
                ImageStore two = fixture.open();
                ExecutorService threads = Executors.newCachedThreadPool()) {
            pull(one, source, "ab");
            Future<StoredImage> pull = threads.submit(() -> pull(one, source, "ac"));
            opened.await();
            assertThat(two.prune(PrunePolicy.ALL).layers()).isEqualTo(1);
            go.countDown();
            assertThat(pull.get().layers()).allMatch(Files::exists);
            fixture.check(two);
        }
    }

    @Test
    void whatIsMissingOrDamagedIsPulledAgain() throws IOException {
        try (ImageStore store = fixture.open()) {
            StoredImage ab = pull(store, source, "ab");
            Files.delete(ab.layers().getFirst());
            assertThat(store.find(reference("ab"), PLATFORM)).isEmpty();
            pull(store, source, "ab");
            fixture.check(store);
            try (Stream<Path> records = Files.list(directory.resolve("store/images"))) {
                Files.writeString(records.findFirst().orElseThrow(), "{");
            }
            assertThat(store.list()).isEmpty();
            pull(store, source, "ab");
            assertThat(store.list()).hasSize(1);
        }
    }

    @Test
    void manyAtOnceLeaveAWholeStore() throws Exception {
        for (int i = 0; i < 6; i++) {
            source.with("i" + i, TestImage.of("linux/amd64", "a", "x" + i % 3, "y" + i));
        }
        try (ImageStore one = fixture.open();
                ImageStore two = fixture.open();
                ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Object>> work = new ArrayList<>();
            for (int i = 0; i < 48; i++) {
                ImageStore store = i % 2 == 0 ? one : two;
                String name = "i" + i % 6;
                work.add(
                        i % 8 == 7
                                ? () -> store.prune(PrunePolicy.ALL)
                                : () -> pull(store, source, name).id());
            }
            for (Future<Object> result : threads.invokeAll(work)) {
                assertThat(result.get()).isNotNull();
            }
            fixture.check(one);
            for (int i = 0; i < 6; i++) {
                pull(two, source, "i" + i);
            }
            assertThat(one.list()).hasSize(6);
            fixture.check(one);
            one.prune(PrunePolicy.ALL);
        }
        for (String place : List.of("layers/sha256", "l", "images", "staging", "gc", "fetching")) {
            assertThat(fixture.list(place)).as(place).isEmpty();
        }
    }

    @Test
    void aStoreThatIsClosedEndsItsPulls() throws Exception {
        CountDownLatch opened = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        source.change(AB.layers().getFirst(), in -> waiting(in, opened, go));
        ImageStore store = fixture.open();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            Future<StoredImage> pull = threads.submit(() -> pull(store, source, "ab"));
            opened.await();
            Future<?> closing = threads.submit(store::close);
            while (!store.isClosed()) {
                Thread.onSpinWait();
            }
            go.countDown();
            closing.get();
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(pull::get)
                    .withMessageContaining("pull ab: the store was closed");
        }
        assertThat(fixture.list("staging")).isEmpty();
    }

    @Test
    @RequiresRoot
    void aFullDiskIsToldOfAndLeavesNothing() throws Exception {
        byte[] noise = new byte[1 << 20];
        new Random(1).nextBytes(noise);
        byte[] layer = new TestTar().file("noise", noise).bytes();
        source.with("big", new TestImage("linux/amd64", List.of(layer)));
        Path mount = Files.createDirectory(directory.resolve("store"));
        run("mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", mount.toString());
        try {
            fill(mount);
            assertThat(fixture.list("layers/sha256")).hasSize(2);
            assertThat(fixture.list("staging")).isEmpty();
        } finally {
            run("umount", mount.toString());
        }
    }

    private void fill(Path small) {
        try (ImageStore store = ImageStore.open(small, fixture.clock(), new LayerUnpacker(UnpackLimits.DEFAULT))) {
            assertThatExceptionOfType(ContainerizerException.class)
                    .isThrownBy(() -> pull(store, source, "big"))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.KERNEL))
                    .withMessageStartingWith("store layer "
                            + source.find(reference("big"), PLATFORM)
                                    .layers()
                                    .getFirst()
                                    .diffId() + " of big: unpack")
                    .withMessageContaining("ENOSPC (No space left on device); free space");
            assertThat(store.list()).isEmpty();
            StoredImage ab = pull(store, source, "ab");
            assertThat(ab.layers()).allMatch(Files::exists);
        }
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    @Test
    @RequiresRoot
    void layersAreUnpacked() {
        LayerUnpacker unpacker = new LayerUnpacker(UnpackLimits.DEFAULT);
        try (ImageStore store = ImageStore.open(directory.resolve("store"), fixture.clock(), unpacker)) {
            StoredImage ab = pull(store, source, "ab");
            assertThat(ab.layers().get(0).resolve("file-a")).hasContent("a");
            assertThat(ab.layers().get(1).resolve("file-b")).hasContent("b");
            store.remove(reference("ab"));
        }
        assertThat(fixture.list("layers/sha256")).isEmpty();
    }
}
