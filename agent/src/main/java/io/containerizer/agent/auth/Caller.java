package io.containerizer.agent.auth;

import java.util.Optional;

/**
 * Who sent a request.
 *
 * @param principal whose password it came with, or {@code unix:} and the user at the other end of a Unix socket; absent where
 *     neither is known
 * @param address where it came from, for logs: {@code 127.0.0.1:41234}, or {@code unix}
 * @param local the process at the other end of a Unix socket
 */
public record Caller(Optional<String> principal, String address, Optional<Peer> local) {

    /** How the principals begin that the kernel vouches for. */
    static final String UNIX = "unix:";

    /** Somebody who has not said who he is. */
    public static Caller unknown(String address, Optional<Peer> local) {
        return new Caller(local.map(peer -> UNIX + peer.user()), address, local);
    }

    Caller as(String name) {
        return new Caller(Optional.of(name), address, local);
    }

    /** For log lines: the principal, if there is one, and the address. */
    public String text() {
        return principal.map(name -> name + "@" + address).orElse(address);
    }

    /**
     * The other end of a Unix socket, as the kernel has it.
     *
     * @param trusted whether it is root, or the user that the agent itself runs as
     */
    public record Peer(String user, String group, boolean trusted) {

        /** A user who is nobody in particular. */
        public Peer(String user, String group) {
            this(user, group, false);
        }
    }
}
