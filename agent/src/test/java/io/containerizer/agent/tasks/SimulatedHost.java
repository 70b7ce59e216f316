package io.containerizer.agent.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.agent.loop.Loop;
import io.containerizer.agent.updates.UpdateLog;
import io.containerizer.api.ContainerClass;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Resources;
import io.containerizer.api.Termination;
import io.containerizer.protocol.convert.ContainerIds;
import io.containerizer.protocol.mesos.ContainerStatus;
import io.containerizer.protocol.mesos.ExecutorInfo;
import io.containerizer.protocol.mesos.FrameworkID;
import io.containerizer.protocol.mesos.FrameworkInfo;
import io.containerizer.protocol.mesos.TaskGroupInfo;
import io.containerizer.protocol.mesos.TaskID;
import io.containerizer.protocol.mesos.TaskInfo;
import io.containerizer.protocol.mesos.internal.StatusUpdateRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A host whose containers and disk outlive agents, on which things take random times, fail, and on which an agent may die
 * before or after each write.
 */
public final class SimulatedHost {

    /** The agent dies here. */
    public static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Exit status of a container's command, or how it was killed. */
    private static final int TERMINATED = 15;

    private final Random random;
    private final Loop loop;
    private final Map<ContainerId, Box> boxes = new LinkedHashMap<>();
    private final Set<String> started = new HashSet<>();
    private final Map<FrameworkID, FrameworkInfo> frameworks = new LinkedHashMap<>();
    private final Map<TaskStore.RunKey, StoredRun> runs = new LinkedHashMap<>();
    private double crashes;
    private int generation;

    private static final class Box {
        private final ContainerSpec spec;
        private Resources resources;
        private TaskContainers.@Nullable Listener listener;
        private int generation;
        private int forgottenIn = -1;
        private boolean running;
        private @Nullable Termination end;

        Box(ContainerSpec spec) {
            this.spec = spec;
            this.resources = spec.resources();
        }

        private boolean isPod() {
            return spec.containerClass() == ContainerClass.POD;
        }
    }

    private static final class StoredRun {
        private final ExecutorInfo info;
        private final boolean ofCommand;
        private final Map<String, TaskGroupInfo> groups = new LinkedHashMap<>();
        private final Map<TaskID, TaskInfo> tasks = new LinkedHashMap<>();
        private final Map<TaskID, List<StatusUpdateRecord>> updates = new HashMap<>();

        StoredRun(ExecutorInfo info, boolean ofCommand) {
            this.info = info;
            this.ofCommand = ofCommand;
        }
    }

    public SimulatedHost(Loop loop, Random random) {
        this.loop = loop;
        this.random = random;
    }

    /** The loop of the agent that lives now; what it planned does not happen when it is dead. */
    public Loop agentLoop() {
        int then = generation;
        return new Loop() {
            @Override
            public void run(Runnable step) {
                loop.run(() -> ifAlive(step));
            }

            @Override
            public Timer after(Duration delay, Runnable step) {
                return loop.after(delay, () -> ifAlive(step));
            }

            private void ifAlive(Runnable step) {
                if (then == generation) {
                    step.run();
                }
            }

            @Override
            public Instant instant() {
                return loop.instant();
            }
        };
    }

    /** @param probability that an agent dies at a write */
    public void crashAt(double probability) {
        crashes = probability;
    }

    /** The agent is dead: what it planned, or waited for, does not happen. */
    public void nextGeneration() {
        generation++;
        for (Map.Entry<ContainerId, Box> entry : List.copyOf(boxes.entrySet())) {
            Box box = entry.getValue();
            if (!box.running && (box.end != null || random.nextBoolean())) {
                boxes.remove(entry.getKey()); // a launch that was cut off
            } else if (!box.running) {
                run(entry.getKey(), box);
            }
        }
    }

    private void run(ContainerId id, Box box) {
        box.running = true;
        if (!box.isPod()) {
            loop.after(aWhile(20_000), () -> end(id, box, random.nextBoolean() ? 0 : 256));
        } else if (random.nextInt(20) == 0) {
            loop.after(aWhile(20_000), () -> end(id, box, Termination.KILLED)); // somebody kills it
        }
    }

    /** Tasks in a pod have what it has, one processor each. */
    private static double cpus(Box box) {
        return box.spec.id().isNested() ? 1 : box.isPod() ? 0 : box.resources.cpus();
    }

    /** Resources of all tasks that occupy any. */
    public double cpusInUse() {
        return boxes.values().stream()
                .filter(box -> box.end == null)
                .mapToDouble(SimulatedHost::cpus)
                .sum();
    }

