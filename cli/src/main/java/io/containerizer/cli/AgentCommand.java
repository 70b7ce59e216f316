package io.containerizer.cli;

import io.containerizer.agent.Agent;
import io.containerizer.agent.flags.AgentFlagSet;
import io.containerizer.agent.flags.AgentFlags;
import io.containerizer.agent.flags.FlagReader;
import io.containerizer.agent.http.HttpServer;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Flag;
import io.containerizer.api.FlagValues;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import sun.misc.Signal;

/** Serves containers over HTTP, until it is told to stop. */
final class AgentCommand implements Subcommand {

    static final Syntax SYNTAX = Syntax.of(
                    "agent",
                    "",
                    "Serve Mesos' HTTP interfaces: launch and watch containers from elsewhere.",
                    List.of(),
                    List.of(
                            "agent --isolation=filesystem/linux,namespaces/pid,cgroups/cpu,cgroups/mem",
                            "agent --port=5051 --ip=0.0.0.0 --agent_socket=/run/containerizer/agent.sock"))
            .withDetails(
                    "Takes the flags of Mesos' agent; also as variables such as MESOS_PORT, and with the content of a file "
                            + "as --name=file:///path. No master is needed.",
                    "SIGTERM and SIGINT stop the agent. Its containers go on, and the next agent with the same "
                            + "directories takes them over.");

    private static final List<String> STOPPING = List.of("TERM", "INT");

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Arguments arguments, Output output) {
        arguments.noWords();
        FlagValues flags = flags(arguments);
        flags.find(AgentFlags.LOG_DIR).ifPresent(AgentCommand::logInto);
        boolean debug = System.getProperty(StderrLogs.LEVEL) != null;
        String usual = debug ? System.getProperty(StderrLogs.LEVEL) : level(flags);
        System.setProperty(StderrLogs.LEVEL, usual);
        // Jetty tells in its clients' own words of requests that are malformed.
        java.util.logging.Logger library = java.util.logging.Logger.getLogger(HttpServer.LIBRARY_LOGGER);
        library.setLevel(java.util.logging.Level.SEVERE);
        if (flags.get(AgentFlags.RECOVER).equals("cleanup")) {
            Agent.endContainers(flags);
            return ExitCode.OK;
        }
        CountDownLatch stop = new CountDownLatch(1);
        STOPPING.forEach(name -> Signal.handle(new Signal(name), s -> stop.countDown()));
        try (Agent agent =
                Agent.start(flags, more -> System.setProperty(StderrLogs.LEVEL, more > 0 ? "DEBUG" : usual))) {
            stop.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.OK;
    }

    private static void logInto(Path directory) {
        try {
            Files.createDirectories(directory);
            System.setErr(new PrintStream(LogFile.open(System.err, directory.resolve(AgentFlags.LOG_NAME)), true));
        } catch (IOException e) {
            throw ContainerizerException.of(
                            ErrorCode.INVALID_FLAG, "log into", directory.toString(), String.valueOf(e.getMessage()))
                    .withHint("give --log_dir a directory that can be written to")
                    .causedBy(e);
        }
    }

    /** Those that no other command has. */
    static Map<String, Flag<?>> ownFlags() {
        Map<String, Flag<?>> own = new TreeMap<>();
        AgentFlags.all().forEach(flag -> own.put(flag.name(), flag));
        return own;
    }

    static FlagValues flags(Arguments arguments) {
        List<String> words = new ArrayList<>();
        arguments
                .flags()
                .forEach((name, value) ->
                        words.add("--" + name + value.map(v -> "=" + v).orElse("")));
        FlagValues given = FlagReader.read(AgentFlagSet.all().values(), words, System.getenv());
        Map<String, String> all = new HashMap<>(given.given());
        Directories.of(arguments).put(all);
        return new FlagValues(all);
    }

    private static String level(FlagValues flags) {
        return flags.get(AgentFlags.QUIET) ? "ERROR" : flags.get(AgentFlags.LOGGING_LEVEL);
    }
}
