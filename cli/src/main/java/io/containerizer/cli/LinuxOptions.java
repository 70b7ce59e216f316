package io.containerizer.cli;

import io.containerizer.lifecycle.EngineFlags;
import io.containerizer.lifecycle.Platform;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Refuses options that only the linux launcher can honour: what stumbles over them later cannot name them. */
final class LinuxOptions {

    private static final List<Option> ALL = List.of(
            RunOptions.USER,
            RunOptions.TTY,
            RunOptions.ROOTFS,
            RunOptions.VOLUME,
            RunOptions.CAPABILITIES,
            RunOptions.SHM_SIZE);

    private LinuxOptions() {}

    /** For a new container. */
    static void check(Arguments arguments) {
        check(
                arguments,
                arguments
                        .flags()
                        .getOrDefault(EngineFlags.LAUNCHER.name(), Optional.empty())
                        .orElse(""));
    }

    /** @param launcher the one asked for, or the one the container has; empty: whichever the host allows */
    static void check(Arguments arguments, String launcher) {
        List<String> given = ALL.stream()
                .filter(arguments::has)
                .filter(option -> option != RunOptions.VOLUME || !new VolumeOptions(arguments).arePersistent())
                .map(Option::name)
                .toList();
        String missing = given.isEmpty() ? "" : missing(launcher);
        if (!missing.isEmpty()) {
            throw arguments.usage(given.stream().collect(Collectors.joining(" and "))
                    + (given.size() == 1 ? " needs " : " need ")
                    + missing);
        }
    }

    private static String missing(String launcher) {
        if (!Platform.isLinux()) {
            return "Linux";
        }
        if (!Platform.isRoot()) {
            return "root";
        }
        return launcher.equals("posix") ? "the linux launcher, and this is the posix one" : "";
    }
}
