package io.containerizer.image.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DockerConfigTest {

    private static final String SOURCE = "--docker_config";

    @Test
    void readsAllFormsOfAnEntry() {
        DockerConfig config = parse("""
                {"auths": {
                  "a.example": {"auth": "%s", "email": "someone"},
                  "b.example": {"username": "bob", "password": "b:secret"},
                  "c.example": {"identitytoken": "c-token", "auth": "%s"},
                  "d.example": {}
                }}""".formatted(base64("ann:a:secret"), base64("carl:")));
        assertThat(password(config, "a.example")).isEqualTo("ann a:secret");
        assertThat(password(config, "b.example")).isEqualTo("bob b:secret");
        assertThat(config.find("c.example", "x"))
                .get()
                .isInstanceOfSatisfying(
                        Credential.IdentityToken.class,
                        token -> assertThat(token.token().reveal()).isEqualTo("c-token"));
        assertThat(config.find("d.example", "x")).isEmpty();
    }

    @Test
    void readsTheFormWithoutAuths() {
        DockerConfig config = parse("{\"https://a.example/v1/\": {\"auth\": \"" + base64("ann:secret") + "\"}}");
        assertThat(password(config, "a.example")).isEqualTo("ann secret");
    }

    @ParameterizedTest
    @CsvSource({
        "https://index.docker.io/v1/, docker.io, library/app, true",
        "docker.io, docker.io, library/app, true",
        "https://a.example, a.example, app, true",
        "http://a.example:5000/v2/, a.example:5000, app, true",
        "A.Example, a.example, app, true",
        "a.example:443, a.example, app, true",
        "a.example:80, a.example, app, false",
        "http://a.example:80, a.example, app, true",
        "a.example, a.example:5000, app, false",
        "a.example:5000, a.example, app, false",
        "a.example/team, a.example, team/app, true",
        "a.example/team, a.example, team, true",
        "a.example/team, a.example, teamwork/app, false",
        "a.example/team/, a.example, other/team/app, false",
        "a.example, b.a.example, app, false",
        "docker.io, notdocker.io, app, false",
    })
    void comparesKeysWithHostAndPath(String key, String registry, String repository, boolean matches) {
        DockerConfig config = parse("{\"auths\": {\"" + key + "\": {\"username\": \"u\", \"password\": \"p\"}}}");
        assertThat(config.find(registry, repository).isPresent()).isEqualTo(matches);
    }

    @Test
    void prefersTheLongestPath() {
        DockerConfig config = parse("""
                {"auths": {
                  "a.example/team": {"username": "team", "password": "t"},
                  "a.example": {"username": "all", "password": "a"},
                  "a.example/team/app": {"username": "app", "password": "p"}
                }}""");
        assertThat(user(config, "team/app")).isEqualTo("app");
        assertThat(user(config, "team/app/part")).isEqualTo("app");
        assertThat(user(config, "team/other")).isEqualTo("team");
        assertThat(user(config, "other")).isEqualTo("all");
        assertThat(config.find("a.example", "team/app").orElseThrow().source())
                .isEqualTo("--docker_config, key a.example/team/app");
    }

    @Test
    void knowsTheHelpersItDoesNotRun() {
        DockerConfig config = parse("""
                {"credHelpers": {"a.example": "cloud-login"}, "credsStore": "keychain"}""");
        assertThat(config.helper("a.example")).contains("docker-credential-cloud-login");
        assertThat(config.helper("b.example")).contains("docker-credential-keychain");
        assertThat(parse("{\"auths\": {}}").helper("b.example")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hunter2",
                "{\"auths\": {\"a.example\": {\"auth\": hunter2",
                "{\"auths\": {\"a.example\": {\"auth\": \"hunter2!\"}}}",
                "{\"auths\": {\"a.example\": {\"auth\": \"aHVudGVyMg==\"}}}",
                "{\"auths\": {\"a.example\": {\"password\": \"hunter2\"}}}",
                "{\"auths\": {\"a.example\": {\"auth\": [\"hunter2\"]}}}",
                "{\"auths\": {\"a.example\": \"hunter2\"}}",
                "{\"auths\": [\"hunter2\"]}",
                "{\"credsStore\": {\"x\": \"hunter2\"}}",
                "[\"hunter2\"]",
                "",
            })
    void refusesWhatItIsNotAndRepeatsNothingOfIt(String json) {
        assertThatThrownBy(() -> parse(json))
                .isInstanceOfSatisfying(ContainerizerException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.INVALID_FLAG);
                    assertThat(e.getCause()).isNull();
                })
                .hasMessageContaining(SOURCE)
                .hasMessageNotContaining("hunter2")
                .hasMessageNotContaining("aHVudGVyMg");
    }

    @Test
    void showsNoSecret() {
        DockerConfig config = parse("{\"auths\": {\"a.example\": {\"username\": \"u\", \"password\": \"hunter2\"},"
                + "\"b.example\": {\"identitytoken\": \"hunter3\"}}}");
        assertThat(config.toString()).contains("a.example").doesNotContain("hunter");
        for (String host : new String[] {"a.example", "b.example"}) {
            Credential found = config.find(host, "x").orElseThrow();
            assertThat(found.toString()).contains(host).doesNotContain("hunter");
        }
    }

    private static DockerConfig parse(String json) {
        return DockerConfig.parse(json, SOURCE);
    }

    private static String password(DockerConfig config, String registry) {
        Optional<Credential> found = config.find(registry, "x");
        return found.orElseThrow() instanceof Credential.Password p
                ? p.user() + " " + p.password().reveal()
                : "no password";
    }

    private static String user(DockerConfig config, String repository) {
        return config.find("a.example", repository).orElseThrow() instanceof Credential.Password p ? p.user() : "";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
