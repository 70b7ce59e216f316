package io.containerizer.agent;

import io.containerizer.agent.flags.AgentFlags;
import io.containerizer.agent.http.Listener;
import io.containerizer.api.FlagValues;
import java.net.InetSocketAddress;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where an agent is to listen, as its flags say. */
final class Listeners {

    private Listeners() {}

    static List<Listener> of(FlagValues flags) {
        List<Listener> all = new ArrayList<>();
        InetSocketAddress address = new InetSocketAddress(flags.get(AgentFlags.IP), flags.get(AgentFlags.PORT));
        all.add(new Listener.Tcp(address));
        flags.find(AgentFlags.SOCKET)
                .ifPresent(path -> all.add(new Listener.Unix(
                        path.toAbsolutePath(), PosixFilePermissions.fromString("rw-rw----"), Optional.empty())));
        return all;
    }
}
