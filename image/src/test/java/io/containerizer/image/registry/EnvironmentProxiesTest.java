package io.containerizer.image.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.containerizer.api.ContainerizerException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentProxiesTest {

    private static final Map<String, String> BOTH = Map.of(
            "HTTPS_PROXY", "http://secure.test:3128",
            "http_proxy", "plain.test:8080",
            "NO_PROXY", "inside.test, .below.test,*.star.test");

    @ParameterizedTest
    @CsvSource({
        "https://r.test/v2/, secure.test:3128",
        "http://r.test/v2/, plain.test:8080",
        "https://inside.test/, ''",
        "https://r.inside.test:5000/, ''",
        "https://notinside.test/, secure.test:3128",
        "https://a.below.test/, ''",
        "https://a.star.test/, ''",
        "http://localhost:5000/, ''",
        "http://127.0.0.1:5000/, ''",
        "http://[::1]:5000/, ''",
    })
    void choosesByTheSchemeAndTheHost(URI uri, String proxy) {
        assertThat(EnvironmentProxies.of(BOTH).select(uri)).isEqualTo(List.of(proxy(proxy)));
    }

    private static Proxy proxy(String text) {
        String[] parts = text.split(":");
        return text.isEmpty()
                ? Proxy.NO_PROXY
                : new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(parts[0], Integer.parseInt(parts[1])));
    }

    @Test
    void asksJavaIfTheEnvironmentSaysNothing() {
        assertThat(EnvironmentProxies.of(Map.of("HTTPS_PROXY", "")).select(URI.create("https://r.test/")))
                .containsExactly(Proxy.NO_PROXY);
    }

    @Test
    void needsNoProxyAtAllForAStar() {
        Map<String, String> none = Map.of("HTTPS_PROXY", "p.test:1", "NO_PROXY", "*");
        assertThat(EnvironmentProxies.of(none).select(URI.create("https://r.test/")))
                .containsExactly(Proxy.NO_PROXY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://ann:hunter2@p.test:1", "socks5://p.test:1", "http://hunter2 x"})
    void refusesWhatItCannotUseAndRepeatsNoPassword(String value) {
        assertThatThrownBy(() ->
                        EnvironmentProxies.of(Map.of("HTTPS_PROXY", value)).select(URI.create("https://r.test/")))
                .isInstanceOf(ContainerizerException.class)
                .hasMessageContainingAll("HTTPS_PROXY", "NO_PROXY")
                .hasMessageNotContaining("hunter2");
    }
}
