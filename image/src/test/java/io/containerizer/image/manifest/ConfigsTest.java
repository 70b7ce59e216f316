package io.containerizer.image.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.ContainerizerException;
import io.containerizer.image.ImageConfig;
import io.containerizer.image.Platform;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigsTest {

    @Test
    void whatIsNotSaidIsEmpty() {
        ImageConfig config = parse("{'os': 'linux', 'architecture': 'arm64', 'variant': 'v8', 'rootfs': {}}");
        assertThat(config)
                .isEqualTo(new ImageConfig(
                        Platform.parse("linux/arm64/v8"), List.of(), List.of(), List.of(), "", "", List.of()));
    }

    @Test
    void nullIsNotSaid() {
        ImageConfig config = parse(
                "{'os': 'linux', 'architecture': 'amd64', 'rootfs': {'diff_ids': null}, 'config': {'Cmd': null}}");
        assertThat(config.cmd()).isEmpty();
        assertThat(config.diffIds()).isEmpty();
    }

    @Test
    void aTextIsALineForTheShell() {
        ImageConfig config = parse("{'os': 'linux', 'architecture': 'amd64', 'rootfs': {},"
                + " 'config': {'Cmd': 'echo $HOME', 'Entrypoint': ''}}");
        assertThat(config.cmd()).containsExactly("/bin/sh", "-c", "echo $HOME");
        assertThat(config.entrypoint()).isEmpty();
    }

    @Test
    void whatCouldNotBeAnArgumentIsRefused() {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> parse(
                        "{'os': 'linux', 'architecture': 'amd64', 'rootfs': {}, 'config': {'Cmd': ['a\\u0000b']}}"))
                .withMessage("read configuration x: 'config.Cmd' has a NUL in it");
    }

    @Test
    void aConfigurationWithoutLayersOrPlatformIsRefused() {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> parse("{'os': 'linux', 'architecture': 'amd64'}"))
                .withMessage("read configuration x: it has no 'rootfs'");
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> parse("{'os': 'linux', 'rootfs': {}}"))
                .withMessage("read configuration x: it has no 'architecture'");
    }

    private static ImageConfig parse(String json) {
        return Configs.parse("x", json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
