package io.containerizer.cli;

import io.containerizer.api.ContainerSpec;
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
    private static final Option CHECKPOINT = Option.toggle(
            "Have the task outlive restarts of its agent and of the master, for a minute each.", "--checkpoint");

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
                            ROLE,
                            CHECKPOINT,
                            Remote.PRINCIPAL,
                            Remote.SECRET_FILE),
                    List.of(
                            "execute --master=127.0.0.1:5051 -- echo hello",
                            "execute --master=mesos.example.org:5050 --name job --cpus=0.5 --mem=256MB --shell 'make test'"))
            .withDetails(
                    "Waits for an offer with 1 processor and 128 MB, or what --cpus and --mem say, runs the command on it, "
                            + "shows its output and each state of the task, and ends with the command's exit code. "
                            + "INT and TERM kill the task.",
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
        ContainerSpec request = new RunRequest(arguments).spec().build();
        ExecutedTask task = ExecutedTask.of(request);
        String role = arguments.one(ROLE).orElse("*");
        Duration patience = arguments.has(CHECKPOINT) ? PATIENCE : Duration.ZERO;
        FrameworkInfo framework = FrameworkInfo.newBuilder()
                .setUser(request.user().isEmpty() ? System.getProperty("user.name") : request.user())
                .setName("containerizer execute (" + task.name() + ")")
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
                ExecutedFramework running = new ExecutedFramework(subscriber, patience, task, output)) {
            signals.passTo(signal -> running.kill(), () -> Main.abandon(ExitCode.KILLED));
            return running.run();
        }
    }

    private static FrameworkInfo.Capability capability(FrameworkInfo.Capability.Type type) {
        return FrameworkInfo.Capability.newBuilder().setType(type).build();
    }
}
