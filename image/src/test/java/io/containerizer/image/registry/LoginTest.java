package io.containerizer.image.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.image.Digest;
import io.containerizer.image.Image;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How registries let somebody in, and who learns what on the way. */
class LoginTest {

    private static final String PASSWORD = "hunter2-password";
    private static final String TOKEN = "hunter2-token";
    private static final String IDENTITY = "hunter2-identity";
    private static final String BASIC = "Basic " + base64("ann:" + PASSWORD);

    private final FakeRegistry registry = FakeRegistry.plain();
    private final String app = registry.authority() + "/team/app:1";
    private final Log log = new Log();

    /** What is logged. */
    private static final class Log extends Handler {
        private final Logger logger = Logger.getLogger(RegistrySource.class.getPackageName());
        private final List<String> lines = new ArrayList<>();

        @Override
        public synchronized void publish(LogRecord line) {
            lines.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @BeforeEach
    void listen() {
        log.logger.setLevel(Level.ALL);
        log.logger.addHandler(log);
    }

    @AfterEach
    void close() {
        log.logger.removeHandler(log);
        registry.close();
        assertThat(log.lines).noneMatch(line -> line.contains("hunter2") || line.contains(base64("ann:" + PASSWORD)));
    }

    private RegistrySettings withPassword() {
        return with(
                "{\"auths\": {\"" + registry.authority() + "\": {\"auth\": \"" + base64("ann:" + PASSWORD) + "\"}}}");
    }

    private static RegistrySettings with(String config) {
        return RegistrySettings.DEFAULT.withCredentials(DockerConfig.parse(config, "--docker_config"));
    }

    private FakeRegistry.Behaviour wants(String challenge) {
        return FakeRegistry.error(401, "UNAUTHORIZED", "who are you", "WWW-Authenticate", challenge);
    }

    private String bearer() {
        return "Bearer realm=\"" + registry.address()
                + "/token?x=1\",service=\"reg, istry\",scope=\"repository:team/app:pull\"";
    }

    private FakeRegistry.Behaviour token(String value, int seconds) {
        return FakeRegistry.status(
                200, "application/json", "{\"token\": \"" + value + "\", \"expires_in\": " + seconds + "}");
    }

    /** Everything a failure tells, to its last cause. */
    private static String all(Throwable failure) {
        StringBuilder all = new StringBuilder();
        for (Throwable t = failure; t != null; t = t.getCause()) {
            all.append(t).append('\n');
        }
        return all.toString();
    }

    @Test
    void sendsThePasswordOnceItIsAskedForOne() throws Exception {
        FakeImage.small().in(registry, "team/app", "1");
        registry.script("/manifests/", wants("Basic realm=\"x\""));
        try (Client client = new Client(withPassword())) {
            Image found = client.find(app);
            client.layer(app, found, 0);
        }
        assertThat(registry.asked(""))
                .extracting(asked -> asked.header("Authorization"))
                .containsExactly("", BASIC, BASIC, BASIC);
        assertThat(log.lines)
                .anyMatch(line -> line.contains("credentials of --docker_config, key " + registry.authority()));
    }

    @Test
    void fetchesATokenOnceForAllOfARepository() throws Exception {
        FakeImage.small().in(registry, "team/app", "1");
        registry.script("/manifests/", wants(bearer()));
        registry.script("/token", token(TOKEN, 300));
        try (Client client = new Client(withPassword())) {
            Image found = client.find(app);
            client.layer(app, found, 0);
        }
        assertThat(registry.asked("/v2/"))
                .extracting(asked -> asked.header("Authorization"))
                .containsExactly("", "Bearer " + TOKEN, "Bearer " + TOKEN, "Bearer " + TOKEN);
        assertThat(registry.asked("/token")).singleElement().satisfies(asked -> {
            assertThat(asked.path()).isEqualTo("/token?x=1&service=reg%2C+istry&scope=repository%3Ateam%2Fapp%3Apull");
            assertThat(asked.header("Authorization")).isEqualTo(BASIC);
        });
    }

    @Test
    void fetchesOneTokenForRequestsSideBySide() throws Exception {
        FakeImage.small().in(registry, "team/app", "1");
        registry.script("/v2/", FakeRegistry.times(1000, exchange -> {
            if (("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                registry.serve(exchange, true);
            } else {
                wants(bearer()).answer(exchange);
            }
        }));
        registry.script("/token", token(TOKEN, 300));
        try (Client client = new Client();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Image>> found = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                found.add(threads.submit(() -> client.find(app)));
            }
            for (Future<Image> image : found) {
                assertThat(image.get()).isEqualTo(found.getFirst().get());
            }
        }
        assertThat(registry.asked("/token")).hasSize(1);
    }

    @Test
    void fetchesAnotherTokenWhenTheFirstExpires() throws Exception {
        FakeImage.small().in(registry, "team/app", "1");
        registry.script("/manifests/", wants(bearer()));
        registry.script("/token", token(TOKEN, 60), token(TOKEN + "2", 60), token(TOKEN + "3", 60));
        try (Client client = new Client()) {
            Image found = client.find(app);
            client.now.updateAndGet(now -> now.plus(Duration.ofSeconds(61)));
            registry.script("/blobs/", wants(bearer()));
            client.layer(app, found, 0);
            registry.script("/blobs/", wants(bearer())); // for reasons of its own, before the token's time
            client.layer(app, found, 0);
        }
        assertThat(registry.asked("/blobs/" + Digest.of(FakeImage.small().layer())))
                .extracting(asked -> asked.header("Authorization"))
                .containsExactly("", "Bearer " + TOKEN + "2", "Bearer " + TOKEN + "2", "Bearer " + TOKEN + "3");
    }

    @Test
    void fetchesATokenWithoutCredentialsIfThereAreNone() {
        FakeImage.small().in(registry, "team/app", "1");
        registry.script("/manifests/", wants("Bearer realm=\"" + registry.address() + "/token\""));
        registry.script("/token", token(TOKEN, 300));
        try (Client client = new Client()) {
            client.find(app);
        }
        assertThat(registry.asked("/token")).singleElement().satisfies(asked -> {
            assertThat(asked.path()).isEqualTo("/token?scope=repository%3Ateam%2Fapp%3Apull");
            assertThat(asked.header("Authorization")).isEmpty();
        });
    }

    @Test
    void exchangesAnIdentityToken() {
        FakeImage.small().in(registry, "team/app", "1");
        registry.script("/manifests/", wants(bearer()));
        registry.script(
                "/token", FakeRegistry.status(200, "application/json", "{\"access_token\": \"" + TOKEN + "\"}"));
        RegistrySettings settings =
                with("{\"auths\": {\"" + registry.authority() + "\": {\"identitytoken\": \"" + IDENTITY + "\"}}}");
        try (Client client = new Client(settings)) {
            client.find(app);
        }
        assertThat(registry.asked("/token"))
                .singleElement()
                .satisfies(asked -> assertThat(asked.body())
                        .contains(
                                "grant_type=refresh_token",
                                "refresh_token=" + IDENTITY,
                                "scope=repository%3Ateam%2Fapp%3Apull"));
    }

    @Test
    void prefersTheImagesOwnCredentials() {
        FakeImage.small().in(registry, "team/app", "1");
        registry.script("/manifests/", wants("Basic realm=\"x\""));
        DockerConfig own = DockerConfig.parse(
                "{\"auths\": {\"" + registry.authority() + "/team\": {\"username\": \"bob\", \"password\": \"p\"}}}",
                "the image's own configuration");
        try (Client client = new Client(withPassword().withCredentials(own))) {
            client.find(app);
        }
        assertThat(registry.asked("/manifests/").getLast().header("Authorization"))
                .isEqualTo("Basic " + base64("bob:p"));
    }

    @Test
    void saysWhoseCredentialsWereRefusedAndNotWhich() {
        registry.script(
                "/manifests/",
                wants("Basic realm=\"x\""),
                FakeRegistry.error(
                        401, "UNAUTHORIZED", "no: " + PASSWORD + " " + BASIC, "WWW-Authenticate", "Basic realm=\"x\""));
        try (Client client = new Client(withPassword())) {
            ContainerizerException failure = client.failure(app);
            assertThat(failure.code()).isEqualTo(ErrorCode.REGISTRY_FAILED);
            assertThat(all(failure))
                    .contains(
                            registry.address(),
                            "401 Unauthorized",
                            "UNAUTHORIZED: no: (secret)",
                            "asked with the credentials of --docker_config, key " + registry.authority(),
                            "whether they are right")
                    .doesNotContain(PASSWORD, base64("ann:" + PASSWORD));
            assertThat(client.pauses).isEmpty();
        }
    }

    @Test
    void hidesTokensThatTheRegistryRepeats() {
        registry.script("/manifests/", wants(bearer()), FakeRegistry.error(403, "DENIED", "not with " + TOKEN));
        registry.script("/token", token(TOKEN, 300));
        try (Client client = new Client(withPassword())) {
            assertThat(all(client.failure(app)))
                    .contains("403 Forbidden", "not with (secret)")
                    .doesNotContain("hunter2");
        }
    }

    @Test
    void saysThatCredentialsAreMissing() {
        registry.script("/manifests/", wants("Basic realm=\"x\""));
        try (Client client = new Client()) {
            assertThat(client.failure(app))
                    .hasMessageContainingAll(
                            "asked without credentials", registry.authority() + " are needed in --docker_config");
        }
    }

    @Test
    void namesTheHelperItDoesNotRun() {
        registry.script("/manifests/", wants("Basic realm=\"x\""));
        try (Client client = new Client(with("{\"credsStore\": \"keychain\"}"))) {
            assertThat(client.failure(app)).hasMessageContaining("docker-credential-keychain, which is not run");
        }
    }

    @Test
    void explainsWhatATokenServerRefuses() {
        registry.script("/manifests/", wants(bearer()));
        registry.script(
                "/token",
                FakeRegistry.status(401, "application/json", "{\"details\": \"incorrect " + PASSWORD + "\"}"));
        try (Client client = new Client(withPassword())) {
            assertThat(all(client.failure(app)))
                    .contains(
                            "fetch token for " + registry.address(),
                            registry.address() + "/token answers 401 Unauthorized (incorrect (secret))",
                            "credentials of --docker_config")
                    .doesNotContain("hunter2");
        }
    }

    @Test
    void explainsATokenServerThatMakesNoSense() {
        for (String body : List.of("<html>", "{}", "[]", "", "{\"token\": 7}", "{\"token\": \"a\\nb\"}")) {
            registry.script("/manifests/", wants(bearer()));
            registry.script("/token", FakeRegistry.status(200, "application/json", body));
            try (Client client = new Client(withPassword())) {
                assertThat(client.failure(app)).hasMessageContaining(registry.address() + "/token answers with");
            }
        }
    }

    @Test
    void asksATokenServerAgainThatIsBusy() {
        FakeImage.small().in(registry, "team/app", "1");
        registry.script("/manifests/", wants(bearer()), wants(bearer()));
        registry.script(
                "/token", FakeRegistry.status(503, "text/plain", "busy", "Retry-After", "7"), token(TOKEN, 300));
        try (Client client = new Client(withPassword())) {
            client.find(app);
            assertThat(client.pauses).containsExactly(Duration.ofSeconds(7));
        }
    }

    @Test
    void asksNoTokenServerWithoutEncryption() {
        for (String realm :
                List.of("http://tokens.test/token", "ftp://127.0.0.1/", "", "tokens", "http://u:p@127.0.0.1/")) {
            registry.script("/manifests/", wants("Bearer realm=\"" + realm + "\""));
            try (Client client = new Client(withPassword())) {
                ContainerizerException failure = client.failure(app);
                assertThat(failure.code()).isEqualTo(ErrorCode.REGISTRY_FAILED);
                assertThat(failure).hasMessageContaining("token server");
                assertThat(client.pauses).isEmpty();
            }
        }
    }

    @Test
    void givesItsCredentialsToNobodyElse() throws Exception {
        FakeImage image = FakeImage.small().in(registry, "team/app", "1");
        registry.script("/manifests/", wants("Basic realm=\"x\""));
        try (FakeRegistry store = FakeRegistry.plain();
                Client client = new Client(withPassword())) {
            store.put("x", "application/octet-stream", image.layer());
            Image found = client.find(app);
            registry.script("/blobs/", FakeRegistry.redirect(store.address() + "/v2/x?key=hunter2"));
            assertThat(client.layer(app, found, 0)).isEqualTo(image.layer());
            assertThat(store.asked(""))
                    .singleElement()
                    .satisfies(
                            asked -> assertThat(asked.header("Authorization")).isEmpty());

            registry.script("/blobs/", FakeRegistry.redirect(store.address() + "/v2/x?key=hunter2"));
            store.script("/v2/x", wants("Basic realm=\"x\""));
            ContainerizerException failure =
                    catchThrowableOfType(ContainerizerException.class, () -> client.layer(app, found, 0));
            assertThat(all(failure))
                    .contains(store.address() + "/v2/x, where the registry sent us")
                    .doesNotContain("hunter2");
            assertThat(store.asked(""))
                    .allSatisfy(
                            asked -> assertThat(asked.header("Authorization")).isEmpty());
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
