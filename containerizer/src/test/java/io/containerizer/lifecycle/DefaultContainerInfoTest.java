package io.containerizer.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.Command;
import io.containerizer.api.ContainerClass;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.ImageRequest;
import io.containerizer.api.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefaultContainerInfoTest {

    private static final String PRIVATE_TMP = """
            {"type": "MESOS", "volumes": [
              {"host_path": "tmp", "container_path": "/tmp", "mode": "RW"},
              {"host_path": "/usr/share", "container_path": "/opt", "mode": "RO"}]}
            """;
    private static final String IMAGE = """
            {"type": "MESOS", "mesos": {"image": {"type": "DOCKER", "docker": {"name": "busybox:1"}, "cached": false}}}
            """;
    private static final List<Volume> VOLUMES =
            List.of(Volume.of("tmp", "/tmp"), Volume.of("/usr/share", "/opt").asReadOnly());

    @Test
    void theVolumesOfTheGuide() {
        assertThat(DefaultContainerInfo.parse(PRIVATE_TMP).volumes()).isEqualTo(VOLUMES);
        assertThat(DefaultContainerInfo.parse("{\"type\":\"MESOS\"}").volumes()).isEmpty();
    }

    @Test
    void aFileWithThem(@TempDir Path top) throws IOException {
        Path file = Files.writeString(top.resolve("info.json"), PRIVATE_TMP);
        assertThat(DefaultContainerInfo.parse(file.toString()).volumes()).isEqualTo(VOLUMES);
        assertThat(DefaultContainerInfo.parse("file://" + file).volumes()).isEqualTo(VOLUMES);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {                                                                             | it is no JSON
            []                                                                            | neither JSON nor the absolute path
            info.json                                                                     | neither JSON nor the absolute path
            file://info.json                                                              | neither JSON nor the absolute path
            /no/such/file                                                                 | read /no/such/file: there is no such file
            {}                                                                            | the field type is missing
            {"type":"MESOS","volumes":[{"host_path":"a","container_path":"/","mode":"RO"}]} | the whole root
            {"type":"DOCKER"}                                                             | its type must be MESOS
            {"type":"MESOS","mesos":{}}                                                   | the field image is missing
            {"type":"MESOS","mesos":{"image":{"type":"APPC"}}}                            | the type of an image must be DOCKER
            {"type":"MESOS","mesos":{"image":{"type":"DOCKER"}}}                          | the field docker is missing
            {"type":"MESOS","mesos":{"image":{"type":"DOCKER","docker":{"name":"X"}}}}    | 'X' is no name of a repository
            {"type":"MESOS","mesos":{"image":{"type":"DOCKER","docker":{"name":"x","credential":{}}}}} | the field credential
            {"type":"MESOS","hostname":"x"}                                               | the field hostname of a ContainerInfo
            {"type":"MESOS","volumes":{}}                                                 | it is no JSON
            {"type":"MESOS","volumes":[1]}                                                | it is no JSON
            {"type":"MESOS","volumes":[{"host_path":"a","container_path":"/b"}]}          | the field mode is missing
            {"type":"MESOS","volumes":[{"host_path":"a","container_path":"/b","mode":""}]}| RW or RO
            {"type":"MESOS","volumes":[{"container_path":"/b","mode":"RW"}]}              | the field host_path is missing
            {"type":"MESOS","volumes":[{"host_path":"../a","container_path":"/b","mode":"RW"}]} | ../a
            {"type":"MESOS","volumes":[{"host_path":"a","container_path":"/b","mode":"RW","image":{}}]} | the field image of a volume
            """)
    void whatIsWrongIsNamed(String text, String why) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> DefaultContainerInfo.parse(text))
                .withMessageContaining(why);
    }

    @Test
    void anImageInsteadOfTheHostsRoot() {
        DefaultContainerInfo info = DefaultContainerInfo.parse(IMAGE);
        assertThat(info.image()).contains(new ImageRequest("busybox:1", false));
        ContainerSpec silent =
                ContainerSpec.builder(ContainerId.of("web"), Command.of("true")).build();
        assertThat(info.applyTo(silent)).isEqualTo(silent.withImage(new ImageRequest("busybox:1", false)));
        ContainerSpec other = silent.withImage(new ImageRequest("other", true));
        assertThat(info.applyTo(other)).isEqualTo(other);
        assertThat(DefaultContainerInfo.parse(IMAGE.replace(", \"cached\": false", ""))
                        .image())
                .contains(new ImageRequest("busybox:1", true));
    }

    @Test
    void theErrorIsThatOfAFlag() {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> DefaultContainerInfo.parse("{}"))
                .returns(ErrorCode.INVALID_FLAG, ContainerizerException::code);
    }

    @Test
    void onlySilentRequestsGetThem() {
        DefaultContainerInfo info = DefaultContainerInfo.parse(PRIVATE_TMP);
        ContainerId id = ContainerId.of("web");
        ContainerSpec silent = ContainerSpec.builder(id, Command.of("true")).build();
        assertThat(info.applyTo(silent).volumes()).isEqualTo(VOLUMES);
        assertThat(info.applyTo(silent).withVolumes(List.of())).isEqualTo(silent);
        for (ContainerSpec other : List.of(
                silent.withVolumes(List.of(Volume.of("x", "/mnt"))),
                ContainerSpec.builder(id, Command.of("true"))
                        .rootfs(Path.of("/srv"))
                        .build(),
                ContainerSpec.builder(id.child("a"), Command.of("true")).build(),
                ContainerSpec.builder(id.child("a"), Command.of("true"))
                        .containerClass(ContainerClass.DEBUG)
                        .build())) {
            assertThat(info.applyTo(other)).isEqualTo(other);
        }
    }
}
