package io.containerizer.image.rootfs;

import io.containerizer.linux.syscall.Errno;
import io.containerizer.linux.syscall.KernelException;
import io.containerizer.linux.syscall.LayerCalls;
import java.util.Map;
import java.util.Optional;

/** A disk that loses the content of files. */
record ForgetfulCalls(LayerCalls real) implements LayerCalls {

    @Override
    public Optional<byte[]> attribute(String path, String name) {
        return real.attribute(path, name);
    }

    @Override
    public Optional<Errno> tryOverlay(String lower, String upper, String work) {
        return real.tryOverlay(lower, upper, work);
    }

    @Override
    public Map<String, byte[]> attributes(int fd) {
        return real.attributes(fd);
    }

    @Override
    public void removeAttribute(int fd, String name) {
        real.removeAttribute(fd, name);
    }

    @Override
    public Metadata metadata(int fd) {
        return real.metadata(fd);
    }

    @Override
    public byte[] target(int link) {
        return real.target(link);
    }

    @Override
    public int openFile(int directory, byte[] name) {
        return real.openFile(directory, name);
    }

    @Override
    public void copyContent(int from, int to, long size) {
        throw new KernelException("copy", "5", Errno.EIO.number());
    }
}
