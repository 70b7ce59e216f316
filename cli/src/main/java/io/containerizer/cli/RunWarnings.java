package io.containerizer.cli;

import io.containerizer.api.Bytes;
import io.containerizer.api.Flag;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.isolator.cgroups.MemoryIsolator;
import io.containerizer.lifecycle.EngineFlags;
import io.containerizer.lifecycle.IsolatorFactories;
import io.containerizer.lifecycle.IsolatorNames;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Says what the container will not be, though the command line asks for it: it runs, but no isolator heeds that. */
final class RunWarnings {

    /** @param isolators any of these will do */
    private record Heeded(Option option, List<String> isolators) {}

    private static final List<String> DISKS = List.of("disk/du", "disk/xfs");

    private static final List<Heeded> HEEDED = List.of(
            new Heeded(RunOptions.CPUS, List.of("cgroups/cpu")),
            new Heeded(RunOptions.CPUS_LIMIT, List.of("cgroups/cpu")),
            new Heeded(RunOptions.MEM, List.of("cgroups/mem")),
            new Heeded(RunOptions.MEM_LIMIT, List.of("cgroups/mem")),
            new Heeded(RunOptions.DISK, DISKS));

    private final Arguments arguments;
    private final List<String> isolation;
    private final Output output;

    /** @param isolation as {@code --isolation} would name it */
    RunWarnings(Arguments arguments, String isolation, Output output) {
        this.arguments = arguments;
        this.isolation = IsolatorNames.resolve(isolation);
        this.output = output;
    }

    void print() {
        HEEDED.stream()
                .filter(h -> arguments.has(h.option()))
                .forEach(h -> unheeded(h.option().name(), h.isolators()));
        if (new VolumeOptions(arguments).haveQuotas()) {
            unheeded("quota= of " + RunOptions.VOLUME.name(), DISKS);
        }
        flags();
        if (isolation.contains("cgroups/mem")) {
            raised(RunOptions.MEM);
            raised(RunOptions.MEM_LIMIT);
        }
    }

    private void unheeded(String option, List<String> isolators) {
        if (isolators.stream().noneMatch(isolation::contains)) {
            List<String> known = isolators.stream()
                    .filter(i -> IsolatorFactories.load().containsKey(i))
                    .toList();
            output.warn(option + " has no effect"
                    + (known.isEmpty()
                            ? ": this build has none of the isolators that heed it, " + String.join(", ", isolators)
                            : " without the isolator " + String.join(" or ", known)));
        }
    }

    private void flags() {
        Set<String> given = new TreeSet<>(AgentFlags.check(arguments).keySet());
        given.removeAll(EngineFlags.all().stream().map(Flag::name).collect(Collectors.toSet()));
        for (String flag : given) {
            unheeded(
                    "--" + flag,
                    IsolatorFactories.load().values().stream()
                            .filter(f -> f.flags().stream()
                                    .anyMatch(known -> known.name().equals(flag)))
                            .map(IsolatorFactory::name)
                            .sorted()
                            .toList());
        }
    }

    private void raised(Option option) {
        boolean small = arguments
                .one(option)
                .filter(text -> !text.equals(RunRequest.UNLIMITED))
                .filter(text -> Bytes.parse(text).compareTo(MemoryIsolator.LEAST) < 0)
                .isPresent();
        if (small) {
            output.complain("note: " + option.name() + " is raised to " + MemoryIsolator.LEAST
                    + ", the least that cgroups/mem gives");
        }
    }
}
