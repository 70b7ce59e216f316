package io.containerizer.verify.engine;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** Exchanges the names of two directories, over and over, in a thread of its own: what an attacker does in a race. */
final class Exchange implements AutoCloseable {

    private static final int AT_FDCWD = -100;
    private static final int RENAME_EXCHANGE = 2;

    private final Thread thread;
    private volatile boolean ended;
    private volatile long rounds;

    private Exchange(Path one, Path other) {
        thread = Thread.ofPlatform().start(() -> run(one, other));
    }

    static Exchange start(Path one, Path other) {
        return new Exchange(one, other);
    }

    /** How often the names have changed places. */
    long rounds() {
        return rounds;
    }

    private void run(Path one, Path other) {
        Linker linker = Linker.nativeLinker();
        MethodHandle rename = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("renameat2"),
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            var from = arena.allocateFrom(one.toString());
            var to = arena.allocateFrom(other.toString());
            long done = 0;
            while (!ended) {
                if ((int) rename.invokeExact(AT_FDCWD, from, AT_FDCWD, to, RENAME_EXCHANGE) == 0) {
                    rounds = ++done;
                }
            }
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
