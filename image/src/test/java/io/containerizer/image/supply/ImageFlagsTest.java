package io.containerizer.image.supply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Flag;
import io.containerizer.api.FlagValues;
import io.containerizer.image.ImageReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFlagsTest {

    @Test
    void namesAndDefaultsAreThoseOfTheMesosAgentWhereItHasThem() {
        assertThat(ImageFlags.all())
                .extracting(f -> f.name() + "=" + f.fallback().orElse(""))
                .containsExactlyInAnyOrder(
                        "image_providers=",
                        "docker_registry=https://registry-1.docker.io",
                        "docker_config=",
                        "docker_registry_insecure=",
                        "docker_registry_mirrors=",
                        "docker_registry_ca=",
                        "docker_registry_client_certificate=",
                        "docker_store_dir=/tmp/mesos/store/docker",
                        "image_platform=",
                        "fetcher_stall_timeout=1mins",
                        "image_gc_config=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker", "DOCKER", "Docker,", " docker ,docker"})
    void theProviderIsDockerInAnyCase(String text) {
        assertThat(given(ImageFlags.PROVIDERS, text)).containsExactly("docker");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            APPC        | 'APPC': Appc images are not supported
            docker,appc | 'appc': Appc images are not supported
            oci         | 'oci': there is none of this name; use docker
            ,           | ',': it names none
            """)
    void otherProvidersAreRefused(String text, String why) {
        refuses(ImageFlags.PROVIDERS, text, why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/srv/images", "https://registry.test:5000", "http://localhost:5000"})
    void aRegistryIsAnAddressOrADirectory(String text) {
        assertThat(given(ImageFlags.REGISTRY, text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "hdfs://namenode/images, Hadoop's file system is not supported",
        "registry.test, neither a URL nor an absolute path",
        "images/here, neither a URL nor an absolute path",
        "'', neither a URL nor an absolute path"
    })
    void anythingElseIsNoRegistry(String text, String why) {
        refuses(ImageFlags.REGISTRY, text, why);
    }

    @Test
    void whatIsRecordedHasNoSecrets() {
        FlagValues given = new FlagValues(Map.of("docker_config", "{}", "docker_registry", "/srv"));
        assertThat(ImageFlags.withoutSecrets(given).given()).containsExactly(Map.entry("docker_registry", "/srv"));
    }

    @Test
    void whatTheCollectionOfImagesIsToldHasDefaults() {
        assertThat(given(ImageFlags.GC, "{}")).isEqualTo(new ImageGcConfig(0.1, Duration.ofHours(1), List.of()));
    }

    @Test
    void whatTheCollectionOfImagesIsToldMayBeInAFile(@TempDir Path top) throws IOException {
        Path file = Files.writeString(top.resolve("gc.json"), """
                {"image_disk_headroom": 0.25,
                 "image_disk_watch_interval": {"nanoseconds": 60000000000},
                 "excluded_images": ["busybox", "registry.test/a/b:1"]}
                """);
        ImageGcConfig expected = new ImageGcConfig(
                0.25,
                Duration.ofMinutes(1),
                List.of(ImageReference.parse("busybox"), ImageReference.parse("registry.test/a/b:1")));
        assertThat(given(ImageFlags.GC, file.toString())).isEqualTo(expected);
        assertThat(given(ImageFlags.GC, "file://" + file)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {                                                       | it is no JSON
            []                                                      | neither JSON nor the absolute path
            /no/such/file                                           | read /no/such/file: there is no such file
            {"image_disk_headroom": 1.1}                            | not between 0 and 1
            {"image_disk_headroom": -0.1}                           | not between 0 and 1
            {"image_disk_headroom": "NaN"}                          | not between 0 and 1
            {"image_disk_headroom": "x"}                            | a text where a number belongs
            {"image_disk_headroom": null}                           | it is no JSON
            {"image_disk_watch_interval": {"nanoseconds": 5}}       | below a second
            {"image_disk_watch_interval": {}}                       | the one field nanoseconds
            {"image_disk_watch_interval": 5}                        | it is no JSON
            {"excluded_images": "busybox"}                          | it is no JSON
            {"excluded_images": ["BusyBox"]}                        | 'BusyBox' is no name of a repository
            {"headroom": 0.1}                                       | the field headroom has no meaning here
            """)
    void whatIsWrongWithTheCollectionIsNamed(String text, String why) {
        refuses(ImageFlags.GC, text, why);
    }

    private static <T> T given(Flag<T> flag, String text) {
        return new FlagValues(Map.of(flag.name(), text)).get(flag);
    }

    private static void refuses(Flag<?> flag, String text, String why) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> given(flag, text))
                .returns(ErrorCode.INVALID_FLAG, ContainerizerException::code)
                .withMessageContaining(why);
    }
}
