package io.containerizer.cli;

import io.containerizer.api.ContainerState;
import io.containerizer.api.Limitation;
import io.containerizer.api.Termination;
import io.containerizer.lifecycle.ContainerView;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A container as {@code ps --format=json} shows it.
 *
 * @param created seconds since 1970
 * @param exitCode once it has ended
 * @param reason the limit that ended it, if one did
 * @param message why it was ended, if it did not end by itself
 */
public record ContainerRow(
        String id,
        ContainerState state,
        OptionalInt pid,
        OptionalInt exitCode,
        Optional<Limitation.Reason> reason,
        String message,
        double created,
        boolean shell,
        String command,
        List<String> arguments,
        List<String> isolation,
        String sandbox) {

    static ContainerRow of(ContainerView view) {
        var stored = view.stored();
        var command = stored.spec().command();
        return new ContainerRow(
                view.id().toString(),
                view.state(),
                view.pid(),
                view.termination().map(t -> OptionalInt.of(t.finalCode())).orElse(OptionalInt.empty()),
                view.termination().flatMap(Termination::limitation).map(Limitation::reason),
                view.termination().map(t -> Ending.firstLine(t.message())).orElse(""),
                stored.created(),
                command.shell(),
                command.value(),
                command.arguments(),
                stored.isolation(),
                stored.sandbox().toString());
    }

    /** The state in words. */
    String stateText() {
        String name = state.name().toLowerCase(Locale.ROOT);
        return exitCode.isPresent()
                ? "exited " + exitCode.getAsInt()
                        + reason.map(r -> " (" + Ending.word(r) + ")").orElse("")
                : name;
    }
}
