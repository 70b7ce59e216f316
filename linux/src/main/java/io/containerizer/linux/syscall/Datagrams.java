package io.containerizer.linux.syscall;

/** Messages to Unix sockets that take them one by one. */
public interface Datagrams {

    /**
     * Sends one, without waiting for a receiver that is slow.
     *
     * @param address a path, or after a {@code @} a name in the abstract namespace
     * @throws KernelException when nobody takes it
     */
    void send(String address, byte[] message);
}
