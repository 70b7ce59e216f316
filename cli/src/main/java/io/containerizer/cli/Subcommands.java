package io.containerizer.cli;

import io.containerizer.api.Spelling;
import java.util.List;

/** All commands. */
final class Subcommands {

    static final List<String> NAMES =
            List.of("run", "ps", "exec", "logs", "stats", "kill", "wait", "rm", "inspect", "doctor", "help");

    private Subcommands() {}

    /** Only the one that is asked for is made: each start of the program pays for what it loads. */
    static Subcommand find(String name) {
        return switch (name) {
            case "run" -> new RunCommand();
            case "ps" -> new PsCommand();
            case "exec" -> new ExecCommand();
            case "logs" -> new LogsCommand();
            case "stats" -> new StatsCommand();
            case "kill" -> new KillCommand();
            case "wait" -> new WaitCommand();
            case "rm" -> new RmCommand();
            case "inspect" -> new InspectCommand();
            case "doctor" -> new DoctorCommand();
            case "help" -> new HelpCommand();
            default ->
                throw new UsageException("'" + name + "' is no command"
                        + Spelling.nearest(name, NAMES)
                                .map(n -> ", did you mean " + n + "?")
                                .orElse(""));
        };
    }
}
