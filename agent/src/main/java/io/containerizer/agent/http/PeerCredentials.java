package io.containerizer.agent.http;

import io.containerizer.agent.auth.Caller;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/** Asks the kernel who is at the other end of a Unix socket. */
final class PeerCredentials {

    private final Set<UserPrincipal> trusted;

    /** @param trusted root, and the user that the agent runs as */
    PeerCredentials(Set<UserPrincipal> trusted) {
        this.trusted = Set.copyOf(trusted);
    }

    /** Nothing if the kernel does not say, or the other end is gone. */
    Optional<Caller.Peer> of(SocketChannel channel) {
        try {
            UnixDomainPrincipal peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED);
            // users are equal if their numbers are
            boolean known = trusted.contains(peer.user());
            return Optional.of(
                    new Caller.Peer(peer.user().getName(), peer.group().getName(), known));
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }
}
