package io.containerizer.image.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.image.Image;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Registries that do not do what they should: what is said of it, and what is tried again. */
class FaultsTest {

    private final FakeRegistry registry = FakeRegistry.plain();
    private final String app = registry.authority() + "/team/app:1";

    @AfterEach
    void close() {
        registry.close();
    }

    @ParameterizedTest
    @CsvSource({
        "404, NAME_UNKNOWN, IMAGE_NOT_FOUND, no such repository",
        "404, MANIFEST_UNKNOWN, IMAGE_NOT_FOUND, no such tag or digest",
        "404, OTHER, IMAGE_NOT_FOUND, no such repository or tag",
        "401, UNAUTHORIZED, REGISTRY_FAILED, asked without credentials",
        "403, DENIED, REGISTRY_FAILED, asked without credentials",
        "400, BAD, REGISTRY_FAILED, 400 Bad Request",
        "418, TEAPOT, REGISTRY_FAILED, 418",
        "501, UNSUPPORTED, REGISTRY_FAILED, 501",
    })
    void saysWhatTheRegistrySaysAndAsksOnce(int status, String said, ErrorCode code, String words) {
        registry.script("/manifests/", FakeRegistry.error(status, said, "the reason"));
        try (Client client = new Client()) {
            ContainerizerException failure = client.failure(app);
            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure)
                    .hasMessageContainingAll(
                            "fetch manifest http://" + app, registry.address() + " answers " + status, words)
                    .hasMessageContaining(said + ": the reason");
        }
        assertThat(registry.asked("")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void asksAgainWhatMayPass(int status) {
        FakeImage image = FakeImage.small().in(registry, "team/app", "1");
        registry.script("/manifests/", FakeRegistry.times(2, FakeRegistry.error(status, "UNKNOWN", "later")));
        registry.script("/blobs/", FakeRegistry.times(2, FakeRegistry.error(status, "UNKNOWN", "later")));
        try (Client client = new Client()) {
            assertThat(client.find(app).manifest()).isEqualTo(image.digest());
            assertThat(client.pauses)
                    .containsExactly(
                            Duration.ofMillis(250),
                            Duration.ofMillis(500),
                            Duration.ofMillis(250),
                            Duration.ofMillis(500));
        }
    }

    @Test
    void givesUpAfterSomeTries() {
        registry.script("/manifests/", FakeRegistry.times(9, FakeRegistry.error(500, "UNKNOWN", "the reason")));
        try (Client client = new Client()) {
            ContainerizerException failure = client.failure(app);
            assertThat(failure.code()).isEqualTo(ErrorCode.REGISTRY_FAILED);
            assertThat(failure)
                    .hasMessageContainingAll("500 Internal Server Error (UNKNOWN: the reason)", "(5 tries)", "log");
        }
        assertThat(registry.asked("")).hasSize(5);
    }

    @Test
    void waitsAsLongAsItIsAskedTo() {
        FakeImage.small().in(registry, "team/app", "1");
        registry.script(
                "/manifests/",
                FakeRegistry.error(429, "TOOMANYREQUESTS", "slowly", "Retry-After", "9"),
                FakeRegistry.error(503, "UNAVAILABLE", "soon", "Retry-After", "Thu, 01 Jan 2026 00:00:20 GMT"),
                FakeRegistry.error(503, "UNAVAILABLE", "soon", "Retry-After", "tomorrow"));
        try (Client client = new Client()) {
            client.find(app);
            assertThat(client.pauses)
                    .containsExactly(Duration.ofSeconds(9), Duration.ofSeconds(11), Duration.ofSeconds(1));
        }
    }

    @Test
    void doesNotWaitForEver() {
        registry.script("/manifests/", FakeRegistry.error(429, "TOOMANYREQUESTS", "slowly", "Retry-After", "3600"));
        try (Client client = new Client()) {
            assertThat(client.failure(app))
                    .hasMessageContainingAll("429 Too Many Requests", "asks to wait 3600 s", "use a mirror");
            assertThat(client.pauses).isEmpty();
        }
    }

    @Test
    void saysThatNobodyListens() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (Client client = new Client()) {
            ContainerizerException failure = client.failure("127.0.0.1:" + port + "/app");
            assertThat(failure.code()).isEqualTo(ErrorCode.REGISTRY_FAILED);
            assertThat(failure)
                    .hasMessageContainingAll("http://127.0.0.1:" + port, "Connection refused", "(5 tries)", "listens");
            assertThat(client.pauses).hasSize(4);
        }
    }

    @Test
    void saysThatAHostIsNotKnown() {
        try (Client client = new Client()) {
            assertThat(client.failure("registry.invalid/app"))
                    .hasMessageContainingAll("https://registry.invalid", "is not known", "spelling");
            assertThat(client.pauses).isEmpty();
        }
    }

