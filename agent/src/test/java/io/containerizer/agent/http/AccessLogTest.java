package io.containerizer.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.agent.auth.Authenticator;
import io.containerizer.agent.auth.Credentials;
import io.containerizer.agent.auth.Realm;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccessLogTest {

    private static final Logger LOGGER = Logger.getLogger("io.containerizer.agent.http");

    private final Queue<LogRecord> records = new ConcurrentLinkedQueue<>();
    private final Handler recorder = new Handler() {
        @Override
        public void publish(LogRecord logged) {
            records.add(logged);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private final TestServer server = new TestServer();

    @BeforeEach
    void start() {
        LOGGER.addHandler(recorder);
        LOGGER.setLevel(Level.ALL);
        Credentials credentials =
                Credentials.parse("{\"credentials\":[{\"principal\":\"alice\",\"secret\":\"wonder\"}]}", "flag");
        server.authenticator(new Authenticator(Set.of(Realm.READWRITE), credentials, true, System::nanoTime))
                .route("/x", Realm.READWRITE, request -> Answer.empty(200))
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
        LOGGER.removeHandler(recorder);
        LOGGER.setLevel(null);
    }

    private List<String> lines(Level level) {
        return records.stream()
                .filter(logged -> logged.getLevel().equals(level))
                .map(LogRecord::getMessage)
                .toList();
    }

    @Test
    void aRequestIsOneLine() throws IOException {
        try (Wire wire = server.connect()) {
            wire.get(
                    "/slave(1)/x?secret=1",
                    "Authorization: Basic YWxpY2U6d29uZGVy",
                    "User-Agent: curl/8",
                    "X-Forwarded-For: 1.2.3.4");
            server.close();
        }
        assertThat(lines(Level.INFO))
                .singleElement()
                .asString()
                .matches("HTTP GET for /slave\\(1\\)/x from alice@127\\.0\\.0\\.1:\\d+ with User-Agent='curl/8'"
                        + " with X-Forwarded-For='1\\.2\\.3\\.4'");
        assertThat(lines(Level.FINE))
                .singleElement()
                .asString()
                .matches("HTTP GET for /slave\\(1\\)/x: 200 after \\d+ us");
    }

    @Test
    void noPasswordIsInTheLog() throws IOException {
        try (Wire wire = server.connect()) {
            wire.get("/x", "Authorization: Basic YWxpY2U6d29uZGVy");
            wire.get("/x", "Authorization: Basic YWxpY2U6d3Jvbmc=");
            wire.get("/x", "Authorization: Bearer token123");
        }
        server.close();
        assertThat(records).isNotEmpty();
        assertThat(records.stream().map(LogRecord::getMessage))
                .noneMatch(line -> line.matches("(?s).*(wonder|wrong|YWxp|token123).*"));
    }

    @Test
    void whatClientsSendCannotForgeLines() throws IOException {
        try (Wire wire = server.connect()) {
            wire.get("/x/%0aINFO%20forged%0d%1b[31m%e2%80%a8%e2%80%ae", "User-Agent: " + "a".repeat(1000));
        }
        server.close();
        assertThat(lines(Level.INFO))
                .singleElement()
                .asString()
                .startsWith("HTTP GET for /x/?INFO forged??[31m?? from ")
                .contains("User-Agent='" + "a".repeat(256) + "'")
                .doesNotContain("a".repeat(257));
    }
}
