package io.containerizer.cli;

import java.util.List;

/** Explains the program, or one of its commands. */
final class HelpCommand implements Subcommand {

    static final Syntax SYNTAX = Syntax.of(
            "help", "[COMMAND]", "Explain the program, or a command.", List.of(), List.of("help", "help run"));

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Arguments arguments, Output output) {
        if (arguments.words().isEmpty()) {
            HelpText.overview(output.out());
        } else {
            String name = Subcommands.first(arguments.words());
            if (!name.equals(String.join(" ", arguments.words()))) {
                name = arguments.word("no command is named");
            }
            HelpText.of(Subcommands.find(name).syntax(), output.out());
        }
        return ExitCode.OK;
    }
}
