package io.containerizer.agent;

import io.containerizer.agent.flags.AgentFlagSet;
import io.containerizer.agent.flags.AgentFlags;
import io.containerizer.agent.state.AgentInfo;
import io.containerizer.agent.state.Attribute;
import io.containerizer.agent.state.BuildInfo;
import io.containerizer.agent.state.HostResources;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.FlagValues;
import io.containerizer.linux.proc.HostFigures;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.InstantSource;

/** What an agent tells of itself, found out from its flags and its host. */
final class AgentDescription {

    private AgentDescription() {}

    /** @param port that it listens on, where its flag leaves that open */
    static AgentInfo of(FlagValues flags, String id, int port, Path workDirectory, InstantSource clock) {
        String address = flags.find(AgentFlags.ADVERTISE_IP).orElseGet(() -> flags.get(AgentFlags.IP));
        return new AgentInfo(
                id,
                flags.find(AgentFlags.HOSTNAME).orElseGet(() -> hostname(flags, address)),
                address,
                flags.find(AgentFlags.ADVERTISE_PORT).orElse(port),
                clock.millis() / 1000.0,
                BuildInfo.ofThisProgram(),
                HostResources.of(
                        flags.find(AgentFlags.RESOURCES).orElse(""),
                        flags.get(AgentFlags.DEFAULT_ROLE),
                        HostFigures.ofThisHost(),
                        workDirectory),
                Attribute.parse(flags.find(AgentFlags.ATTRIBUTES).orElse("")),
                AgentFlagSet.inForce(flags));
    }

    private static String hostname(FlagValues flags, String address) {
        if (!flags.get(AgentFlags.HOSTNAME_LOOKUP)) {
            return address;
        }
        try {
            InetAddress own = InetAddress.getByName(address);
            return (own.isAnyLocalAddress() ? InetAddress.getLocalHost() : own).getCanonicalHostName();
        } catch (UnknownHostException e) {
            throw ContainerizerException.of(ErrorCode.INVALID_FLAG, "look up", address, "it is no address of this host")
                    .withHint("give the host's name with --hostname, or use --no-hostname_lookup")
                    .causedBy(e);
        }
    }
}
