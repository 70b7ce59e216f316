package io.containerizer.cli;

import io.containerizer.cli.remote.AgentAddress;
import io.containerizer.cli.remote.AgentClient;
import io.containerizer.cli.remote.Login;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The options that have a command done by an agent. */
final class Remote {

    static final Option AGENT = Option.one(
            "HOST:PORT|unix:PATH", "Have it done by this agent, instead of here; also https://HOST:PORT.", "--agent");
    static final Option PRINCIPAL = Option.one("NAME", "Whom to act for, with --secret_file.", "--principal");
    static final Option SECRET_FILE = Option.one("FILE", "Holds the secret of --principal.", "--secret_file");
    static final Option AUTHORITIES =
            Option.one("FILE", "Certificates, in PEM, of those whom to trust in what agents are.", "--ca_file");

    static final List<Option> ALL = List.of(AGENT, PRINCIPAL, SECRET_FILE, AUTHORITIES);

    private Remote() {}

    static boolean is(Arguments arguments) {
        return arguments.has(AGENT);
    }

    /** Whom to act for, if that is said. */
    static Optional<Login> login(Arguments arguments) {
        if (arguments.has(PRINCIPAL) != arguments.has(SECRET_FILE)) {
            throw arguments.usage("--principal and --secret_file go together");
        }
        return arguments.one(PRINCIPAL).map(principal -> {
            Path file = Path.of(arguments.one(SECRET_FILE).orElseThrow());
            try {
                return new Login(principal, Files.readString(file).strip());
            } catch (IOException e) {
                throw arguments.usage("--secret_file cannot be read: " + e.getMessage());
            }
        });
    }

    static AgentClient client(Arguments arguments) {
        checkOthers(arguments);
        return new AgentClient(new AgentClient.Access(
                AgentAddress.parse(arguments.one(AGENT).orElseThrow()),
                login(arguments),
                arguments.one(AUTHORITIES).map(Path::of)));
    }

    /** What an agent has its own flags for. */
    private static void checkOthers(Arguments arguments) {
        List.of(Syntax.WORK_DIR, Syntax.RUNTIME_DIR).forEach(option -> {
            if (arguments.has(option)) {
                throw refused(arguments, option.name());
            }
        });
        arguments.flags().keySet().stream().findFirst().ifPresent(flag -> {
            throw refused(arguments, "--" + flag);
        });
    }

    private static UsageException refused(Arguments arguments, String name) {
        return arguments.usage(name + " is about an engine here; with --agent it is the agent that has such flags");
    }

    /** Options that are of no use where nothing is done by an agent. */
    static void checkUnused(Arguments arguments) {
        for (Option option : List.of(PRINCIPAL, SECRET_FILE, AUTHORITIES)) {
            if (arguments.has(option) && !is(arguments)) {
                throw arguments.usage(option.name() + " is about an agent: name one with --agent");
            }
        }
    }
}
