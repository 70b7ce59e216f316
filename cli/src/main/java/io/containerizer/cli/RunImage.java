package io.containerizer.cli;

import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ImageRequest;
import io.containerizer.image.ImageReference;
import io.containerizer.image.supply.PullPolicy;
import io.containerizer.inventory.ImageUsers;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Gets the images of a new container, before there is an engine: so that somebody sees how far it is. */
final class RunImage {

    private final Arguments arguments;
    private final Output output;

    RunImage(Arguments arguments, Output output) {
        this.arguments = arguments;
        this.output = output;
    }

    /** Does nothing for a container without images. */
    void fetch(ContainerSpec spec) {
        Set<String> names = ImageUsers.requests(spec).map(ImageRequest::name).collect(Collectors.toSet());
        if (names.isEmpty()) {
            return;
        }
        PullPolicy policy = policy();
        String subject = String.join(", ", names);
        try (ImageHost images = ImageHost.forFetching(arguments, output, "use image", subject);
                PullProgress progress = PullProgress.on(output)) {
            for (String name : names) {
                images.fetch(ImageReference.parse(name), policy, progress, image -> {});
            }
        }
    }

    private PullPolicy policy() {
        String text = arguments.one(RunOptions.PULL).orElse("missing");
        return Arrays.stream(PullPolicy.values())
                .filter(policy -> policy.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> arguments.usage("--pull is '" + text + "'; it can be missing, always or never"));
    }
}
