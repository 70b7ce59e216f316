package io.containerizer.image.unpack;

import io.containerizer.image.Compression;
import io.containerizer.image.Digest;
import io.containerizer.linux.syscall.KernelException;
import io.containerizer.linux.syscall.TreeCalls;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One layer on its way through three threads: the caller's reads and hashes what comes, the second takes the packing off,
 * which is most of the work, the third hashes what is inside and makes the files. Of several failures the first counts,
 * and ends the others.
 */
final class Unpacking {

    private final UnpackLimits limits;
    private final Supplier<TreeCalls> calls;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final MessageDigest packedDigest = Digest.sha256();
    private final MessageDigest plainDigest = Digest.sha256();
    private final Pipe packed = new Pipe();
    private final Pipe plain;
    private final List<Thread> threads = new ArrayList<>();
    private final boolean isPacked;
    private long packedBytes;
    private long plainBytes;
    private long entries;

    /** A thread's work. */
    private interface Work {
        void run() throws InterruptedException;
    }

    Unpacking(UnpackLimits limits, Supplier<TreeCalls> calls, Compression compression, Path directory) {
        this.limits = limits;
        this.calls = calls;
        isPacked = compression != Compression.NONE;
        plain = isPacked ? new Pipe() : packed;
        if (isPacked) {
            Decoder decoder = compression == Compression.GZIP ? new GzipDecoder() : new ZstdDecoder();
            start("unpack-decoder", () -> decode(decoder));
        }
        start("unpack-writer", () -> write(directory));
    }

    private void start(String name, Work work) {
        threads.add(Thread.ofPlatform().daemon().name(name).start(() -> {
            try {
                work.run();
            } catch (Pipe.Cancelled e) {
                // somebody else has said why
            } catch (InterruptedException | RuntimeException | Error e) {
                fail(e);
            }
        }));
    }

    private void fail(Throwable e) {
        failure.compareAndSet(null, e);
        packed.cancel();
        plain.cancel();
    }

    /** The caller's part. When it returns, whether normally or not, nobody works any more. */
    UnpackedLayer run(InputStream in) throws IOException {
        try {
            read(in, new PipeOutput(packed));
            join();
        } catch (Pipe.Cancelled e) {
            joinInAnyCase();
        } catch (InterruptedException e) {
            fail(e);
            joinInAnyCase();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a layer was unpacked");
        } catch (IOException | RuntimeException | Error e) {
            fail(e);
            joinInAnyCase();
            throw e;
        }
        rethrow(failure.get());
        Digest blob = Digest.of(packedDigest.digest(), "sha256");
        Digest diffId = isPacked ? Digest.of(plainDigest.digest(), "sha256") : blob;
        return new UnpackedLayer(diffId, blob, packedBytes, plainBytes, entries);
    }

    private static void rethrow(@Nullable Throwable e) {
        switch (e) {
            case null -> {}
            case RuntimeException known -> throw known;
            case Error known -> throw known;
            default -> throw new IllegalStateException(e);
        }
    }

    private void read(InputStream in, PipeOutput out) throws IOException, InterruptedException {
        for (; ; ) {
            Chunk chunk = out.chunk();
            int count = in.read(chunk.bytes, chunk.length, Chunk.SIZE - chunk.length);
            if (count < 0) {
                out.end();
                return;
            }
            packedDigest.update(chunk.bytes, chunk.length, count);
            packedBytes += count;
            out.added(count, packedBytes);
        }
    }

    private void join() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** They have been told, and none of them waits for anything but the disk. */
    private void joinInAnyCase() {
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void decode(Decoder decoder) throws InterruptedException {
        PipeOutput out = new PipeOutput(plain);
        try (PipeInput in = new PipeInput(packed)) {
            decoder.decode(in, out);
        } catch (BadArchive e) {
            throw LayerFailure.of(e, "layer");
        }
        out.end();
    }

    private void write(Path directory) {
        try (TreeCalls own = calls.get();
                PipeInput in = new PipeInput(plain)) {
            ArchiveBytes archive = new ArchiveBytes(in, isPacked ? plainDigest : null, limits);
            TarReader reader = new TarReader(archive, limits);
            try (LayerWriter writer = new LayerWriter(own, limits, directory.toString())) {
                writer.begin();
                for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
                    writer.add(entry, reader);
                }
                archive.skipAll();
                writer.finish();
                entries = writer.entries();
                plainBytes = in.position();
            } catch (BadArchive e) {
                throw LayerFailure.of(e, reader.where());
            } catch (KernelException e) {
                throw LayerFailure.of(e, reader.where());
            }
        }
    }
}
