package io.containerizer.testkit;

import io.containerizer.linux.syscall.Errno;
import io.containerizer.linux.syscall.KernelException;
import io.containerizer.linux.syscall.Syscalls;
import java.util.Optional;

/** The calls about terminals, where no descriptor is one. */
interface NoTerminals extends Syscalls {

    @Override
    default Optional<byte[]> terminal(int fd) {
        return Optional.empty();
    }

    @Override
    default void setTerminal(int fd, byte[] settings) {
        throw new KernelException("set terminal", Integer.toString(fd), Errno.ENOTTY.number());
    }

    @Override
    default byte[] raw(byte[] settings) {
        return settings.clone();
    }

    @Override
    default Optional<int[]> windowSize(int fd) {
        return Optional.empty();
    }

    @Override
    default void setWindowSize(int fd, int rows, int columns) {
        throw new KernelException("set window size of", Integer.toString(fd), Errno.ENOTTY.number());
    }
}
