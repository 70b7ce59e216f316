package io.containerizer.image.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.FlagValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryFlagsTest {

    private static final String CONFIG = "{\"auths\": {\"r.test\": {\"username\": \"u\", \"password\": \"p\"}}}";

    @TempDir
    Path directory;

    private static RegistrySettings settings(Map<String, String> flags) {
        return RegistryFlags.settings(new FlagValues(flags), "https://r.test", Duration.ofSeconds(7));
    }

    @Test
    void haveDefaults() {
        RegistrySettings settings = settings(Map.of());
        assertThat(settings)
                .isEqualTo(RegistrySettings.DEFAULT
                        .withDefaultRegistry("https://r.test")
                        .withTimeouts(Duration.ofSeconds(7), Duration.ofSeconds(20)));
    }

    @Test
    void becomeSettings() throws IOException {
        Path file = Files.writeString(directory.resolve("config.json"), CONFIG);
        RegistrySettings settings = settings(Map.of(
                "docker_config", file.toUri().toString().replaceFirst("file:/+", "file:///"),
                "docker_registry_mirrors", "{\"docker.io\": [\"https://m1.test\", \"m2.test:5000\"]}",
                "docker_registry_insecure", "a.test:5000, b.test",
                "docker_registry_ca", "/etc/a.pem,/etc/b.pem",
                "docker_registry_client_certificate", "/etc/c.pem,/etc/k.pem"));
        assertThat(settings.credentials().getFirst().find("r.test", "x")).isPresent();
        assertThat(settings.mirrors()).isEqualTo(Map.of("docker.io", List.of("https://m1.test", "m2.test:5000")));
        assertThat(settings.plain()).isEqualTo(Set.of("a.test:5000", "b.test"));
        assertThat(settings.authorities()).containsExactly(Path.of("/etc/a.pem"), Path.of("/etc/b.pem"));
        assertThat(settings.client()).contains(new ClientCertificate(Path.of("/etc/c.pem"), Path.of("/etc/k.pem")));
    }

    @Test
    void takeAConfigurationAsItStands() {
        assertThat(settings(Map.of("docker_config", CONFIG)).credentials()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "docker_config | /nowhere/config.json | /nowhere/config.json",
                "docker_config | {\"auths\": 1} | auths is no JSON object",
                "docker_registry_mirrors | [] | neither JSON nor the absolute path of a file",
                "docker_registry_mirrors | { | not JSON",
                "docker_registry_mirrors | {\"r.test\": \"https://m.test\"} | no list",
                "docker_registry_mirrors | {\"r.test\": [1]} | not all addresses",
                "docker_registry_mirrors | {\"r.test\": [\"ftp://m.test\"]} | neither https nor http",
                "docker_registry_client_certificate | /etc/c.pem | two files",
            })
    void sayWhatIsWrongWithThem(String flag, String value, String words) {
        assertThatThrownBy(() -> settings(Map.of(flag, value)))
                .isInstanceOfSatisfying(
                        ContainerizerException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_FLAG))
                .hasMessageContainingAll("--" + flag, words);
    }
}
