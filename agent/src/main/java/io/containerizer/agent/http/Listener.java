package io.containerizer.agent.http;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/** Where the server can be reached. */
public sealed interface Listener {

    /** @param address port 0 takes any that is free */
    record Tcp(InetSocketAddress address) implements Listener {}

    /** TCP with TLS 1.2 or 1.3. */
    record Tls(InetSocketAddress address, TlsIdentity identity, ClientCertificates clients) implements Listener {}

    /**
     * A Unix socket. Whoever may write to the file may connect.
     *
     * @param permissions of the socket's file
     * @param group that the file is given to
     */
    record Unix(Path path, Set<PosixFilePermission> permissions, Optional<String> group) implements Listener {
        public Unix {
            permissions = Set.copyOf(permissions);
        }
    }
}
