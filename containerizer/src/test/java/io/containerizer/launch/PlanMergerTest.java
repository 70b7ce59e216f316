package io.containerizer.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.Command;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanMergerTest {

    @Test
    void theCommandOfAnIsolatorStandsInForTheRequests() {
        Plans plans =
                Plans.plan().command(Command.ofImage()).and(plan -> plan.command(Command.of("/bin/server", "-v")));
        assertThat(plans.build().command()).isEqualTo(Command.of("/bin/server", "-v"));
    }

    @Test
    void aCommandThatNobodyNamesIsRefused() {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() ->
                        Plans.plan().command(Command.ofImage(List.of("-v"))).build())
                .returns(ErrorCode.INVALID_SPEC, ContainerizerException::code)
                .withMessage(
                        "choose the command of web: the request names none, and no isolator took one from an image;"
                                + " name a command; docker/runtime in --isolation takes it from a container's image");
    }

    @Test
    void theRequestsVariablesWinOverTheImagesAndThoseOverTheEngines() {
        Command command = Command.ofImage().withEnvironment(Map.of("C", "request"));
        LaunchPlan plan = Plans.plan()
                .command(command)
                .with(spec -> spec.environment(Map.of("A", "engine", "B", "engine", "C", "engine")))
                .and(more -> more.command(Command.of("x").withEnvironment(command.environment()))
                        .environment("B", "image")
                        .environment("C", "image"))
                .build();
        assertThat(plan.environment())
                .containsEntry("A", "engine")
                .containsEntry("B", "image")
                .containsEntry("C", "request")
                .containsEntry("PATH", PlanMerger.DEFAULT_PATH);
    }
}
