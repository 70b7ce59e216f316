package io.containerizer.protocol.convert;

import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Resources;
import io.containerizer.api.TerminalSize;
import io.containerizer.protocol.mesos.CommandInfo;
import io.containerizer.protocol.mesos.ContainerInfo;
import io.containerizer.protocol.mesos.TTYInfo;

/** Requests to launch containers. What in them the engine cannot honour is refused by its name, never passed over. */
public final class ContainerRequests {

    private static final TerminalSize USUAL = new TerminalSize(24, 80);

    private ContainerRequests() {}

    /**
     * A request with everything that both messages say.
     *
     * @param info what is not there is the default instance
     * @throws ContainerizerException INVALID_SPEC, naming the field, for what is contradictory or unknown here
     */
    public static ContainerSpec.Builder fromMessage(
            ContainerId id, CommandInfo command, ContainerInfo info, Resources resources, Resources limits) {
        refuse(info);
        ContainerSpec.Builder spec = ContainerSpec.builder(id, CommandMessages.fromMessage(command))
                .user(command.getUser())
                .resources(resources)
                .limits(limits)
                .volumes(info.getVolumesList().stream()
                        .map(VolumeMessages::fromMessage)
                        .toList())
                .rlimits(LinuxMessages.rlimits(info.getRlimitInfo()));
        if (info.getMesos().hasImage()) {
            spec.image(VolumeMessages.image(info.getMesos().getImage()));
        }
        if (info.hasLinuxInfo()) {
            spec.linux(LinuxMessages.fromMessage(info.getLinuxInfo()));
        }
        if (info.hasTtyInfo()) {
            spec.terminal(size(info.getTtyInfo()));
        }
        return spec;
    }

    private static void refuse(ContainerInfo info) {
        if (info.hasType() && info.getType() != ContainerInfo.Type.MESOS) {
            throw refused("type " + info.getType(), "this agent runs containers of type MESOS only");
        }
        if (info.hasDocker()) {
            throw refused("docker", "it has no meaning for containers of type MESOS");
        }
        if (info.hasHostname()) {
            throw refused("hostname", "this agent has no isolator that gives containers one");
        }
        if (info.getNetworkInfosCount() > 0) {
            throw refused("network_infos", "this agent has no isolator that joins containers to networks");
        }
    }

    /** As a new terminal has it where nothing is said. */
    public static TerminalSize size(TTYInfo info) {
        return info.hasWindowSize()
                ? new TerminalSize(
                        info.getWindowSize().getRows(), info.getWindowSize().getColumns())
                : USUAL;
    }

    private static ContainerizerException refused(String field, String why) {
        return ContainerizerException.of(ErrorCode.INVALID_SPEC, "check container_info", field, why);
    }
}
