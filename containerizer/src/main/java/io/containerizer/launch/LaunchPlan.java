package io.containerizer.launch;

import io.containerizer.api.CapabilitySets;
import io.containerizer.api.Command;
import io.containerizer.api.ContainerId;
import io.containerizer.api.Identity;
import io.containerizer.api.LaunchStep;
import io.containerizer.api.LaunchStep.CgroupStep;
import io.containerizer.api.Namespace;
import io.containerizer.api.Rlimit;
import io.containerizer.api.RootFileSystem;
import io.containerizer.api.Stdio;
import io.containerizer.api.TerminalSize;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * All that happens between a request and the first instruction of its command: every isolator's contribution, merged.
 * Immutable, checkpointed as {@code launch_info}, shown by {@code inspect}.
 *
 * @param parentInit whose namespaces are entered
 * @param root absent: the host's
 * @param command names no program when there is none
 * @param environment in full
 * @param runtimeDirectory of the container; holds the status file
 * @param gate the init waits until the engine lets it go on
 */
public record LaunchPlan(
        ContainerId id,
        OptionalInt parentInit,
        Set<Namespace> cloneNamespaces,
        Set<Namespace> enterNamespaces,
        List<CgroupStep> cgroups,
        Optional<RootFileSystem> root,
        List<LaunchStep> steps,
        Command command,
        Map<String, String> environment,
        String workingDirectory,
        Identity identity,
        List<Rlimit> rlimits,
        Optional<CapabilitySets> capabilities,
        boolean noNewPrivileges,
        Stdio stdio,
        Optional<TerminalSize> terminal,
        Path sandbox,
        Path runtimeDirectory,
        boolean gate) {

    public Optional<Path> rootfs() {
        return root.map(RootFileSystem::path);
    }

    /** Without one the init alone stays. */
    public boolean hasCommand() {
        return !command.isOfImage();
    }

    public boolean hasOwnPidNamespace() {
        return cloneNamespaces.contains(Namespace.PID);
    }
}
