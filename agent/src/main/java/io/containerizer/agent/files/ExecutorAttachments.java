package io.containerizer.agent.files;

import io.containerizer.agent.auth.Action;
import io.containerizer.agent.auth.Authorizer;
import io.containerizer.agent.state.ExecutorState;
import io.containerizer.agent.state.FrameworkState;
import io.containerizer.agent.state.Frameworks;
import io.containerizer.agent.tasks.DiskTaskStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The sandboxes of frameworks' executors, under their own paths and as {@code /frameworks/F/executors/E/runs/R}, where R may
 * be {@code latest}; also when nothing but the files is left of them. Below that as {@code tasks/T} those of the tasks of
 * groups.
 */
public final class ExecutorAttachments implements Attachments {

    private static final String VIRTUAL = "/frameworks";
    private static final String LATEST = "latest";
    /** Framework, "executors", executor, "runs", run. */
    private static final int PARTS = 5;
    /** Then "tasks", and a task. */
    private static final int PARTS_OF_TASK = PARTS + 2;

    private final Frameworks frameworks;
    private final Authorizer authorizer;
    private final Path workDirectory;
    private final Path real;

    public ExecutorAttachments(Frameworks frameworks, Authorizer authorizer, Path workDirectory, String agent) {
        this.frameworks = frameworks;
        this.authorizer = authorizer;
        this.workDirectory = workDirectory;
        this.real = DiskTaskStore.sandboxes(workDirectory, agent);
    }

    @Override
    public Optional<Attachment> find(String path) {
        return Stream.of(VIRTUAL, real.toString())
                .filter(top -> path.startsWith(top + "/"))
                .flatMap(top -> find(top, VirtualPath.below(top, path).split("/")).stream())
                .findFirst();
    }

    private Optional<Attachment> find(String top, String[] parts) {
        if (parts.length < PARTS || !parts[1].equals("executors") || !parts[3].equals("runs")) {
            return Optional.empty();
        }
        for (int i = 0; i < PARTS; i++) {
            if (parts[i].isEmpty() || parts[i].equals(".") || parts[i].equals("..")) {
                return Optional.empty();
            }
        }
        try {
            Path runs = real.resolve(parts[0])
                    .resolve("executors")
                    .resolve(parts[2])
                    .resolve("runs");
            Optional<Path> sandbox = run(runs, parts[4]);
            Optional<Path> ofTask = sandbox.flatMap(run -> task(run, parts));
            int length = ofTask.isPresent() ? PARTS_OF_TASK : PARTS;
            String virtual = top + "/" + String.join("/", List.of(parts).subList(0, length));
            return ofTask.or(() -> sandbox)
                    .flatMap(directory -> user(directory).map(user -> attachment(virtual, directory, user)));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** The sandbox of a task of a group, which is a container nested in the executor's. */
    private Optional<Path> task(Path run, String[] parts) {
        return parts.length >= PARTS_OF_TASK
                        && parts[PARTS].equals("tasks")
                        && !List.of("", ".", "..").contains(parts[PARTS + 1])
                ? DiskTaskStore.sandboxOfTask(workDirectory, String.valueOf(run.getFileName()), parts[PARTS + 1])
                : Optional.empty();
    }

    private static Optional<Path> run(Path runs, String name) {
        try {
            Path directory = name.equals(LATEST)
                    ? runs.resolve(Files.readSymbolicLink(runs.resolve(LATEST)).getFileName())
                    : runs.resolve(name);
            return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS) ? Optional.of(directory) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whom the executor runs as, or ran. */
    private Optional<String> user(Path sandbox) {
        Optional<String> known = executors()
                .filter(executor ->
                        executor.sandbox().equals(sandbox) && !executor.user().isEmpty())
                .map(ExecutorState::user)
                .findFirst();
        if (known.isPresent()) {
            return known;
        }
        try {
            return Optional.of(
                    Files.getOwner(sandbox, LinkOption.NOFOLLOW_LINKS).getName());
        } catch (IOException e) {
            return Optional.empty(); // it is being removed
        }
    }

    private Stream<ExecutorState> executors() {
        return Stream.concat(frameworks.active().stream(), frameworks.completed().stream())
                .flatMap(ExecutorAttachments::executors);
    }

    private static Stream<ExecutorState> executors(FrameworkState framework) {
        return Stream.concat(framework.executors().stream(), framework.completed().stream());
    }

    private Attachment attachment(String virtual, Path directory, String user) {
        return new Attachment(virtual, directory, caller -> authorizer.allows(caller, Action.ACCESS_SANDBOXES, user));
    }

    @Override
    public List<Attachment> all() {
        return executors()
                .filter(executor -> Files.isDirectory(executor.sandbox(), LinkOption.NOFOLLOW_LINKS))
                .map(executor -> attachment(executor.sandbox().toString(), executor.sandbox(), executor.user()))
                .toList();
    }
}
