package io.containerizer.image.store;

import static io.containerizer.image.store.StoreFixture.PLATFORM;
import static io.containerizer.image.store.StoreFixture.reference;

import io.containerizer.image.TestImage;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Does to a store everything that can be done, until the change of the disk at which it is to die. */
final class StoreProgram {

    static final TestImage FIRST = TestImage.of("linux/amd64", "a", "b");
    static final TestImage SECOND = TestImage.of("linux/amd64", "a", "c");

    static final int DIED = 137;

    private StoreProgram() {}

    /** @param arguments the store, how many changes to make, and a directory that uses an image */
    public static void main(String[] arguments) {
        DyingDisk disk = new DyingDisk(StoreFixture.disk(), Integer.parseInt(arguments[1]));
        TestSource source = new TestSource().with("first", FIRST).with("second", SECOND);
        try (ImageStore store = new StoreFixture(Path.of(arguments[0])).open(disk)) {
            StoredImage first = store.pull(reference("first"), PLATFORM, source, PullObserver.NONE);
            store.use(first, Path.of(arguments[2]));
            store.pull(reference("second"), PLATFORM, source, PullObserver.NONE);
            store.remove(reference("second"));
            var _ = store.prune(PrunePolicy.ALL);
        }
    }

    private static final class DyingDisk extends DelegatingDisk {
        private final AtomicInteger left;

        DyingDisk(StoreDisk disk, int left) {
            super(disk);
            this.left = new AtomicInteger(left);
        }

        @Override
        <T> T around(Supplier<T> operation) {
            if (left.getAndDecrement() == 0) {
                Runtime.getRuntime().halt(DIED); // as with SIGKILL: nothing is put in order
            }
            return operation.get();
        }

        @Override
        <T> T look(Supplier<T> operation) {
            return operation.get();
        }
    }
}
