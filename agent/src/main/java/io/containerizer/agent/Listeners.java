package io.containerizer.agent;

import io.containerizer.agent.flags.AgentFlags;
import io.containerizer.agent.http.ClientCertificates;
import io.containerizer.agent.http.Listener;
import io.containerizer.agent.http.TlsIdentity;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.FlagValues;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where an agent is to listen, as its flags say. */
final class Listeners {

    private Listeners() {}

    /** The first is that of the port. */
    static List<Listener> of(FlagValues flags) {
        List<Listener> all = new ArrayList<>();
        InetSocketAddress address = new InetSocketAddress(flags.get(AgentFlags.IP), flags.get(AgentFlags.PORT));
        Optional<Path> certificates = flags.find(AgentFlags.TLS_CERTIFICATE);
        Optional<Path> key = flags.find(AgentFlags.TLS_KEY);
        Optional<Path> authorities = flags.find(AgentFlags.TLS_CLIENT_CA);
        if (certificates.isPresent() != key.isPresent() || authorities.isPresent() && key.isEmpty()) {
            throw ContainerizerException.of(
                            ErrorCode.INVALID_FLAG,
                            "speak TLS on port",
                            flags.get(AgentFlags.PORT).toString(),
                            "one part is missing")
                    .withHint("give both --tls_certificate and --tls_key");
        }
        all.add(
                certificates.isEmpty()
                        ? new Listener.Tcp(address)
                        : new Listener.Tls(
                                address,
                                new TlsIdentity.Pem(certificates.get(), key.orElseThrow(), authorities),
                                authorities.isPresent() ? ClientCertificates.REQUIRED : ClientCertificates.NONE));
        flags.find(AgentFlags.SOCKET)
                .ifPresent(path -> all.add(new Listener.Unix(
                        path.toAbsolutePath(), PosixFilePermissions.fromString("rw-rw----"), Optional.empty())));
        return all;
    }
}
