package io.containerizer.cli;

import io.containerizer.api.Spelling;
import java.util.List;

/** All commands. */
final class Subcommands {

    static final List<String> NAMES =
            List.of("run", "ps", "exec", "logs", "stats", "kill", "wait", "rm", "inspect", "doctor", "help");

    /** A slip shall not end with something removed: these are never suggested. */
    private static final List<String> DESTRUCTIVE = List.of("kill", "rm");

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
                        + Spelling.nearest(name, suggestions())
                                .map(n -> ", did you mean " + n + "?")
                                .orElse(""));
        };
    }

    private static List<String> suggestions() {
        return NAMES.stream().filter(n -> !DESTRUCTIVE.contains(n)).toList();
    }
}
