package io.containerizer.lifecycle;

import com.google.gson.JsonParseException;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Termination;
import io.containerizer.checkpoint.Disk;
import io.containerizer.checkpoint.Layout;
import io.containerizer.checkpoint.RecordJson;
import io.containerizer.launch.LaunchPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * The records of containers in the runtime directory. A record appears whole, by the rename of a filled directory, and
 * disappears the same way: whatever moment an engine dies at, a record is there with its request, or not at all.
 */
public final class ContainerStore {

    private final Layout layout;
    private final Disk disk;
    private final String stagingPrefix;
    private final AtomicLong staged = new AtomicLong();

    /** @param stagingPrefix unique among the engines that share the directory */
    public ContainerStore(Layout layout, Disk disk, String stagingPrefix) {
        this.layout = layout;
        this.disk = disk;
        this.stagingPrefix = stagingPrefix;
    }

    private Path newStagingPath() {
        return layout.stagingDirectory().resolve(stagingPrefix + "-" + staged.getAndIncrement());
    }

    /** Reserves the container's id with its request; the empty status file is what its init will lock. */
    void create(StoredContainer stored) {
        ContainerId id = stored.id();
        Path staging = newStagingPath();
        try {
            disk.makeDirectory(staging);
            disk.create(staging.resolve(layout.config(id).getFileName()), RecordJson.write(stored));
            disk.create(staging.resolve(layout.status(id).getFileName()), "");
            id.parent().ifPresent(p -> disk.makeDirectories(layout.children(p)));
            if (disk.move(staging, layout.container(id))) {
                return;
            }
        } catch (ContainerizerException e) {
            disk.remove(staging);
            throw e;
        }
        disk.remove(staging);
        throw ContainerizerException.of(
                        ErrorCode.ALREADY_EXISTS, "create container", id.toString(), "there is one of this name")
                .withHint("choose another name, or remove that one first");
    }

    /** Puts in place of a record's request the same with more in it. */
    void rewrite(StoredContainer stored) {
        disk.replace(layout.config(stored.id()), RecordJson.write(stored));
    }

    void writePlan(LaunchPlan plan) {
        disk.replace(layout.launchInfo(plan.id()), RecordJson.write(plan));
    }

    void writeTermination(ContainerId id, Termination termination) {
        disk.replace(layout.termination(id), RecordJson.write(termination));
    }

    void writeOwner(ContainerId id, String engine) {
        disk.replace(layout.owner(id), engine);
    }

    /** The engine responsible for a container. */
    String owner(StoredContainer stored) {
        return disk.read(layout.owner(stored.id())).orElse(stored.engine());
    }

    public Optional<StoredContainer> find(ContainerId id) {
        return disk.read(layout.config(id)).map(text -> parse(StoredContainer.class, layout.config(id), text));
    }

    public Optional<LaunchPlan> plan(ContainerId id) {
        return disk.read(layout.launchInfo(id)).map(text -> parse(LaunchPlan.class, layout.launchInfo(id), text));
    }

    public Optional<Termination> termination(ContainerId id) {
        return disk.read(layout.termination(id)).map(text -> parse(Termination.class, layout.termination(id), text));
    }

    private static <T extends Record> T parse(Class<T> type, Path file, String text) {
        try {
            return RecordJson.read(type, text);
        } catch (JsonParseException e) {
            throw ContainerizerException.of(
                            ErrorCode.CHECKPOINT_FAILED, "read", file.toString(), String.valueOf(e.getMessage()))
                    .causedBy(e);
        }
    }

    /** Every container with a record, parents before their children. */
    public List<ContainerId> list() {
        List<ContainerId> ids = new ArrayList<>();
        disk.list(layout.containers()).forEach(name -> collect(() -> ContainerId.of(name), ids));
        return ids;
    }

    /** Those nested in a container, directly or not, parents first. */
    public List<ContainerId> below(ContainerId id) {
        List<ContainerId> ids = new ArrayList<>();
        disk.list(layout.children(id)).forEach(name -> collect(() -> id.child(name), ids));
        return ids;
    }

    /** What has no container's name was put there by somebody else, and is left alone. */
    private void collect(Supplier<ContainerId> named, List<ContainerId> ids) {
        ContainerId id;
        try {
            id = named.get();
        } catch (ContainerizerException e) {
            return;
        }
        ids.add(id);
        disk.list(layout.children(id)).forEach(name -> collect(() -> id.child(name), ids));
    }

    void remove(ContainerId id) {
        Path staging = newStagingPath();
        if (disk.exists(layout.container(id)) && disk.move(layout.container(id), staging)) {
            disk.remove(staging);
        }
    }
}