    public Set<ContainerId> alive() {
        Set<ContainerId> alive = new HashSet<>();
        boxes.forEach((id, box) -> {
            if (box.end == null) {
                alive.add(id);
            }
        });
        return alive;
    }

    /** Tasks whose containers are alive. */
    public List<String> aliveTasks() {
        return boxes.values().stream()
                .filter(box -> box.end == null)
                .map(box -> box.spec.environment().get("MESOS_EXECUTOR_ID") + (box.running ? "" : " (starting)"))
                .toList();
    }

    /** Containers of which the engine has a record. */
    public int records() {
        return boxes.size();
    }

    /** Whether anything is written of frameworks. */
    public boolean isClean() {
        return frameworks.isEmpty() && runs.isEmpty();
    }

    private void mayCrash() {
        if (random.nextDouble() < crashes) {
            throw new Crash();
        }
    }

    private Duration aWhile(int mostMillis) {
        return Duration.ofMillis(random.nextInt(mostMillis));
    }

    /** Goes on whether an agent lives or not. */
    private void end(ContainerId id, Box box, int status) {
        if (box.end == null) {
            below(id).forEach(child -> endWithParent(child, box(child)));
            box.end = Termination.of(status);
            tell(box);
            if (box.forgottenIn == generation) {
                remove(id);
            }
        }
    }

    private void endWithParent(ContainerId id, Box box) {
        if (box.running) {
            end(id, box, Termination.KILLED);
        } else if (box.end == null) {
            box.end = Termination.of(Termination.KILLED); // the launch fails
        }
    }

    private void remove(ContainerId id) {
        below(id).forEach(boxes::remove);
        boxes.remove(id);
    }

    private Box box(ContainerId id) {
        return Optional.ofNullable(boxes.get(id)).orElseThrow();
    }

    /** What is nested in a container. */
    private List<ContainerId> below(ContainerId id) {
        return boxes.keySet().stream().filter(other -> other.isBelow(id)).toList();
    }

    private void tell(Box box) {
        TaskContainers.Listener listener = box.listener;
        Termination end = box.end;
        if (listener != null && end != null) {
            int then = box.generation;
            loop.after(aWhile(5), () -> {
                if (then == generation) {
                    listener.ended(end);
                }
            });
        }
    }

    public TaskContainers containers() {
        return new Containers();
    }

    private final class Containers implements TaskContainers {

        @Override
        public void launch(ContainerSpec spec, Listener listener) {
            mayCrash();
            String task = spec.id().isNested() || spec.containerClass() == ContainerClass.POD
                    ? spec.id().toString()
                    : spec.environment().get("MESOS_FRAMEWORK_ID") + "/"
                            + spec.environment().get("MESOS_EXECUTOR_ID");
            assertThat(started.add(task)).as("task %s is run once", task).isTrue();
            if (spec.id().isNested()) {
                assertThat(box(spec.id().root()).resources.cpus())
                        .as("there is room for one more in %s", spec.id().root())
                        .isGreaterThanOrEqualTo(below(spec.id().root()).stream()
                                        .filter(id -> box(id).end == null)
                                        .count()
                                + 1);
            }
            Box box = new Box(spec);
            box.listener = listener;
            box.generation = generation;
            boxes.put(spec.id(), box);
            int then = generation;
            boolean fails = random.nextInt(10) == 0;
            loop.after(aWhile(50), () -> {
                if (then != generation) {
                    return;
                }
                boolean orphaned = spec.id().isNested()
                        && Optional.ofNullable(boxes.get(spec.id().root()))
                                .filter(parent -> parent.end == null)
                                .isEmpty();
                if (fails || orphaned || box.end != null) {
                    boxes.remove(spec.id());
                    listener.failed("it does not work");
                } else {
                    run(spec.id(), box);
                    listener.started();
                }
            });
        }

        @Override
        public Found find(ContainerId id, Listener listener) {
            Box box = boxes.get(id);
            if (box == null) {
                return Found.NOTHING;
            }
            box.listener = listener;
            box.generation = generation;
            tell(box);
            return box.end == null ? Found.RUNNING : Found.ENDED;
        }

        @Override
        public void signal(ContainerId id, int signal) {
            Box box = boxes.get(id);
            if (box != null && box.running && random.nextBoolean()) { // or the command does not mind
                loop.after(aWhile(1_000), () -> end(id, box, TERMINATED));
            }
        }

        @Override
        public void destroy(ContainerId id) {
            Box box = boxes.get(id);
            if (box != null && !box.running && box.end == null) {
                box.end = Termination.of(Termination.KILLED); // the launch fails
            } else if (box != null) {
                loop.after(aWhile(100), () -> end(id, box, Termination.KILLED));
            }
        }

