package io.containerizer.cli;

import io.containerizer.linux.syscall.KernelException;
import io.containerizer.linux.syscall.Syscalls;

/** A container's terminal, seen from the side of who types and looks. */
interface FarTerminal extends AutoCloseable {

    /** Waits for something to show; empty when nothing more will come. */
    byte[] read();

    /** False: nobody reads any more. */
    boolean write(byte[] typed);

    void resize(int rows, int columns);

    /** Nothing is read or written any more; a read that waits may go on doing so. */
    @Override
    void close();

    /** The one that a descriptor of this process leads to, which is this object's own from now on. */
    static FarTerminal of(Syscalls calls, int master) {
        return new FarTerminal() {

            private static final int AT_ONCE = 1 << 14;
            private volatile boolean ended;

            // It fails when the last process has let go of it.
            @Override
            public byte[] read() {
                try {
                    byte[] bytes = calls.read(master, AT_ONCE);
                    ended = bytes.length == 0;
                    return bytes;
                } catch (KernelException e) {
                    ended = true; // EIO
                    return new byte[0];
                }
            }

            @Override
            public boolean write(byte[] typed) {
                try {
                    calls.write(master, typed);
                    return true;
                } catch (KernelException e) {
                    return false;
                }
            }

            @Override
            public void resize(int rows, int columns) {
                try {
                    calls.setWindowSize(master, rows, columns);
                } catch (KernelException e) {
                    // the container has just ended
                }
            }

            // While somebody still reads it, it goes with this process.
            @Override
            public void close() {
                if (ended) {
                    calls.close(master);
                }
            }
        };
    }
}
