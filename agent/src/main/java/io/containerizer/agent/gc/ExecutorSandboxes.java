package io.containerizer.agent.gc;

import io.containerizer.agent.state.ExecutorState;
import io.containerizer.agent.state.Frameworks;
import io.containerizer.checkpoint.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Those of frameworks' executors that have ended and whose tasks are all acknowledged. With the last run of an executor, or
 * the last executor of a framework, goes what they were in.
 *
 * @param top holds a directory for each framework
 * @param nested holds, by the names of runs, the sandboxes of what was nested in them
 */
public record ExecutorSandboxes(Path top, Path nested, Frameworks frameworks, Disk disk) implements Sandboxes {

    private static final String EXECUTORS = "executors";
    private static final String RUNS = "runs";
    private static final String LATEST = "latest";

    /** Where a sandbox is. */
    private record Run(Path framework, Path executor, Path sandbox) {}

    @Override
    public List<Unused> unused(boolean nested) {
        List<Run> found = new ArrayList<>();
        for (String name : disk.list(top)) {
            Path framework = top.resolve(name);
            for (String id : disk.list(framework.resolve(EXECUTORS))) {
                Path executor = framework.resolve(EXECUTORS).resolve(id);
                disk.list(executor.resolve(RUNS)).stream()
                        .filter(run -> !run.startsWith(LATEST))
                        .forEach(run -> found.add(new Run(
                                framework, executor, executor.resolve(RUNS).resolve(run))));
            }
        }
        // Only now: what has come meanwhile is none of those that were found, or is known to be used.
        Set<Path> used = frameworks.active().stream()
                .flatMap(framework -> framework.executors().stream())
                .map(ExecutorState::sandbox)
                .collect(Collectors.toSet());
        return found.stream()
                .filter(run -> !used.contains(run.sandbox()))
                .map(run -> new Unused(
                        top.relativize(run.sandbox()).toString(),
                        disk.modified(run.sandbox()).orElse(Instant.MAX),
                        () -> remove(run)))
                .toList();
    }

    private void remove(Run run) {
        disk.remove(run.sandbox());
        disk.remove(nested.resolve(run.sandbox().getFileName()));
        Path runs = run.executor().resolve(RUNS);
        if (disk.list(runs).stream().allMatch(name -> name.startsWith(LATEST))) {
            List.of(runs.resolve(LATEST), runs, run.executor(), run.framework().resolve(EXECUTORS), run.framework())
                    .forEach(ExecutorSandboxes::removeIfEmpty);
        }
    }

    private static void removeIfEmpty(Path directoryOrLink) {
        try {
            Files.deleteIfExists(directoryOrLink);
        } catch (IOException e) {
            // there is something in it
        }
    }
}
