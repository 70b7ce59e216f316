package io.containerizer.protocol.convert;

import io.containerizer.api.Command;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.protocol.mesos.CommandInfo;
import io.containerizer.protocol.mesos.Environment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What containers run. */
final class CommandMessages {

    private CommandMessages() {}

    /** A command without a program is the image's. */
    static Command fromMessage(CommandInfo info) {
        if (info.getUrisCount() > 0) {
            throw refused("uris", "this agent fetches no files")
                    .withHint("have the command fetch them, or mount a volume");
        }
        Map<String, String> variables = variables(info.getEnvironment());
        if (!info.hasValue()) {
            return new Command(false, "", arguments(info), variables);
        }
        return new Command(info.getShell(), info.getValue(), info.getShell() ? List.of() : arguments(info), variables);
    }

    private static List<String> arguments(CommandInfo info) {
        return List.copyOf(info.getArgumentsList());
    }

    private static Map<String, String> variables(Environment environment) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (Environment.Variable variable : environment.getVariablesList()) {
            if (variable.getType() == Environment.Variable.Type.SECRET) {
                throw refused("environment variable " + variable.getName(), "this agent has no isolator for secrets");
            }
            variables.put(variable.getName(), variable.getValue());
        }
        return variables;
    }

    private static ContainerizerException refused(String what, String why) {
        return ContainerizerException.of(ErrorCode.INVALID_SPEC, "check command", what, why);
    }
}
