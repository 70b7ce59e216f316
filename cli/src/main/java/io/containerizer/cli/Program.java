package io.containerizer.cli;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;

/** Finds the command that a command line names, runs it, and turns what goes wrong into one line and an exit code. */
final class Program {

    private final Output output;

    Program(Output output) {
        this.output = output;
    }

    int run(List<String> line) {
        int at = 0;
        while (at < line.size() && line.get(at).startsWith("-")) {
            at++;
        }
        List<String> before = line.subList(0, at);
        boolean version = at == line.size() - 1 && line.get(at).equals("version");
        if (version || before.contains("--version") || before.contains("-V")) {
            output.out().println("containerizer " + Version.read());
            return ExitCode.OK;
        }
        boolean debug = before.contains("--debug") || "1".equals(System.getenv("CONTAINERIZER_DEBUG"));
        if (at == line.size()) {
            return overview(before, debug);
        }
        // Options may stand before the command's name, too.
        String name = Subcommands.first(line.subList(at, line.size()));
        List<String> arguments = new ArrayList<>(before);
        arguments.addAll(line.subList(at + (name.equals(line.get(at)) ? 1 : 2), line.size()));
        Subcommand command;
        try {
            command = Subcommands.find(name);
        } catch (UsageException e) {
            return report(e, debug, ExitCode.USAGE);
        }
        return run(command, arguments, debug);
    }

    private int overview(List<String> options, boolean debug) {
        if (options.isEmpty()) {
            HelpText.overview(output.err());
            return ExitCode.USAGE;
        }
        for (String option : options) {
            if (!Syntax.HELP.names().contains(option) && !Syntax.DEBUG.names().contains(option)) {
                return report(new UsageException("there is no command behind " + option), debug, ExitCode.USAGE);
            }
        }
        HelpText.overview(output.out());
        return ExitCode.OK;
    }

    private int run(Subcommand command, List<String> line, boolean always) {
        boolean debug = always;
        try {
            Arguments arguments = ArgumentReader.read(command.syntax(), line);
            debug |= arguments.has(Syntax.DEBUG);
            if (debug) {
                System.setProperty(StderrLogs.LEVEL, "DEBUG");
            }
            if (arguments.has(Syntax.HELP)) {
                HelpText.of(command.syntax(), output.out());
                return ExitCode.OK;
            }
            return run(command, arguments);
        } catch (ContainerizerException e) {
            return report(e, debug, command.failed(e));
        } catch (CompletionException e) {
            if (e.getCause() instanceof ContainerizerException cause) {
                return report(cause, debug, command.failed(cause));
            }
            return internal(e, debug);
        } catch (RuntimeException e) {
            return internal(e, debug);
        }
    }

    /** What cannot be written where this program keeps its things is the business of the flag that says where. */
    private int run(Subcommand command, Arguments arguments) {
        try {
            return command.run(arguments, output);
        } catch (ContainerizerException e) {
            throw e.code() == ErrorCode.CHECKPOINT_FAILED && e.hint().isEmpty() && !Remote.is(arguments)
                    ? Directories.of(arguments).advise(e)
                    : e;
        }
    }

    private int report(ContainerizerException failure, boolean debug, int code) {
        output.complain(failure.getMessage() == null ? failure.code().meaning() : failure.getMessage());
        if (debug) {
            failure.printStackTrace(output.err());
        }
        return code;
    }

    private int internal(RuntimeException fault, boolean debug) {
        output.complain("a fault of this program: " + fault + (debug ? "" : "; see more with --debug"));
        if (debug) {
            fault.printStackTrace(output.err());
        }
        return ExitCode.ENGINE;
    }
}
