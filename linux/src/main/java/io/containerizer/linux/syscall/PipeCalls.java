package io.containerizer.linux.syscall;

/** What it takes to write where a reader may be slow, without a thread that waits. Each call throws {@link KernelException}. */
public interface PipeCalls {

    /** The ends of a pipe, both closed on exec, both the caller's to close. */
    record Pipe(int reading, int writing) {}

    Pipe pipe();

    /** Another descriptor of the same file, closed on exec. */
    int duplicate(int fd);

    /** Makes {@link #writeSome} return at once. Whoever else has the descriptor's file open feels it, too. */
    void setNonBlocking(int fd);

    /**
     * Writes as much as there is room for.
     *
     * @return how many bytes that was; 0: there is no room
     */
    int writeSome(int fd, byte[] data, int offset);

    void close(int fd);
}
