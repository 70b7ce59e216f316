package io.containerizer.lifecycle;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.FlagValues;
import io.containerizer.image.supply.ImageFlags;
import java.util.ArrayList;
import java.util.List;

/** What an engine must be told besides, to make containers of images. */
final class ImageRules {

    private ImageRules() {}

    /**
     * @param isolation the names of the isolators that are on
     * @throws ContainerizerException INVALID_FLAG, with all that is missing
     */
    static void check(FlagValues flags, List<String> isolation, String launcher) {
        boolean provided = flags.find(ImageFlags.PROVIDERS).isPresent();
        if (!provided) {
            refuseImages(flags);
            return;
        }
        List<String> reasons = new ArrayList<>();
        List<String> remedies = new ArrayList<>();
        if (!launcher.equals("linux")) {
            reasons.add("the launcher is " + launcher);
            remedies.add("use --launcher=linux, as root on Linux");
        }
        List<String> missing = new ArrayList<>(List.of("filesystem/linux", "docker/runtime"));
        missing.removeAll(isolation);
        if (!missing.isEmpty()) {
            String names = String.join(" and ", missing);
            reasons.add(names + (missing.size() == 1 ? " is" : " are") + " not in --isolation");
            remedies.add("add " + names + " to --isolation");
        }
        if (!reasons.isEmpty()) {
            throw refused(ImageFlags.PROVIDERS.name(), String.join(", and ", reasons), String.join(", and ", remedies));
        }
    }

    private static void refuseImages(FlagValues flags) {
        String remedy = "add --image_providers=" + ImageFlags.DOCKER;
        if (flags.find(ImageFlags.GC).isPresent()) {
            throw refused(ImageFlags.GC.name(), "this engine has no images", remedy);
        }
        if (flags.find(EngineFlags.DEFAULT_CONTAINER_INFO)
                .flatMap(DefaultContainerInfo::image)
                .isPresent()) {
            throw refused(
                    EngineFlags.DEFAULT_CONTAINER_INFO.name(),
                    "it names an image, and this engine has no images",
                    remedy);
        }
    }

    private static ContainerizerException refused(String flag, String why, String remedy) {
        return ContainerizerException.of(ErrorCode.INVALID_FLAG, "use flag", "--" + flag, why)
                .withHint(remedy);
    }
}
