package io.containerizer.linux.syscall;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * One foreign function handle for everything: libc's {@code syscall}, and functions that look like it. One shape means
 * one adapter to make at start-up, which is most of what foreign calls cost a short-lived process.
 */
final class NativeCall {

    private static final FunctionDescriptor SHAPE = FunctionDescriptor.of(
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();

    private final MethodHandle handle;
    private final MemorySegment syscall;
    private final Linker linker = Linker.nativeLinker();

    NativeCall() {
        handle = linker.downcallHandle(SHAPE, Linker.Option.captureCallState("errno"));
        syscall = find("syscall");
    }

    MemorySegment find(String function) {
        return linker.defaultLookup().findOrThrow(function);
    }

    /** The call's result, or the negated errno. */
    long call(long number, long a, long b, long c, long d, long e, long f) {
        try (Arena arena = Arena.ofConfined()) {
            return call(state(arena), number, a, b, c, d, e, f);
        }
    }

    /** What {@link #call(MemorySegment, long, long, long, long, long, long, long)} needs, for as many calls as one likes. */
    static MemorySegment state(Arena arena) {
        return arena.allocate(STATE);
    }

    /** The same for who makes many calls: allocates nothing. */
    long call(MemorySegment state, long number, long a, long b, long c, long d, long e, long f) {
        long result = invoke(syscall, state, number, a, b, c, d, e, f);
        return result == -1 ? -state.get(JAVA_INT, 0) : result;
    }

    long callFunction(MemorySegment function, long a, long b, long c, long d, long e, long f) {
        try (Arena arena = Arena.ofConfined()) {
            return invoke(function, state(arena), a, b, c, d, e, f, 0);
        }
    }

    private long invoke(
            MemorySegment function, MemorySegment state, long a, long b, long c, long d, long e, long f, long g) {
        try {
            return (long) handle.invokeExact(function, state, a, b, c, d, e, f, g);
        } catch (Throwable t) {
            throw new IllegalStateException("a foreign call threw", t);
        }
    }
}
