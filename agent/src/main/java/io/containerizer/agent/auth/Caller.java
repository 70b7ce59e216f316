package io.containerizer.agent.auth;

import java.util.Optional;

/**
 * Who sent a request.
 *
 * @param principal whose password it came with; absent where none was asked for
 * @param address where it came from, for logs: {@code 127.0.0.1:41234}, or {@code unix} and what the kernel says of the peer
 * @param local the process at the other end of a Unix socket
 */
public record Caller(Optional<String> principal, String address, Optional<Peer> local) {

    /** The other end of a Unix socket, as the kernel has it. */
    public record Peer(String user, String group) {}
}
