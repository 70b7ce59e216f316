package io.containerizer.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.testkit.SeededTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Requests with something wrong in them: each is answered, or its connection closed, never with a 500; others are served. */
class RawBytesFuzzTest {

    private static final int REQUESTS = 1000;

    private static final List<String> GOOD = List.of(
            "GET /state HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /slave(1)/state?jsonp=a&b=%20 HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip;q=0.5\r\n\r\n",
            "POST /api/v1 HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 5\r\n\r\nhello",
            "POST /api/v1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
            "POST /x/y HTTP/1.1\r\nHost: a\r\nLibprocess-From: a@1.2.3.4:5\r\nContent-Length: 2\r\n\r\nab",
            "GET /private HTTP/1.1\r\nHost: a\r\nAuthorization: Basic YTpi\r\n\r\n",
            "HEAD /stream HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n",
            "GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
            "OPTIONS * HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nConnection: Upgrade\r\nHTTP2-Settings: AAMAAABk\r\n\r\n");

    private static final List<String> POISON = List.of(
            "\r\n",
            "\n",
            "\0",
            ":",
            " ",
            "%",
            "%2e%2e/",
            "\u00ff",
            "HTTP/9.9",
            "Content-Length: 99999999999999999999\r\n",
            "Content-Length: -1\r\n",
            "Transfer-Encoding: gzip, chunked\r\n",
            "Transfer-Encoding: chunked\r\n",
            "ffffffff\r\n",
            "Host: b\r\n",
            "Expect: 200-ok\r\n",
            "http://[::1",
            "//",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "\r\n\r\n");

    private static final TestServer SERVER = new TestServer();

    @BeforeAll
    static void start() {
        Limits d = Limits.DEFAULTS;
        SERVER.limits(new Limits(
                        d.connections(),
                        d.streams(),
                        2048,
                        4096,
                        1 << 20,
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(20),
                        Duration.ZERO))
                .route("/state", request -> Jsonp.answer(request, "{}"))
                .route("/api/v1", RawBytesFuzzTest::length)
                .route(
                        "/stream",
                        request -> new Answer.Streamed(
                                200, java.util.Map.of(), "a/b", sink -> sink.write(new byte[] {1, 2, 3})))
                .route("/private", io.containerizer.agent.auth.Realm.READWRITE, request -> Answer.empty(200))
                .peers(request -> Answer.empty(202))
                .start();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static Answer length(Request request) {
        try {
            return Answer.text(200, String.valueOf(request.body().all().length));
        } catch (IOException e) {
            return Answer.empty(400);
        }
    }

    @SeededTest(count = 40)
    void theServerBearsWhateverComes(long seed) throws IOException {
        Random random = new Random(seed);
        int refused = 0;
        int served = 0;
        for (int i = 0; i < REQUESTS; i++) {
            byte[] bytes = mutate(random, GOOD.get(random.nextInt(GOOD.size())));
            try (Wire wire = SERVER.connect()) {
                wire.send(bytes).endOfInput();
                String answers = wire.rest();
                refused += answers.startsWith("HTTP/1.1 400 ") ? 1 : 0;
                served += answers.startsWith("HTTP/1.1 200 ") ? 1 : 0;
                for (String line : answers.split("\r\n")) {
                    assertThat(line)
                            .as("request %d: %s", i, new String(bytes, StandardCharsets.ISO_8859_1))
                            .doesNotMatch("HTTP/1\\.[01] 5(?!0[15]).*");
                }
            }
        }
        // most of them are understood by some part of the server
        assertThat(refused).isGreaterThan(REQUESTS / 10);
        assertThat(served).isGreaterThan(REQUESTS / 10);
        try (Wire wire = SERVER.connect()) {
            assertThat(wire.get("/state").text()).isEqualTo("{}");
        }
    }

    private static byte[] mutate(Random random, String good) {
        StringBuilder text = new StringBuilder(good);
        for (int changes = random.nextInt(4); changes >= 0; changes--) {
            int at = random.nextInt(text.length() + 1);
            switch (random.nextInt(6)) {
                case 0 -> text.insert(at, POISON.get(random.nextInt(POISON.size())));
                case 1 -> text.insert(at, (char) random.nextInt(256));
                case 2 -> text.setLength(Math.max(at, 1));
                case 3 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(8)));
                case 4 -> text.append(GOOD.get(random.nextInt(GOOD.size())));
                default -> text.insert(at, "x".repeat(random.nextInt(3000)));
            }
            if (text.isEmpty()) {
                text.append(' ');
            }
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
