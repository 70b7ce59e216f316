package io.containerizer.cli;

import io.containerizer.api.CgroupInfo;
import io.containerizer.api.ContainerState;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Termination;
import io.containerizer.launch.LaunchPlan;
import io.containerizer.lifecycle.ContainerView;
import io.containerizer.lifecycle.Containerizer;
import io.containerizer.lifecycle.StoredContainer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Shows all that is known of a container. */
final class InspectCommand implements Subcommand {

    static final Syntax SYNTAX = Syntax.of(
            "inspect",
            "ID",
            "Show a container's request, state and launch plan as JSON.",
            List.of(),
            List.of("inspect web", "inspect web | jq .plan.environment"));

    /**
     * What is shown.
     *
     * @param config what was asked for, and how it was launched
     * @param plan what the isolators made of it: every step up to the command's first instruction
     */
    public record Inspection(
            String id,
            ContainerState state,
            OptionalInt pid,
            OptionalInt exitCode,
            Optional<Termination> termination,
            Optional<CgroupInfo> cgroupInfo,
            StoredContainer config,
            Optional<LaunchPlan> plan) {}

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Arguments arguments, Output output) {
        StoredContainer container =
                new Records(Directories.of(arguments)).find(arguments.word("no container is named"));
        try (Engines engines = new Engines(AgentFlags.of(arguments))) {
            Containerizer engine = engines.of(container);
            ContainerView view = engine.find(container.id())
                    .orElseThrow(() -> ContainerizerException.of(
                            ErrorCode.NOT_FOUND, "inspect", container.id().toString(), "it has just gone"));
            output.out()
                    .println(Json.of(new Inspection(
                            container.id().toString(),
                            view.state(),
                            view.pid(),
                            view.termination()
                                    .map(t -> OptionalInt.of(Ending.code(t)))
                                    .orElse(OptionalInt.empty()),
                            view.termination().map(Ending::brief),
                            engine.status(container.id()).cgroupInfo(),
                            view.stored(),
                            engine.plan(container.id()))));
        }
        return ExitCode.OK;
    }
}