        @Override
        public void forget(ContainerId id) {
            Box box = boxes.get(id);
            if (box != null && box.end != null) {
                remove(id);
            } else if (box != null) {
                box.forgottenIn = generation; // as soon as it has ended
            }
        }

        @Override
        public void update(ContainerId id, Resources requests, Resources limits, Consumer<Optional<String>> done) {
            mayCrash();
            Box box = boxes.get(id);
            boolean fails = box == null || random.nextInt(20) == 0;
            if (box != null && !fails) {
                box.resources = requests;
            }
            int then = generation;
            loop.after(aWhile(20), () -> {
                if (then == generation) {
                    done.accept(fails ? Optional.of("it does not work") : Optional.empty());
                }
            });
        }

        @Override
        public void retain(Set<ContainerId> known) {
            List.copyOf(boxes.keySet()).stream()
                    .filter(id -> !known.contains(id.root()))
                    .forEach(id -> {
                        Box box = Optional.ofNullable(boxes.get(id)).orElseThrow();
                        box.listener = null;
                        box.end = Termination.of(Termination.KILLED);
                        boxes.remove(id);
                    });
        }

        @Override
        public ContainerStatus status(ContainerId id) {
            return ContainerStatus.newBuilder()
                    .setContainerId(ContainerIds.toMessage(id))
                    .build();
        }
    }

    public TaskStore store() {
        return new Store();
    }

    private final class Store implements TaskStore {

        @Override
        public Path sandbox(RunKey run) {
            return Path.of("/sandboxes", run.container().value());
        }

        @Override
        public void makeRoom(RunKey run) {}

        @Override
        public void writeFramework(FrameworkInfo framework) {
            mayCrash();
            mayFail();
            frameworks.put(framework.getId(), framework);
            mayCrash();
        }

        private void mayFail() {
            if (crashes > 0 && random.nextInt(100) == 0) {
                throw ContainerizerException.of(ErrorCode.CHECKPOINT_FAILED, "write", "it", "ENOSPC");
            }
        }

        @Override
        public void writeExecutor(RunKey run, ExecutorInfo executor, boolean ofCommand) {
            mayCrash();
            runs.put(run, new StoredRun(executor, ofCommand));
            mayCrash();
        }

        private StoredRun run(RunKey key) {
            return Optional.ofNullable(runs.get(key)).orElseThrow();
        }

        @Override
        public void removeTask(RunKey run, TaskID task) {
            mayCrash();
            run(run).tasks.remove(task);
        }

        @Override
        public void writeGroup(RunKey run, String group, TaskGroupInfo tasks) {
            mayCrash();
            mayFail();
            run(run).groups.put(group, tasks);
            mayCrash();
        }

        @Override
        public Map<String, TaskGroupInfo> groups(RunKey run) {
            return Map.copyOf(run(run).groups);
        }

        @Override
        public void nameSandbox(RunKey run, TaskID task, ContainerId container) {
            mayCrash();
        }

        @Override
        public void writeTask(RunKey run, TaskInfo task) {
            mayCrash();
            mayFail();
            run(run).tasks.put(task.getTaskId(), task);
            mayCrash();
        }

        @Override
        public UpdateLog updates(RunKey run, TaskID task) {
            return log(run(run).updates.computeIfAbsent(task, key -> new ArrayList<>()));
        }

        private UpdateLog log(List<StatusUpdateRecord> records) {
            return new UpdateLog() {
                @Override
                public void append(StatusUpdateRecord record) {
                    mayCrash();
                    mayFail();
                    records.add(record);
                    mayCrash();
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public void complete(RunKey run) {
            mayCrash();
            runs.remove(run);
        }

        @Override
        public void complete(FrameworkID framework) {
            mayCrash();
            frameworks.remove(framework);
            runs.keySet().removeIf(run -> run.framework().equals(framework));
        }

        @Override
        public List<StoredFramework> load() {
            List<StoredFramework> all = new ArrayList<>();
            frameworks.forEach((id, info) -> {
                List<StoredExecutor> executors = new ArrayList<>();
                runs.forEach((key, run) -> {
                    if (key.framework().equals(id)) {
                        executors.add(executor(key, run));
                    }
                });
                all.add(new StoredFramework(info, executors));
            });
            return all;
        }

        private StoredExecutor executor(RunKey key, StoredRun run) {
            List<StoredTask> tasks = new ArrayList<>();
            run.tasks.forEach((id, task) -> {
                List<StatusUpdateRecord> records = run.updates.computeIfAbsent(id, unknown -> new ArrayList<>());
                tasks.add(new StoredTask(task, List.copyOf(records), log(records)));
            });
            return new StoredExecutor(run.info, key.container(), run.ofCommand, tasks);
        }
    }
}
