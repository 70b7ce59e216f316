package io.containerizer.image.supply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.FlagValues;
import io.containerizer.api.Secret;
import io.containerizer.image.Image;
import io.containerizer.image.ImageReference;
import io.containerizer.image.Layer;
import io.containerizer.image.TestImage;
import io.containerizer.image.TestTar;
import io.containerizer.image.store.PullObserver;
import io.containerizer.image.store.StoredImage;
import io.containerizer.testkit.RequiresLinux;
import io.containerizer.testkit.RequiresRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real store, and a directory of archives. */
@RequiresLinux
@RequiresRoot
class ImageSupplyTest {

    private static final ImageReference APP = ImageReference.parse("app");
    private static final ImageReference BASE = ImageReference.parse("base");
    private static final ImageReference OTHER = ImageReference.parse("other");
    private static final TestImage OLD = TestImage.of("linux/amd64", "old");
    private static final TestImage NEW = TestImage.of("linux/amd64", "new");

    @TempDir
    private Path top;

    private final AtomicInteger pulls = new AtomicInteger();

    private final PullObserver counting = new PullObserver() {
        @Override
        public void found(Image image) {
            pulls.incrementAndGet();
        }
    };

    private ImageSupply supply(String... more) {
        return supply(Ticker.never(), Set.of(), more);
    }

    private ImageSupply supply(Ticker ticker, Set<Path> users, String... more) {
        Map<String, String> flags = new HashMap<>(Map.of(
                "docker_registry", images().toString(),
                "docker_store_dir", top.resolve("store").toString(),
                "image_platform", "linux/amd64"));
        for (int i = 0; i < more.length; i += 2) {
            flags.put(more[i], more[i + 1]);
        }
        return new ImageSupply(new FlagValues(flags), InstantSource.system(), ticker, () -> users);
    }

    private Path images() {
        return top.resolve("images");
    }

