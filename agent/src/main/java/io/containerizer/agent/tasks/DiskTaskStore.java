package io.containerizer.agent.tasks;

import io.containerizer.agent.updates.UpdateFile;
import io.containerizer.agent.updates.UpdateLog;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.checkpoint.Disk;
import io.containerizer.protocol.mesos.ExecutorID;
import io.containerizer.protocol.mesos.ExecutorInfo;
import io.containerizer.protocol.mesos.FrameworkID;
import io.containerizer.protocol.mesos.FrameworkInfo;
import io.containerizer.protocol.mesos.TaskGroupInfo;
import io.containerizer.protocol.mesos.TaskID;
import io.containerizer.protocol.mesos.TaskInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The work directory of the agent. */
public final class DiskTaskStore implements TaskStore {

    private static final System.Logger LOG = System.getLogger(DiskTaskStore.class.getName());

    private final TaskLayout layout;
    private final Disk disk;

    /** Holds the sandboxes, by their frameworks. */
    public static Path sandboxes(Path workDirectory, String agent) {
        return TaskLayout.sandboxes(workDirectory).resolve(agent).resolve(TaskLayout.FRAMEWORKS);
    }

    /** The sandbox of a task that is a container nested in that of its executor; nothing if there is none. */
    public static Optional<Path> sandboxOfTask(Path workDirectory, String container, String task) {
        Path links = TaskLayout.sandboxesOfTasks(workDirectory, container);
        try {
            Path sandbox =
                    links.resolve(Files.readSymbolicLink(links.resolve(task))).normalize();
            return Files.isDirectory(sandbox, LinkOption.NOFOLLOW_LINKS) ? Optional.of(sandbox) : Optional.empty();
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** @param agent its id */
    public DiskTaskStore(Path workDirectory, String agent, Disk disk) {
        this.layout = new TaskLayout(workDirectory, agent);
        this.disk = disk;
    }

    @Override
    public Path sandbox(RunKey run) {
        return layout.sandbox(run);
    }

    @Override
    public void makeRoom(RunKey run) {
        Path sandbox = layout.sandbox(run);
        disk.makeDirectories(layout.runs(run));
        link(layout.latest(run), sandbox);
    }

    private static void link(Path link, Path target) {
        Path made = link.resolveSibling(link.getFileName() + ".new");
        try {
            Files.deleteIfExists(made);
            Files.createSymbolicLink(made, target);
            Files.move(made, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw ContainerizerException.of(
                            ErrorCode.CHECKPOINT_FAILED, "make link", link.toString(), String.valueOf(e.getMessage()))
                    .causedBy(e);
        }
    }

    @Override
    public void nameSandbox(RunKey run, TaskID task, ContainerId container) {
        Path directory = layout.sandboxesOfTasks(run);
        disk.makeDirectories(directory);
        link(directory.resolve(task.getValue()), Path.of("..", "containers", container.value(), "sandbox"));
    }

    @Override
    public void writeGroup(RunKey run, String group, TaskGroupInfo tasks) {
        MessageFile.write(TaskLayout.groups(layout.run(run)).resolve(group), tasks);
    }

    @Override
    public Map<String, TaskGroupInfo> groups(RunKey run) {
        Path directory = TaskLayout.groups(layout.run(run));
        Map<String, TaskGroupInfo> found = new TreeMap<>();
        for (String name : disk.list(directory)) {
            if (!name.endsWith(MessageFile.PART)) {
                orLog(() -> MessageFile.read(directory.resolve(name), TaskGroupInfo.parser()))
                        .ifPresent(group -> found.put(name, group));
            }
        }
        return found;
    }

    @Override
    public void writeFramework(FrameworkInfo framework) {
        MessageFile.write(TaskLayout.frameworkInfo(layout.framework(framework.getId())), framework);
    }

    @Override
    public void writeExecutor(RunKey run, ExecutorInfo executor, boolean ofCommand) {
        Path directory = layout.run(run);
        disk.makeDirectories(directory);
        if (ofCommand) {
            disk.create(TaskLayout.commandMarker(directory), "");
        }
        MessageFile.write(TaskLayout.executorInfo(directory), executor);
    }

    @Override
    public void removeTask(RunKey run, TaskID task) {
        disk.remove(layout.task(run, task));
    }

    @Override
    public void writeTask(RunKey run, TaskInfo task) {
        MessageFile.write(TaskLayout.taskInfo(layout.task(run, task.getTaskId())), task);
    }

    @Override
    public UpdateLog updates(RunKey run, TaskID task) {
        return UpdateFile.create(TaskLayout.updates(layout.task(run, task)));
    }

    @Override
    public void complete(RunKey run) {
        disk.touch(layout.sandbox(run)); // from now on it is of use to nobody but who looks for old files
        disk.remove(layout.run(run));
    }

    @Override
    public void complete(FrameworkID framework) {
        disk.remove(layout.framework(framework));
    }

    @Override
    public List<StoredFramework> load() {
        return disk.list(layout.frameworks()).stream()
                .map(name -> layout.frameworks().resolve(name))
                .flatMap(directory -> orLog(() -> framework(directory)).stream())
                .toList();
    }

    private StoredFramework framework(Path directory) {
        FrameworkInfo info = MessageFile.read(TaskLayout.frameworkInfo(directory), FrameworkInfo.parser());
        Path executors = directory.resolve(TaskLayout.EXECUTORS);
        List<StoredExecutor> found = disk.list(executors).stream()
                .map(executor -> executors.resolve(executor).resolve(TaskLayout.RUNS))
                .flatMap(runs -> disk.list(runs).stream().map(runs::resolve))
                .flatMap(run -> orLog(() -> executor(info.getId(), run)).stream())
                .toList();
        return new StoredFramework(info, found);
    }

    private StoredExecutor executor(FrameworkID framework, Path directory) {
        ExecutorInfo info = MessageFile.read(TaskLayout.executorInfo(directory), ExecutorInfo.parser());
        RunKey run = new RunKey(
                framework,
                ExecutorID.newBuilder()
                        .setValue(info.getExecutorId().getValue())
                        .build(),
                ContainerId.of(directory.getFileName().toString()));
        Path tasks = directory.resolve(TaskLayout.TASKS);
        return new StoredExecutor(
                info,
                run.container(),
                disk.exists(TaskLayout.commandMarker(directory)),
                disk.list(tasks).stream()
                        .flatMap(task -> orLog(() -> task(tasks.resolve(task))).stream())
                        .toList());
    }

    private StoredTask task(Path directory) {
        TaskInfo info = MessageFile.read(TaskLayout.taskInfo(directory), TaskInfo.parser());
        Path file = TaskLayout.updates(directory);
        UpdateFile.Content content = UpdateFile.read(file);
        return new StoredTask(info, content.records(), UpdateFile.open(file, content.length()));
    }

    private interface Reader<T> {
        T read();
    }

    private static <T> Optional<T> orLog(Reader<T> reader) {
        try {
            return Optional.of(reader.read());
        } catch (ContainerizerException e) {
            LOG.log(System.Logger.Level.WARNING, "a checkpoint is passed over: " + e.getMessage());
            return Optional.empty();
        }
    }
}
