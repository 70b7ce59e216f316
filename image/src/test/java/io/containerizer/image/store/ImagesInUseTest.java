package io.containerizer.image.store;

import static io.containerizer.image.store.StoreFixture.PLATFORM;
import static io.containerizer.image.store.StoreFixture.reference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.image.TestImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that somebody uses, or may use. */
class ImagesInUseTest {

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
    void anImageInUseStaysUntilItsOwnerIsGone() throws IOException {
        Path owner = Files.createDirectory(directory.resolve("container"));
        try (ImageStore store = fixture.open()) {
            StoredImage ab = pull(store, source, "ab");
            store.use(ab, owner);
            assertThatExceptionOfType(ContainerizerException.class)
                    .isThrownBy(() -> store.remove(reference("ab")))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_IN_USE))
                    .withMessage("remove image ab: it is used by " + owner + "; end these containers first");
            assertThat(store.prune(PrunePolicy.ALL).images()).isEmpty();
            pull(store, source.with("ab", AC), "ab");
            assertThat(store.prune(PrunePolicy.ALL).images()).containsExactly(reference("ab"));
            assertThat(ab.layers()).allMatch(Files::exists);
            Files.delete(owner);
            assertThat(store.prune(PrunePolicy.ALL).layers()).isEqualTo(2);
        }
        assertThat(fixture.list("uses")).isEmpty();
        assertThat(fixture.list("layers/sha256")).isEmpty();
    }

    @Test
    void whileAUserIsUnknownNothingGoes() throws IOException {
        Path owner = Files.createDirectory(directory.resolve("container"));
        try (ImageStore store = fixture.open()) {
            pull(store, source, "ab");
            PrunePolicy withUser = new PrunePolicy(1, Set.of(), 0, Set.of(owner));
            assertThatExceptionOfType(ContainerizerException.class)
                    .isThrownBy(() -> store.prune(withUser))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_IN_USE))
                    .withMessage("prune images " + owner
                            + ": it uses an image, and the store does not know which; end its container first");
            assertThat(store.use(reference("ab"), PLATFORM, owner)).isPresent();
            assertThat(store.prune(withUser).images()).isEmpty();
            Path use = fixture.list("uses").getFirst();
            Files.writeString(use, "");
            for (Runnable removal :
                    List.<Runnable>of(() -> store.prune(PrunePolicy.ALL), () -> store.remove(reference("ab")))) {
                assertThatExceptionOfType(ContainerizerException.class)
                        .isThrownBy(removal::run)
                        .withMessage("find out who uses images in " + use
                                + ": it is damaged; remove it once no container runs of an image of this store");
            }
            assertThat(store.list()).hasSize(1);
        }
        fixture.open().close();
        assertThat(fixture.list("uses")).hasSize(1);
    }

    @Test
    void anImageIsUsedByItsName() throws IOException {
        Path owner = Files.createDirectory(directory.resolve("container"));
        try (ImageStore store = fixture.open()) {
            assertThat(store.use(reference("ab"), PLATFORM, owner)).isEmpty();
            StoredImage ab = pull(store, source, "ab");
            assertThat(store.use(reference("ab:latest"), PLATFORM, owner).map(StoredImage::layers))
                    .contains(ab.layers());
            assertThat(store.find(reference("ab"), PLATFORM).orElseThrow().used())
                    .isAfter(ab.used());
            assertThat(store.prune(PrunePolicy.ALL).images()).isEmpty();
        }
    }

    @Test
    void anImageThatWasRemovedSinceItWasFoundCannotBeUsed() throws IOException {
        Path owner = Files.createDirectory(directory.resolve("container"));
        try (ImageStore store = fixture.open()) {
            StoredImage ab = pull(store, source, "ab");
            store.remove(reference("ab"));
            assertThatExceptionOfType(ContainerizerException.class)
                    .isThrownBy(() -> store.use(ab, owner))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_NOT_FOUND))
                    .withMessage("use image ab: it was removed meanwhile; pull it again");
            pull(store, source, "ac"); // whose layers get the names of those that went
            assertThatExceptionOfType(ContainerizerException.class).isThrownBy(() -> store.use(ab, owner));
        }
    }
}
