package io.containerizer.protocol.convert;

import io.containerizer.api.Bytes;
import io.containerizer.api.Capability;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.LinuxInfo;
import io.containerizer.api.Rlimit;
import io.containerizer.protocol.mesos.CapabilityInfo;
import io.containerizer.protocol.mesos.RLimitInfo;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What only containers on Linux have. */
final class LinuxMessages {

    /** In front of the names of resource limits. */
    private static final String RLIMIT = "RLMT_";

    private LinuxMessages() {}

    static LinuxInfo fromMessage(io.containerizer.protocol.mesos.LinuxInfo message) {
        if (message.hasSeccomp()) {
            throw ContainerizerException.of(
                    ErrorCode.INVALID_SPEC, "check linux_info", "seccomp", "this agent has no isolator for it");
        }
        Optional<Set<Capability>> effective = message.hasEffectiveCapabilities()
                ? Optional.of(capabilities(message.getEffectiveCapabilities()))
                : deprecated(message);
        Optional<Set<Capability>> bounding = message.hasBoundingCapabilities()
                ? Optional.of(capabilities(message.getBoundingCapabilities()))
                : Optional.empty();
        LinuxInfo.IpcMode ipc = switch (message.getIpcMode()) {
            case UNKNOWN -> LinuxInfo.IpcMode.UNSET;
            case PRIVATE -> LinuxInfo.IpcMode.PRIVATE;
            case SHARE_PARENT -> LinuxInfo.IpcMode.SHARE_PARENT;
        };
        return LinuxInfo.DEFAULT
                .withSharePidNamespace(message.getSharePidNamespace())
                .withShareCgroups(message.getShareCgroups())
                .withIpc(ipc, Bytes.megabytes(message.getShmSize()))
                .withCapabilities(effective, bounding);
    }

    /** Its meaning is that of the effective ones. */
    @SuppressWarnings("deprecation")
    private static Optional<Set<Capability>> deprecated(io.containerizer.protocol.mesos.LinuxInfo message) {
        return message.hasCapabilityInfo() ? Optional.of(capabilities(message.getCapabilityInfo())) : Optional.empty();
    }

    private static Set<Capability> capabilities(CapabilityInfo message) {
        Set<Capability> found = EnumSet.noneOf(Capability.class);
        for (CapabilityInfo.Capability capability : message.getCapabilitiesList()) {
            found.addAll(Capability.parse(capability.name()));
        }
        return found;
    }

    static List<Rlimit> rlimits(RLimitInfo message) {
        return message.getRlimitsList().stream().map(LinuxMessages::rlimit).toList();
    }

    private static Rlimit rlimit(RLimitInfo.RLimit message) {
        String name = message.getType().name();
        if (message.getType() == RLimitInfo.RLimit.Type.UNKNOWN || message.hasSoft() != message.hasHard()) {
            throw ContainerizerException.of(
                            ErrorCode.INVALID_SPEC,
                            "check rlimit",
                            name,
                            "its type is unknown, or only one of soft and hard is given")
                    .withHint("give both, or none of them for no limit");
        }
        return new Rlimit(
                Rlimit.Type.valueOf(name.substring(RLIMIT.length())),
                message.hasSoft() ? message.getSoft() : Rlimit.INFINITY,
                message.hasHard() ? message.getHard() : Rlimit.INFINITY);
    }
}
