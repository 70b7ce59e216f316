package io.containerizer.image.store;

import static io.containerizer.image.store.StoreFixture.PLATFORM;
import static io.containerizer.image.store.StoreFixture.reference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.image.TestImage;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pulls that somebody no longer wants. The source of the first layer says nothing until it is told to, or interrupted. */
@Timeout(60)
class PullCancellationTest {

    private static final TestImage AB = TestImage.of("linux/amd64", "a", "b");

    @TempDir
    private Path directory;

    private final CountDownLatch opened = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private final CompletableFuture<Void> unwanted = new CompletableFuture<>();
    private final TestSource source =
            new TestSource().with("ab", AB).change(AB.layers().getFirst(), this::silent);
    private StoreFixture fixture;

    @BeforeEach
    void place() {
        fixture = new StoreFixture(directory.resolve("store"));
    }

    private InputStream silent(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                opened.countDown();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                    throw new InterruptedIOException("interrupted");
                }
                return super.read(into, offset, length);
            }
        };
    }

    private Future<StoredImage> pull(ImageStore store, ExecutorService threads, CompletableFuture<?> until) {
        return threads.submit(() -> store.pull(reference("ab"), PLATFORM, source, PullObserver.NONE, until));
    }

    @Test
    void endsWithTheLastOneWhoWantsIt() throws Exception {
        try (ImageStore store = fixture.open();
                ExecutorService threads = Executors.newCachedThreadPool()) {
            Future<StoredImage> only = pull(store, threads, unwanted);
            opened.await();
            unwanted.complete(null);
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(only::get)
                    .withCauseInstanceOf(CancellationException.class)
                    .withMessageContaining("nobody wants ab any more");
            interrupted.await();
            assertThat(store.list()).isEmpty();
            go.countDown();
            assertThat(pull(store, threads, new CompletableFuture<>()).get().layers())
                    .hasSize(2);
            fixture.check(store);
        }
        assertThat(fixture.list("staging")).isEmpty();
        assertThat(fixture.list("gc")).isEmpty();
        fixture.open().close(); // which removes the marks of layers that nobody fetches
        assertThat(fixture.list("fetching")).isEmpty();
    }

    @Test
    void goesOnForTheOthers() throws Exception {
        try (ImageStore store = fixture.open();
                ExecutorService threads = Executors.newCachedThreadPool()) {
            Future<StoredImage> first = pull(store, threads, unwanted);
            opened.await();
            CompletableFuture<Void> joined = new CompletableFuture<>();
            Future<StoredImage> second = pull(store, threads, joined);
            while (joined.getNumberOfDependents() == 0) {
                Thread.onSpinWait();
            }
            unwanted.complete(null);
            assertThatExceptionOfType(ExecutionException.class).isThrownBy(first::get);
            go.countDown();
            assertThat(second.get().layers()).hasSize(2);
            fixture.check(store);
        }
        assertThat(source.opens).hasValue(2);
        assertThat(interrupted.getCount()).isOne();
    }

    @Test
    void endsAlsoWithAnInterrupt() throws Exception {
        try (ImageStore store = fixture.open();
                ExecutorService threads = Executors.newCachedThreadPool()) {
            Future<StoredImage> only = pull(store, threads, unwanted);
            opened.await();
            threads.shutdownNow();
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(only::get)
                    .withMessageContaining("pull ab: the waiting was interrupted");
            interrupted.await();
        }
        assertThat(fixture.list("staging")).isEmpty();
    }

    @Test
    void whoeverComesAfterTheEndGetsOneOfHisOwn() throws Exception {
        try (ImageStore store = fixture.open();
                ExecutorService threads = Executors.newCachedThreadPool()) {
            Future<StoredImage> only = pull(store, threads, unwanted);
            opened.await();
            unwanted.complete(null);
            assertThatExceptionOfType(ExecutionException.class).isThrownBy(only::get);
            go.countDown();
            assertThat(pull(store, threads, new CompletableFuture<>()).get().layers())
                    .hasSize(2);
        }
        assertThat(source.finds).hasValue(2);
    }
}
