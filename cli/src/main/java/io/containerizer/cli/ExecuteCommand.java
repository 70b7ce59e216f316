package io.containerizer.cli;

import io.containerizer.api.ContainerizerException;
import io.containerizer.protocol.mesos.FrameworkInfo;
import io.containerizer.protocol.scheduler.SchedulerClient;
import io.containerizer.protocol.scheduler.SchedulerClient.Credential;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Runs a command as a task: a framework that has one, and lasts as long. */
final class ExecuteCommand implements Subcommand {

    private static final Option MASTER =
            Option.one("HOST:PORT", "Where the master is, or an agent with --master=local. Required.", "--master");
    private static final Option ROLE = Option.one("ROLE", "The role to get resources for. Default: *.", "--role");
    private static final Option TASK_GROUP =
            Option.one("FILE", "Run the task group that a file describes: a TaskGroupInfo as JSON.", "--task_group");
    private static final Option CHECKPOINT = Option.toggle(
            "Have the task outlive restarts of its agent and of the master, for a minute each.", "--checkpoint");

    private static final List<Option> OF_ONE_TASK = List.of(
            RunOptions.NAME,
            RunOptions.SHELL,
            RunOptions.CPUS,
            RunOptions.MEM,
            RunOptions.DISK,
            RunOptions.ENV,
            RunOptions.IMAGE);

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    static final Syntax SYNTAX = Syntax.running(
                    "execute",
                    "--master=HOST:PORT [--] CMD [ARG...]",
                    1,
                    "Run a command as a task of a master.",
                    List.of(
                            MASTER,
                            RunOptions.NAME,
                            RunOptions.SHELL,
                            RunOptions.CPUS,
                            RunOptions.MEM,
                            RunOptions.DISK,
                            RunOptions.ENV,
                            RunOptions.USER,
                            RunOptions.IMAGE,
                            TASK_GROUP,
                            ROLE,
                            CHECKPOINT,
                            Remote.PRINCIPAL,
                            Remote.SECRET_FILE),
                    List.of(
                            "execute --master=127.0.0.1:5051 -- echo hello",
                            "execute --master=mesos.example.org:5050 --name job --cpus=0.5 --mem=256MB --shell 'make test'",
                            "execute --master=127.0.0.1:5051 --task_group=pod.json"))
            .withDetails(
                    "Waits for an offer with 1 processor and 128 MB, or what --cpus and --mem say, runs the command on it, "
                            + "shows its output and each state of the task, and ends with the command's exit code. "
                            + "INT and TERM kill the task.",
                    "The tasks of a group run together, with their names before each line of their output. When one does not "
                            + "finish, the others are killed. The exit code is 0 when all have finished, else that of the "
                            + "first that has not.",
                    "125: there is no master, it does not want the framework, or the task was lost.");

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int failed(ContainerizerException failure) {
        return failure instanceof UsageException ? ExitCode.USAGE : ExitCode.ENGINE;
    }

    @Override
    public int run(Arguments arguments, Output output) {
        String master = arguments.one(MASTER).orElseThrow(() -> arguments.usage("--master is missing"));
        ExecutedWork work = arguments
                .one(TASK_GROUP)
                .<ExecutedWork>map(file -> group(arguments, file))
                .orElseGet(
                        () -> ExecutedTask.of(new RunRequest(arguments).spec().build()));
        String user = arguments.one(RunOptions.USER).orElseGet(() -> System.getProperty("user.name"));
        String role = arguments.one(ROLE).orElse("*");
        Duration patience = arguments.has(CHECKPOINT) ? PATIENCE : Duration.ZERO;
        FrameworkInfo framework = FrameworkInfo.newBuilder()
                .setUser(user)
                .setName("containerizer execute (" + work.name() + ")")
                .setCheckpoint(arguments.has(CHECKPOINT))
                .setFailoverTimeout((double) patience.toSeconds())
                .addRoles(role)
                .addCapabilities(capability(FrameworkInfo.Capability.Type.MULTI_ROLE))
                .addCapabilities(capability(FrameworkInfo.Capability.Type.PARTITION_AWARE))
                .addCapabilities(capability(FrameworkInfo.Capability.Type.TASK_KILLING_STATE))
                .addCapabilities(capability(FrameworkInfo.Capability.Type.RESERVATION_REFINEMENT))
                .build();
        Optional<Credential> credential =
                Remote.login(arguments).map(login -> new Credential(login.principal(), login.secret()));
        ExecutedFramework.Subscriber subscriber = known -> SchedulerClient.subscribe(
                master, known.map(id -> framework.toBuilder().setId(id).build()).orElse(framework), credential);
        try (SignalForwarding signals = SignalForwarding.start();
                ExecutedFramework running = new ExecutedFramework(subscriber, patience, work, output)) {
            signals.passTo(signal -> running.kill(), () -> Main.abandon(ExitCode.KILLED));
            return running.run();
        }
    }

    private static ExecutedGroup group(Arguments arguments, String file) {
        arguments.noWords();
        for (Option option : OF_ONE_TASK) {
            if (arguments.has(option)) {
                throw arguments.usage(option.name() + " is about a single task: a task group's file says it");
            }
        }
        try {
            return ExecutedGroup.read(file);
        } catch (IllegalArgumentException e) {
            throw arguments.usage("--task_group=" + file + ": " + e.getMessage());
        }
    }

    private static FrameworkInfo.Capability capability(FrameworkInfo.Capability.Type type) {
        return FrameworkInfo.Capability.newBuilder().setType(type).build();
    }
}
