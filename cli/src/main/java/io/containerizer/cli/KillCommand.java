package io.containerizer.cli;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Spelling;
import io.containerizer.lifecycle.StoredContainer;
import java.util.List;
import java.util.Locale;

/** Sends signals to containers' commands. */
final class KillCommand implements Subcommand {

    private static final Option SIGNAL =
            Option.one("NAME|NUMBER", "Which signal; TERM if not given.", "--signal", "-s");

    static final Syntax SYNTAX = Syntax.of(
                    "kill",
                    "ID...",
                    "Send a signal to the command of containers.",
                    List.of(SIGNAL),
                    List.of("kill web", "kill --signal=HUP web", "kill -s 9 web batch-7"))
            .remote();

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Arguments arguments, Output output) {
        String text = arguments.one(SIGNAL).orElse("TERM");
        int signal = SignalNames.parse(text)
                .orElseThrow(() -> arguments.usage("there is no signal '" + text + "'"
                        + Spelling.nearest(text.toUpperCase(Locale.ROOT), SignalNames.all())
                                .filter(n -> !isNumber(text))
                                .map(n -> ", did you mean " + n + "?")
                                .orElse(isNumber(text) ? ": numbers are 1 to " + SignalNames.LAST : "")));
        return EachContainer.of(arguments, output).run((host, container) -> send(host, container, signal));
    }

    private static boolean isNumber(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static void send(Host host, StoredContainer container, int signal) {
        if (!host.kill(container, signal)) {
            throw ContainerizerException.of(
                    ErrorCode.NOT_RUNNING,
                    "send signal " + signal + " to",
                    container.id().toString(),
                    "the container has ended");
        }
    }
}
