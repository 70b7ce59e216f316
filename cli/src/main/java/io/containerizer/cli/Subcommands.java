package io.containerizer.cli;

import io.containerizer.api.Spelling;
import java.util.List;
import java.util.Optional;

/** All commands. */
final class Subcommands {

    static final List<String> NAMES = List.of(
            "run",
            "ps",
            "exec",
            "attach",
            "logs",
            "stats",
            "kill",
            "wait",
            "rm",
            "inspect",
            "images",
            "pull",
            "import",
            "images inspect",
            "images rm",
            "images prune",
            "agent",
            "execute",
            "volumes",
            "volumes rm",
            "doctor",
            "help");

    /** A slip shall not end with something removed: these are never suggested. */
    private static final List<String> DESTRUCTIVE = List.of("kill", "rm", "images rm", "images prune", "volumes rm");

    private static final String IMAGES = "images ";

    private Subcommands() {}

    /** The command that a line begins with: of one word, or of two where there is such a one. */
    static String first(List<String> words) {
        String both = String.join(" ", words.subList(0, Math.min(2, words.size())));
        return NAMES.contains(both) ? both : words.getFirst();
    }

    /** Only the one that is asked for is made: each start of the program pays for what it loads. */
    static Subcommand find(String name) {
        return switch (name) {
            case "run" -> new RunCommand();
            case "ps" -> new PsCommand();
            case "exec" -> new ExecCommand();
            case "attach" -> new AttachCommand();
            case "logs" -> new LogsCommand();
            case "stats" -> new StatsCommand();
            case "kill" -> new KillCommand();
            case "wait" -> new WaitCommand();
            case "rm" -> new RmCommand();
            case "inspect" -> new InspectCommand();
            case "images" -> new ImagesCommand();
            case "pull" -> new PullCommand();
            case "import" -> new ImportCommand();
            case "images inspect" -> new ImagesInspectCommand();
            case "images rm" -> new ImagesRmCommand();
            case "images prune" -> new ImagesPruneCommand();
            case "agent" -> new AgentCommand();
            case "execute" -> new ExecuteCommand();
            case "volumes" -> new VolumesCommand();
            case "volumes rm" -> new VolumesRmCommand();
            case "doctor" -> new DoctorCommand();
            case "help" -> new HelpCommand();
            default ->
                throw new UsageException("'" + name + "' is no command"
                        + suggestion(name).map(n -> ", did you mean " + n + "?").orElse(""));
        };
    }

    private static Optional<String> suggestion(String name) {
        return NAMES.contains(IMAGES + name) ? Optional.of(IMAGES + name) : Spelling.nearest(name, suggestions());
    }

    private static List<String> suggestions() {
        return NAMES.stream().filter(n -> !DESTRUCTIVE.contains(n)).toList();
    }
}