    @Test
    void saysThatAPeerIsSilent() {
        registry.script("/manifests/", FakeRegistry.times(9, registry.silent()));
        RegistrySettings impatient = RegistrySettings.DEFAULT
                .withTimeouts(Duration.ofMillis(100), Duration.ofMillis(100))
                .withRetries(new RetryPolicy(2, Duration.ofMillis(1), Duration.ofMillis(1)));
        try (Client client = new Client(impatient)) {
            assertThat(client.failure(app))
                    .hasMessageContainingAll("nothing came for 100 ms", "(2 tries)", "--fetcher_stall_timeout");
        }
    }

    @Test
    void saysThatAPeerIsNoRegistry() {
        String page = "<html><title>It works!</title></html>";
        for (int status : new int[] {200, 404, 500}) {
            registry.script("/manifests/", FakeRegistry.status(status, "text/html; charset=utf-8", page));
            try (Client client = new Client()) {
                ContainerizerException failure = client.failure(app);
                assertThat(failure.code()).isEqualTo(ErrorCode.REGISTRY_FAILED);
                assertThat(failure).hasMessageContainingAll(registry.address(), "no registry", "port");
            }
        }
    }

    @Test
    void showsNoControlCharactersOfStrangers() {
        registry.script("/manifests/", FakeRegistry.status(400, "text/plain", "a\u001b[2Jb\r\nc" + "x".repeat(9999)));
        try (Client client = new Client()) {
            assertThat(client.failure(app)).hasMessageContaining("(a [2Jb cxxx");
            assertThat(client.failure(app).getMessage()).hasSizeLessThan(1000);
        }
    }

    @Test
    void followsRedirectsButNotForEver() throws Exception {
        FakeImage image = FakeImage.small().in(registry, "team/app", "1");
        try (Client client = new Client()) {
            Image found = client.find(app);
            registry.put("there", "x/y", image.layer());
            registry.script("/blobs/", FakeRegistry.redirect("/v2/there"));
            assertThat(client.layer(app, found, 0)).isEqualTo(image.layer());

            registry.script("/there", FakeRegistry.times(9, FakeRegistry.redirect("/v2/there")));
            registry.script("/blobs/", FakeRegistry.redirect("/v2/there"));
            assertThatThrownBy(() -> client.layer(app, found, 0)).hasMessageContaining("more than 5 redirects");
        }
    }

    @Test
    void followsNoRedirectsToNowhere() {
        FakeImage.small().in(registry, "team/app", "1");
        try (Client client = new Client()) {
            Image found = client.find(app);
            for (String target :
                    new String[] {"", "ftp://127.0.0.1/x", "http://[", "http:///x", "http://store.test/x"}) {
                registry.script("/blobs/", FakeRegistry.redirect(target));
                assertThatThrownBy(() -> client.layer(app, found, 0))
                        .isInstanceOf(ContainerizerException.class)
                        .hasMessageContaining(registry.address() + "/v2/team/app/blobs/")
                        .hasMessageContaining("redirects to");
            }
        }
    }

    @Test
    void saysThatALayerIsLost() {
        FakeImage.small().in(registry, "team/app", "1");
        try (Client client = new Client()) {
            Image found = client.find(app);
            registry.script("/blobs/", FakeRegistry.error(404, "BLOB_UNKNOWN", "gone"));
            assertThatThrownBy(() -> client.layer(app, found, 0))
                    .isInstanceOfSatisfying(
                            ContainerizerException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.REGISTRY_FAILED))
                    .hasMessageContainingAll("fetch layer", "BLOB_UNKNOWN: gone", "push it again");
        }
    }

    @Test
    void saysThatItCannotUseAProxy() {
        RegistrySettings settings = RegistrySettings.DEFAULT.withDefaultRegistry("http://registry.test:5000");
        try (Client client = new Client(settings, Map.of("HTTP_PROXY", "http://ann:hunter2@" + registry.authority()))) {
            ContainerizerException failure = client.failure("app");
            assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_FLAG);
            assertThat(failure).hasMessageContaining("HTTP_PROXY").hasMessageNotContaining("hunter2");
        }
    }

    @Test
    void asksThroughAProxy() throws Exception {
        FakeImage image = FakeImage.small();
        RegistrySettings settings = RegistrySettings.DEFAULT.withDefaultRegistry("http://registry.test:5000");
        try (Client client = new Client(settings, Map.of("http_proxy", registry.authority()))) {
            image.in(registry, "team/app", "1");
            assertThat(client.find("team/app:1").manifest()).isEqualTo(image.digest());
        }
        assertThat(registry.asked("/manifests/").getFirst().header("Host")).isEqualTo("registry.test:5000");
    }
}
