package io.containerizer.image.store;

import static io.containerizer.image.store.StoreFixture.PLATFORM;
import static io.containerizer.image.store.StoreFixture.reference;
import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.api.ContainerizerException;
import io.containerizer.image.TestImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every single change of the disk fails once, and once is the last thing that its process does. */
class StoreFaultTest {

    private static final String OLD = "old";

    @TempDir
    private Path directory;

    private final TestSource source = new TestSource()
            .with(OLD, TestImage.of("linux/amd64", "a", "b"))
            .with("new", TestImage.of("linux/amd64", "a", "c"));

    /** A change of a store that has the image {@code old}. */
    enum Change {
        OPEN(7, (store, test) -> {}),
        PULL(15, (store, test) -> store.pull(reference("new"), PLATFORM, test.source, PullObserver.NONE)),
        REPLACE(
                15,
                (store, test) -> store.pull(
                        reference(OLD),
                        PLATFORM,
                        new TestSource().with(OLD, TestImage.of("linux/amd64", "d")),
                        PullObserver.NONE)),
        USE(7, (store, test) -> store.use(store.list().getFirst(), test.directory)),
        REMOVE(12, (store, test) -> store.remove(reference(OLD))),
        PRUNE(12, (store, test) -> store.prune(PrunePolicy.ALL));

        private final int leastSteps;
        private final Action action;

        Change(int leastSteps, Action action) {
            this.leastSteps = leastSteps;
            this.action = action;
        }

        private interface Action {
            void run(ImageStore store, StoreFaultTest test);
        }
    }

    @ParameterizedTest
    @EnumSource(Change.class)
    void aProcessThatDiesLeavesAWholeStoreForTheNext(Change change) {
        walk(
                change,
                CrashingDisk::crashingAfter,
                fixture -> assertThat(fixture.list("staging"))
                        .as("what nobody owns")
                        .isEmpty());
    }

    @ParameterizedTest
    @EnumSource(Change.class)
    void aDiskThatFailsOnceLeavesAWholeStoreThatGoesOn(Change change) {
        walk(change, CrashingDisk::failingAfter, fixture -> {});
    }

    private void walk(Change change, IntFunction<CrashingDisk> disks, Consumer<StoreFixture> check) {
        int steps = 0;
        for (boolean failed = true; failed; steps++) {
            StoreFixture fixture = new StoreFixture(directory.resolve("store-" + steps));
            try (ImageStore before = fixture.open()) {
                before.pull(reference(OLD), PLATFORM, source, PullObserver.NONE);
            }
            CrashingDisk disk = disks.apply(steps);
            change(change, fixture, disk);
            failed = disk.hasFailed();
            try (ImageStore next = fixture.open()) {
                checkThatAllWorks(change, fixture, next);
            }
            check.accept(fixture);
            assertThat(fixture.list("gc")).as("garbage after step %d", steps).isEmpty();
            StoreFixture.disk().remove(fixture.directory());
        }
        assertThat(steps).as("steps walked").isGreaterThan(change.leastSteps);
    }

    private void change(Change change, StoreFixture fixture, CrashingDisk disk) {
        try (ImageStore store = fixture.open(disk)) {
            change.action.run(store, this);
        } catch (CrashingDisk.Crash | ContainerizerException e) {
            return; // as it was meant
        } catch (RuntimeException e) {
            assertThat(e).hasRootCauseInstanceOf(CrashingDisk.Crash.class);
        }
    }

    /** Whatever is there is whole; what is not can be had; and everything can be removed. */
    private void checkThatAllWorks(Change change, StoreFixture fixture, ImageStore next) {
        fixture.check(next);
        if (change == Change.OPEN || change == Change.PULL || change == Change.USE) {
            assertThat(next.find(reference(OLD), PLATFORM)).isPresent();
        }
        for (String name : List.of(OLD, "new")) {
            StoredImage image = next.pull(reference(name), PLATFORM, source, PullObserver.NONE);
            assertThat(image.layers()).hasSize(2).allMatch(Files::exists);
        }
        fixture.check(next);
        next.list().stream()
                .filter(i -> change != Change.USE || !i.reference().equals(reference(OLD)))
                .forEach(i -> next.remove(i.reference()));
        var _ = next.prune(PrunePolicy.ALL);
        int kept = next.list().size();
        assertThat(kept).isLessThanOrEqualTo(change == Change.USE ? 1 : 0);
        assertThat(fixture.list("layers/sha256")).hasSize(2 * kept);
        assertThat(fixture.list("l")).hasSize(2 * kept);
    }
}
