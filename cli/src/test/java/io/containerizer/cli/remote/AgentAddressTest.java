package io.containerizer.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.containerizer.api.ContainerizerException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentAddressTest {

    @ParameterizedTest
    @CsvSource({
        "agent.test:99, http://agent.test:99",
        "agent.test, http://agent.test:5051",
        "[::1]:99, http://[::1]:99",
        "https://agent.test, https://agent.test:5051",
        "http://10.0.0.1:80/, http://10.0.0.1:80"
    })
    void hostsAndPorts(String text, String base) {
        AgentAddress address = AgentAddress.parse(text);
        assertThat(address.base()).hasToString(base);
        assertThat(address.socket()).isEmpty();
        assertThat(address).hasToString(base);
    }

    @Test
    void sockets() {
        assertThat(AgentAddress.parse("unix:/run/a.sock").socket()).contains(Path.of("/run/a.sock"));
        assertThat(AgentAddress.parse("unix:a.sock").socket().orElseThrow()).isAbsolute();
        assertThat(AgentAddress.parse("unix:/run/a.sock")).hasToString("unix:/run/a.sock");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "unix:", "ftp://a.test", "a b:1", "http://", "http://a.test/path", "u@a.test:1", "a.test:x"})
    void nothingElse(String text) {
        assertThatThrownBy(() -> AgentAddress.parse(text))
                .isInstanceOf(ContainerizerException.class)
                .hasMessageContaining("write HOST:PORT, https://HOST:PORT or unix:/PATH");
    }
}
