package io.containerizer.lifecycle;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.FlagValues;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageRulesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            linux | filesystem/linux                | docker/runtime is not in --isolation; add docker/runtime to --isolation
            linux | docker/runtime,filesystem/posix | filesystem/linux is not in --isolation; add filesystem/linux to --isolation
            linux | posix/cpu                       | filesystem/linux and docker/runtime are not in --isolation; add filesystem/linux and docker/runtime to --isolation
            posix | filesystem/linux,docker/runtime | the launcher is posix; use --launcher=linux, as root on Linux
            posix | filesystem/linux                | the launcher is posix, and docker/runtime is not in --isolation; use --launcher=linux, as root on Linux, and add docker/runtime to --isolation
            """)
    void imagesNeedIsolatorsAndALauncher(String launcher, String isolation, String why) {
        refuses(Map.of("image_providers", "docker"), isolation, launcher, "use flag --image_providers: " + why);
    }

    @Test
    void theCollectionOfImagesNeedsImages() {
        refuses(
                Map.of("image_gc_config", "{}"),
                "posix/cpu",
                "posix",
                "use flag --image_gc_config: this engine has no images; add --image_providers=docker");
    }

    @Test
    void anImageForAllContainersNeedsImages() {
        String info = "{\"type\":\"MESOS\",\"mesos\":{\"image\":{\"type\":\"DOCKER\",\"docker\":{\"name\":\"x\"}}}}";
        refuses(
                Map.of("default_container_info", info),
                "filesystem/linux",
                "linux",
                "use flag --default_container_info: it names an image, and this engine has no images;"
                        + " add --image_providers=docker");
    }

    @Test
    void whatIsCompleteIsTaken() {
        List<String> isolation = List.of("filesystem/linux", "docker/runtime");
        assertThatNoException()
                .isThrownBy(() -> ImageRules.check(
                        new FlagValues(Map.of("image_providers", "DOCKER", "image_gc_config", "{}")),
                        isolation,
                        "linux"));
    }

    @Test
    void theIsolatorNeedsNoImages() {
        assertThatNoException().isThrownBy(() -> ImageRules.check(FlagValues.NONE, List.of("docker/runtime"), "posix"));
    }

    private static void refuses(Map<String, String> flags, String isolation, String launcher, String message) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> ImageRules.check(new FlagValues(flags), List.of(isolation.split(",")), launcher))
                .returns(ErrorCode.INVALID_FLAG, ContainerizerException::code)
                .withMessage(message);
    }
}
