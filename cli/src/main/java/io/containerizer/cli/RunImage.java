package io.containerizer.cli;

import io.containerizer.api.ContainerSpec;
import io.containerizer.image.ImageReference;
import io.containerizer.image.supply.ImageSupply;
import io.containerizer.image.supply.PullPolicy;
import java.util.Arrays;
import java.util.Locale;

/** Gets the image of a new container, before there is an engine: so that somebody sees how far it is. */
final class RunImage {

    private final Arguments arguments;
    private final Output output;

    RunImage(Arguments arguments, Output output) {
        this.arguments = arguments;
        this.output = output;
    }

    /** Does nothing for a container without an image. */
    void fetch(ContainerSpec spec) {
        spec.image().ifPresent(request -> {
            PullPolicy policy = policy();
            try (ImageSupply supply = ImageSettings.supply(arguments, "use image", request.name());
                    PullProgress progress = PullProgress.on(output)) {
                supply.get(ImageReference.parse(request.name()), policy, progress);
            }
        });
    }

    private PullPolicy policy() {
        String text = arguments.one(RunOptions.PULL).orElse("missing");
        return Arrays.stream(PullPolicy.values())
                .filter(policy -> policy.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> arguments.usage("--pull is '" + text + "'; it can be missing, always or never"));
    }
}
