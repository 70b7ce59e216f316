package io.containerizer.cli;

import io.containerizer.api.Flag;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** What {@code --help} prints, laid out by picocli. */
final class HelpText {

    private static final int WIDTH = 100;
    private static final String INDENT = "      ";
    private static final int NAME_WIDTH = 34;

    private HelpText() {}

    /** About the whole program. */
    static void overview(PrintStream out) {
        CommandSpec program = CommandSpec.create().name("containerizer").interpolateVariables(false);
        UsageMessageSpec usage = program.usageMessage();
        lay(usage);
        usage.customSynopsis("containerizer COMMAND [OPTIONS] [WORDS]");
        usage.description(escape("Runs commands in isolated, accounted, limited containers, without a daemon."));
        usage.footer(
                "",
                "@|bold Examples|@",
                escape("  containerizer run -- sh -c 'echo hello from $$; ps -e'"),
                escape("  containerizer run -d --name web --mem=256MB -- python3 -m http.server"),
                escape("  containerizer logs -f web"),
                "",
                escape("More about a command: containerizer COMMAND --help"),
                escape("The version: containerizer --version"));
        usage.commandListHeading("%nCommands:%n");
        for (String name : Subcommands.NAMES) {
            CommandSpec command = CommandSpec.create();
            command.usageMessage()
                    .description(escape(Subcommands.find(name).syntax().summary()));
            program.addSubcommand(name, new CommandLine(command));
        }
        new CommandLine(program).usage(out, Ansi.AUTO);
    }

    /** About one command. */
    static void of(Syntax syntax, PrintStream out) {
        CommandSpec command = CommandSpec.create().name(syntax.name()).interpolateVariables(false);
        UsageMessageSpec usage = command.usageMessage();
        lay(usage);
        usage.customSynopsis(escape(("containerizer " + syntax.name() + " [OPTIONS] " + syntax.words()).strip()));
        List<String> description = new ArrayList<>(List.of(escape(syntax.summary())));
        for (String paragraph : syntax.details()) {
            description.add("");
            description.add(escape(paragraph));
        }
        usage.description(description.toArray(String[]::new));
        usage.optionListHeading("%nOptions:%n");
        usage.sortOptions(false);
        syntax.options().forEach(o -> command.addOption(option(o)));
        Syntax.COMMON.forEach(o -> command.addOption(option(o)));
        usage.footer(footer(syntax).toArray(String[]::new));
        new CommandLine(command).usage(out, Ansi.AUTO);
    }

    private static void lay(UsageMessageSpec usage) {
        usage.width(WIDTH);
        usage.longOptionsMaxWidth(NAME_WIDTH);
        usage.descriptionHeading("%n");
    }

    private static OptionSpec option(Option option) {
        OptionSpec.Builder spec =
                OptionSpec.builder(option.names().toArray(String[]::new)).description(escape(option.meaning()));
        return option.takesValue()
                ? spec.type(String.class)
                        .arity("1")
                        .paramLabel(escape(option.value()))
                        .build()
                : spec.type(boolean.class).arity("0").build();
    }

    private static List<String> footer(Syntax syntax) {
        List<String> lines = new ArrayList<>();
        if (!syntax.examples().isEmpty()) {
            lines.add("");
            lines.add("@|bold Examples|@");
            syntax.examples().forEach(e -> lines.add(escape("  containerizer " + e)));
        }
        if (syntax.name().equals("agent")) {
            lines.add("");
            lines.add(
                    "@|bold Flags of the agent|@, each as --NAME=VALUE; also --NAME and --no-NAME for true and false:");
            lines.addAll(flags(syntax, AgentCommand.ownFlags()));
        }
        if (List.of("run", "agent", "doctor").contains(syntax.name())) {
            lines.add("");
            lines.add("@|bold Flags of the engine and its isolators|@, each as --NAME=VALUE; also --NAME and --no-NAME "
                    + "for true and false:");
            lines.addAll(flags(syntax, AgentFlags.known()));
        }
        return lines;
    }

    private static List<String> flags(Syntax syntax, Map<String, Flag<?>> all) {
        List<String> lines = new ArrayList<>();
        for (Flag<?> flag : all.values()) {
            boolean own = syntax.find("--" + flag.name()).isPresent();
            if (!own) {
                lines.add(escape("  --" + flag.name() + "=" + flag.type()));
                String fallback = flag.fallback()
                        .filter(f -> !f.isEmpty())
                        .map(f -> " Default: " + f)
                        .orElse("");
                lines.addAll(wrap(flag.meaning() + fallback));
            }
        }
        return lines;
    }

    /** Picocli would begin the second line of a footer at the margin. */
    private static List<String> wrap(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (line.length() + word.length() >= WIDTH - INDENT.length()) {
                lines.add(escape(INDENT + line));
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(escape(INDENT + line));
        return lines;
    }

    /** For picocli, whose texts are formats. */
    private static String escape(String text) {
        return text.replace("%", "%%");
    }
}