    private void offer(ImageReference name, TestImage image) {
        try {
            Files.createDirectories(images());
            Files.write(images().resolve(name + ".tar"), TestImage.tar(image.saved(name.canonical())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theSourceIsAskedAsThePolicySays() {
        offer(APP, OLD);
        try (ImageSupply supply = supply()) {
            assertThatExceptionOfType(ContainerizerException.class)
                    .isThrownBy(() -> supply.get(APP, PullPolicy.NEVER, counting))
                    .returns(ErrorCode.IMAGE_NOT_FOUND, ContainerizerException::code)
                    .withMessage("find image app: it is not in the store " + top.resolve("store")
                            + " for linux/amd64; fetch it with: containerizer pull app");
            StoredImage first = supply.get(APP, PullPolicy.MISSING, counting);
            assertThat(first.config().diffIds()).isEqualTo(OLD.diffIds());
            assertThat(pulls).hasValue(1);
            offer(APP, NEW);
            assertThat(supply.get(APP, PullPolicy.MISSING, counting)).isEqualTo(first);
            assertThat(supply.get(APP, PullPolicy.NEVER, counting)).isEqualTo(first);
            assertThat(pulls).hasValue(1);
            assertThat(supply.get(APP, PullPolicy.ALWAYS, counting).config().diffIds())
                    .isEqualTo(NEW.diffIds());
            assertThat(pulls).hasValue(2);
        }
    }

    /** An interrupt would close the archive for all who read it. */
    @Test
    void anArchiveMayBeReadAgainWhenAPullWasGivenUp() {
        TestImage large = new TestImage(
                "linux/amd64",
                List.of(new TestTar().file("large", new byte[64 << 20]).bytes()));
        offer(APP, large);
        CompletableFuture<Void> unwanted = new CompletableFuture<>();
        PullObserver givingUp = new PullObserver() {
            @Override
            public void progressed(Layer layer, long bytes) {
                unwanted.complete(null);
            }
        };
        try (ImageSupply supply = supply()) {
            ImageWish wish = ImageWish.of(APP, PullPolicy.MISSING);
            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(() -> supply.get(wish.withObserver(givingUp).until(unwanted)));
            assertThat(supply.get(wish).config().diffIds()).isEqualTo(large.diffIds());
        }
    }

    @Test
    void credentialsThatMakeNoSenseAreRefusedAndNotRepeated() {
        ImageWish wish = ImageWish.of(APP, PullPolicy.MISSING).withDockerConfig(Optional.of(Secret.of("{hunter2")));
        try (ImageSupply supply = supply()) {
            assertThatExceptionOfType(ContainerizerException.class)
                    .isThrownBy(() -> supply.get(wish))
                    .returns(ErrorCode.INVALID_SPEC, ContainerizerException::code)
                    .withMessageContaining("the image's own docker configuration")
                    .satisfies(e -> assertThat(e).hasMessageNotContaining("hunter2"))
                    .withNoCause();
        }
        assertThat(wish.toString()).doesNotContain("hunter2");
    }

    @Test
    void anotherPlatformIsAnotherImage() {
        offer(APP, OLD);
        try (ImageSupply supply = supply()) {
            var _ = supply.get(APP, PullPolicy.MISSING, counting);
        }
        try (ImageSupply other = supply("image_platform", "linux/arm64")) {
            assertThatExceptionOfType(ContainerizerException.class)
                    .isThrownBy(() -> other.get(APP, PullPolicy.NEVER, counting))
                    .withMessageContaining("for linux/arm64");
            assertThatExceptionOfType(ContainerizerException.class)
                    .isThrownBy(() -> other.get(APP, PullPolicy.MISSING, counting))
                    .returns(ErrorCode.IMAGE_NOT_FOUND, ContainerizerException::code)
                    .withMessageContaining("linux/amd64");
        }
    }

    @Test
    void nothingIsOpenedBeforeItIsNeeded() {
        supply("docker_registry", "http://").close();
        assertThat(top).isEmptyDirectory();
    }

    /** No file system is ever all free, so each image that comes has the others go, but for those that are to stay. */
    @Test
    void unusedImagesGoWhenAnotherComesAndSpaceIsScarce() throws IOException {
        ImageReference kept = ImageReference.parse("kept");
        for (ImageReference name : List.of(APP, BASE, kept)) {
            offer(name, TestImage.of("linux/amd64", name.repository()));
        }
        Path container = Files.createDirectory(top.resolve("container"));
        String policy = "{\"image_disk_headroom\": 1, \"excluded_images\": [\"kept\"]}";
        try (ImageSupply supply = supply("image_gc_config", policy)) {
            var _ = supply.get(kept, PullPolicy.MISSING, counting);
            StoredImage used = supply.use(ImageWish.of(APP, PullPolicy.MISSING), container);
            assertThat(used.layers()).allSatisfy(layer -> assertThat(layer).isDirectory());
            var _ = supply.get(BASE, PullPolicy.MISSING, counting);
            assertThat(names(supply)).containsExactlyInAnyOrder(kept, APP, BASE);
            Files.delete(container);
            var _ = supply.get(BASE, PullPolicy.ALWAYS, counting);
            assertThat(names(supply)).containsExactlyInAnyOrder(kept, BASE);
        }
    }

    private static List<ImageReference> names(ImageSupply supply) {
        return supply.store().list().stream().map(StoredImage::reference).toList();
    }

    /** Does what is due when it is told to. */
    private static final class ManualTicker implements Ticker {
        private final List<Duration> intervals = new ArrayList<>();
        private final List<Runnable> due = new ArrayList<>();

        @Override
        public Ticking every(Duration interval, Runnable task) {
            intervals.add(interval);
            due.add(task);
            return due::clear;
        }

        void tick() {
            due.forEach(Runnable::run);
        }
    }

    @Test
    void anEngineThatLastsLooksAtEachInterval() throws IOException {
        offer(APP, OLD);
        offer(BASE, NEW);
        Path known = Files.createDirectory(top.resolve("known"));
        Path unknown = Files.createDirectory(top.resolve("unknown"));
        ManualTicker ticker = new ManualTicker();
        String policy = "{\"image_disk_headroom\": 1, \"image_disk_watch_interval\": {\"nanoseconds\": 5000000000}}";
        try (ImageSupply supply = supply(ticker, Set.of(known, unknown), "image_gc_config", policy)) {
            assertThat(ticker.intervals).containsExactly(Duration.ofSeconds(5));
            var _ = supply.use(ImageWish.of(APP, PullPolicy.MISSING), known);
            var _ = supply.get(BASE, PullPolicy.MISSING, counting);
            ticker.tick();
            assertThat(names(supply)).as("while somebody's image is not known").contains(APP, BASE);
            Files.delete(unknown);
            ticker.tick();
            assertThat(names(supply)).containsExactly(APP);
            Files.delete(known);
            ticker.tick();
            assertThat(names(supply)).isEmpty();
        }
        assertThat(ticker.due).isEmpty();
    }

    @Test
    void pruningSparesWhatIsUsedOrExcluded() throws IOException {
        for (ImageReference name : List.of(APP, BASE, OTHER)) {
            offer(name, TestImage.of("linux/amd64", name.repository()));
        }
        Path container = Files.createDirectory(top.resolve("container"));
        try (ImageSupply supply = supply()) {
            var _ = supply.use(ImageWish.of(APP, PullPolicy.MISSING), container);
            var _ = supply.get(BASE, PullPolicy.MISSING, counting);
            var _ = supply.get(OTHER, PullPolicy.MISSING, counting);
            assertThat(supply.prune(1, List.of(ImageReference.parse("docker.io/library/base")))
                            .images())
                    .containsExactly(OTHER);
            assertThat(names(supply)).containsExactlyInAnyOrder(APP, BASE);
        }
    }

    @Test
    void dockersOwnRegistryNeedNotBeWritten() {
        offer(APP, OLD);
        ImageReference whole = ImageReference.parse("docker.io/library/app");
        try (ImageSupply supply = supply()) {
            StoredImage image = supply.get(whole, PullPolicy.MISSING, counting);
            assertThat(image.reference()).isEqualTo(APP);
            assertThat(supply.get(APP, PullPolicy.NEVER, counting)).isEqualTo(image);
            assertThat(supply.get(whole, PullPolicy.NEVER, counting)).isEqualTo(image);
            assertThat(supply.get(ImageReference.parse("index.docker.io/app:latest"), PullPolicy.NEVER, counting)
                            .id())
                    .isEqualTo(image.id());
            assertThat(pulls).hasValue(1);
            supply.remove(whole);
            assertThat(names(supply)).isEmpty();
        }
        try (ImageSupply elsewhere = supply("docker_registry", "https://registry.example.org")) {
            assertThatExceptionOfType(ContainerizerException.class)
                    .isThrownBy(() -> elsewhere.get(whole, PullPolicy.NEVER, counting))
                    .withMessageContaining("docker.io/library/app");
            assertThat(ImageFlags.inStore(new FlagValues(Map.of("docker_registry", "http://127.0.0.1:5000")), whole))
                    .isEqualTo(whole);
        }
    }

    @Test
    void figuresAreAboutThePullsOfTheLastHour() {
        offer(APP, OLD);
        try (ImageSupply supply = supply()) {
            assertThat(supply.gauges()).isEmpty();
            var _ = supply.get(APP, PullPolicy.MISSING, counting);
            var _ = supply.get(APP, PullPolicy.MISSING, counting);
            assertThat(supply.gauges())
                    .containsEntry("containerizer/mesos/provisioner/docker_store/image_pull_ms/count", 1)
                    .containsKey("containerizer/mesos/provisioner/docker_store/image_pull_ms/p9999");
        }
    }
}
