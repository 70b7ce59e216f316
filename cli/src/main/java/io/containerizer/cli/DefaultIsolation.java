package io.containerizer.cli;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.FlagValues;
import io.containerizer.image.supply.ImageFlags;
import io.containerizer.lifecycle.Containerizer;
import io.containerizer.lifecycle.EngineFlags;
import io.containerizer.lifecycle.IsolatorNames;
import io.containerizer.lifecycle.Platform;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How containers of {@code run} are isolated when nobody says how: as root on Linux by a mount and a PID namespace and
 * by cgroups, otherwise not. What an option needs is added; what this host cannot do is replaced, with a warning.
 */
final class DefaultIsolation {

    private static final List<String> LINUX =
            List.of("filesystem/linux", "namespaces/pid", "cgroups/cpu", "cgroups/mem");
    private static final List<String> POSIX = List.of("filesystem/posix", "posix/cpu", "posix/mem");
    private static final Map<String, String> INSTEAD =
            Map.of("filesystem/linux", "filesystem/posix", "cgroups/cpu", "posix/cpu", "cgroups/mem", "posix/mem");

    private static final String PIDS_MAX = "cgroups_pids_max";

    private final Arguments arguments;
    private final Output output;

    DefaultIsolation(Arguments arguments, Output output) {
        this.arguments = arguments;
        this.output = output;
    }

    /** Opens the engine that shall launch the container. */
    Containerizer open() {
        FlagValues given = ImageSettings.concerns(arguments) ? ImageSettings.of(arguments) : AgentFlags.of(arguments);
        String launcher = given.given().getOrDefault(EngineFlags.LAUNCHER.name(), "");
        if (arguments.has(RunOptions.ISOLATION)) {
            String isolation = named(arguments, RunOptions.ISOLATION);
            checkNeeds(IsolatorNames.resolve(isolation));
            return open(given, isolation);
        }
        boolean linux = Platform.isLinux() && Platform.isRoot() && !launcher.equals("posix");
        if (!linux && ImageSettings.concerns(arguments)) {
            throw arguments.usage("containers of images need root, Linux and --launcher=linux");
        }
        List<String> isolation = new ArrayList<>(linux ? LINUX : POSIX);
        if (linux && given.given().containsKey(PIDS_MAX)) {
            isolation.add("cgroups/pids");
        }
        for (String needed : needs().keySet()) {
            if (!isolation.contains(needed)) {
                isolation.add(needed);
            }
        }
        if (arguments.has(RunOptions.DISK) || new VolumeOptions(arguments).haveQuotas()) {
            isolation.add("disk/du");
        }
        for (; ; ) {
            try {
                return open(given, String.join(",", isolation));
            } catch (ContainerizerException e) {
                replace(isolation, e);
            }
        }
    }

    /** The value of an option with names of isolators. A list without any is a slip, and would isolate nothing. */
    static String named(Arguments arguments, Option option) {
        String names = arguments.one(option).orElseThrow();
        if (names.replace(",", "").isBlank()) {
            throw arguments.usage(option.name() + " is '" + names + "', which names no isolator");
        }
        return names;
    }

    private Containerizer open(FlagValues given, String isolation) {
        Map<String, String> flags = new HashMap<>(given.given());
        flags.put(EngineFlags.ISOLATION.name(), isolation);
        Containerizer engine = Containerizer.open(new FlagValues(flags));
        new RunWarnings(arguments, isolation, output).print();
        return engine;
    }

    private void replace(List<String> isolation, ContainerizerException failure) {
        String unusable = failure.subject();
        if (failure.code() != ErrorCode.UNUSABLE_ISOLATOR
                || !LINUX.contains(unusable)
                || !isolation.remove(unusable)
                || needs().containsKey(unusable)) {
            throw failure;
        }
        String instead = INSTEAD.get(unusable);
        if (instead != null) {
            isolation.add(instead);
        }
        output.warn(unusable + " is not usable here, going on with" + (instead == null ? "out" : " " + instead) + ": "
                + failure.reason());
    }

    /** The isolators that options of this command line cannot do without, and the option. */
    private Map<String, String> needs() {
        Map<String, String> needs = new HashMap<>();
        need(needs, RunOptions.ROOTFS, "filesystem/linux");
        if (ImageSettings.concerns(arguments)) {
            String option = optionOfImages();
            needs.put("filesystem/linux", option);
            needs.put("docker/runtime", option);
            if (ImageVolume.areIn(arguments)) {
                needs.put("volume/image", RunOptions.VOLUME.name());
            }
        }
        if (!new VolumeOptions(arguments).arePersistent()) { // these any of them gives
            need(needs, RunOptions.VOLUME, "filesystem/linux");
        }
        need(needs, RunOptions.RLIMIT, "posix/rlimits");
        need(needs, RunOptions.CAPABILITIES, "linux/capabilities");
        need(needs, RunOptions.SHM_SIZE, "namespaces/ipc");
        return needs;
    }

    private String optionOfImages() {
        if (arguments.has(RunOptions.IMAGE)) {
            return RunOptions.IMAGE.name();
        }
        return ImageVolume.areIn(arguments) ? RunOptions.VOLUME.name() : "--" + ImageFlags.PROVIDERS.name();
    }

    private void need(Map<String, String> needs, Option option, String isolator) {
        if (arguments.has(option)) {
            needs.put(isolator, option.name());
        }
    }

    private void checkNeeds(List<String> isolation) {
        needs().forEach((isolator, option) -> {
            boolean otherwise = option.equals(RunOptions.VOLUME.name())
                    && isolation.contains("filesystem/shared")
                    && !ImageVolume.areIn(arguments);
            if (!isolation.contains(isolator) && !otherwise) {
                throw arguments.usage(option + " needs the isolator " + isolator + " in --isolation");
            }
        });
    }
}
