package io.containerizer.lifecycle;

import io.containerizer.api.CgroupInfo;
import io.containerizer.api.ContainerState;
import io.containerizer.api.Termination;
import io.containerizer.launch.LaunchPlan;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * All that is known of a container.
 *
 * @param exitCode as a shell would give it
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
        Optional<LaunchPlan> plan) {

    /** @throws io.containerizer.api.ContainerizerException NOT_FOUND when the container has just gone */
    public static Inspection of(Containerizer engine, ContainerView view) {
        return new Inspection(
                view.id().toString(),
                view.state(),
                view.pid(),
                view.termination().map(t -> OptionalInt.of(t.finalCode())).orElse(OptionalInt.empty()),
                view.termination().map(Termination::brief),
                engine.status(view.id()).cgroupInfo(),
                view.stored(),
                engine.plan(view.id()));
    }
}
