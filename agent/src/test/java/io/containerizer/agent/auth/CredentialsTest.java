package io.containerizer.agent.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.containerizer.api.ContainerizerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialsTest {

    @Test
    void matchTheirSecretsOnly() {
        Credentials credentials =
                Credentials.parse("{\"credentials\":[{\"principal\":\"a\",\"secret\":\"s\"}]}", "--http_credentials");
        assertThat(credentials.match("a", "s")).isTrue();
        assertThat(credentials.match("a", "t")).isFalse();
        assertThat(credentials.match("b", "s")).isFalse();
        assertThat(credentials.match("b", "")).isFalse();
    }

    @Test
    void neverPrintSecrets() {
        Credentials credentials = Credentials.parse(
                "{\"credentials\":[{\"principal\":\"a\",\"secret\":\"hidden\"}]}", "--http_credentials");
        assertThat(credentials).hasToString("1 credentials");
        assertThat(Credentials.NONE.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"credentials\":[{\"principal\":\"a\",\"secret\":\"hidden\"},{\"principal\":\"a\",\"secret\":\"hidden\"}]}"
                        + "|the principal a is there twice",
                "{\"credentials\":[{\"principal\":\"a:b\",\"secret\":\"hidden\"}]}|the principal a:b has a colon",
                "{\"credentials\":[{\"principal\":\"\",\"secret\":\"hidden\"}]}|credentials[0] has an empty principal or secret",
                "{\"credentials\":[{\"principal\":\"a\"}]}|credentials[0].secret is not a text",
                "{\"credentials\":[{\"principal\":\"a\",\"secert\":\"hidden\"}]}|unknown name: secert; did you mean secret?",
                "{\"credentials\":\"hidden\"}|credentials is not an array",
                "{}|credentials is not an array",
                "a hidden|it is no JSON",
            })
    void complainWithoutRepeatingSecrets(String json, String message) {
        assertThatThrownBy(() -> Credentials.parse(json, "--http_credentials"))
                .isInstanceOf(ContainerizerException.class)
                .hasMessageStartingWith("read credentials from --http_credentials: ")
                .hasMessageContaining(message)
                .hasMessageNotContaining("hidden")
                .hasNoCause();
    }
}
