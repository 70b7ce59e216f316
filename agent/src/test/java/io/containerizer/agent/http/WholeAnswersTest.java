package io.containerizer.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WholeAnswersTest {

    private static final String LONG = "{\"a\":\"" + "x".repeat(2000) + "\"}";

    private final TestServer server = new TestServer();

    @BeforeEach
    void start() {
        server.route("/echo", request -> {
            try {
                return Answer.text(200, new String(request.body().all(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                return Answer.text(400, "never seen");
            }
        });
        server.route("/path", request -> Answer.text(200, request.path() + "?" + new TreeMap<>(request.query())));
        server.route("/long", request -> Answer.json(LONG));
        server.route("/short", request -> Answer.json("{}"));
        server.route("/huge", request -> Answer.text(200, "y".repeat(5_000_000)));
        server.route("/empty", request -> Answer.empty(200));
        server.route("/header", request -> new Answer.Whole(405, Map.of("Allow", "POST"), "", new byte[0]));
        server.route("/broken", request -> {
            throw new IllegalStateException("secret detail");
        });
        server.route("/failed", request -> {
            throw ContainerizerException.of(ErrorCode.KERNEL, "do", "it", "ENOENT");
        });
        server.route("/caller", request -> Answer.text(200, request.caller().toString()));
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void carryTheirLengthTypeAndDate() throws IOException {
        try (Wire wire = server.connect()) {
            Wire.Reply reply = wire.get("/short");
            assertThat(reply.statusLine()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(reply.text()).isEqualTo("{}");
            assertThat(reply.field("Content-Type")).isEqualTo("application/json");
            assertThat(reply.field("Content-Length")).isEqualTo("2");
            assertThat(reply.field("Date")).endsWith("GMT");
            assertThat(reply.fields()).doesNotContainKeys("Server", "Vary", "Connection");
        }
    }

    @Test
    void followOneAnotherOnOneConnection() throws IOException {
        try (Wire wire = server.connect()) {
            for (int i = 0; i < 20; i++) {
                assertThat(wire.post("/echo", "number " + i).text()).isEqualTo("number " + i);
            }
        }
    }

    @Test
    void ofPipelinedRequestsComeInTheirOrder() throws IOException {
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            String body = "number " + i;
            requests.append("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: ")
                    .append(body.length())
                    .append("\r\n\r\n")
                    .append(body);
        }
        try (Wire wire = server.connect()) {
            wire.send(requests.toString());
            for (int i = 0; i < 200; i++) {
                assertThat(wire.reply().text()).isEqualTo("number " + i);
            }
        }
    }

    @Test
    void areCompressedIfLongAndWanted() throws IOException {
        try (Wire wire = server.connect()) {
            Wire.Reply reply = wire.get("/long", "Accept-Encoding: deflate, gzip;q=0.5");
            assertThat(reply.field("Content-Encoding")).isEqualTo("gzip");
            assertThat(reply.field("Vary")).isEqualTo("Accept-Encoding");
            assertThat(new GZIPInputStream(new ByteArrayInputStream(reply.body())).readAllBytes())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo(LONG);
        }
    }

    @Test
    void areNotCompressedIfShortOrUnwanted() throws IOException {
        try (Wire wire = server.connect()) {
            assertThat(wire.get("/short", "Accept-Encoding: gzip").fields()).doesNotContainKey("Content-Encoding");
            assertThat(wire.get("/long").text()).isEqualTo(LONG);
            assertThat(wire.get("/long", "Accept-Encoding: gzip;q=0, *").text()).isEqualTo(LONG);
        }
    }

    @Test
    void mayBeLong() throws IOException {
        try (Wire wire = server.connect()) {
            assertThat(wire.get("/huge").body()).hasSize(5_000_000);
        }
    }

    @Test
    void mayBeEmptyOrHaveFieldsOfTheirOwn() throws IOException {
        try (Wire wire = server.connect()) {
            Wire.Reply empty = wire.get("/empty");
            assertThat(empty.status()).isEqualTo(200);
            assertThat(empty.field("Content-Length")).isEqualTo("0");
            assertThat(empty.fields()).doesNotContainKey("Content-Type");
            assertThat(wire.get("/header").field("Allow")).isEqualTo("POST");
        }
    }

    @Test
    void toHeadHaveNoBody() throws IOException {
        try (Wire wire = server.connect()) {
            wire.send("HEAD /short HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(wire.replyToHead().field("Content-Length")).isEqualTo("2");
            assertThat(wire.get("/short").text()).isEqualTo("{}");
        }
    }

    @Test
    void ofFaultyHandlersAreKnownErrors() throws IOException {
        try (Wire wire = server.connect()) {
            Wire.Reply broken = wire.get("/broken");
            assertThat(broken.status()).isEqualTo(500);
            assertThat(broken.text()).isEqualTo("500 Internal Server Error.");
            Wire.Reply failed = wire.get("/failed");
            assertThat(failed.status()).isEqualTo(500);
            assertThat(failed.text()).isEqualTo("do it: ENOENT");
        }
    }

    @Test
    void forUnknownPathsAreThoseOfMesos() throws IOException {
        try (Wire wire = server.connect()) {
            Wire.Reply reply = wire.get("/nope");
            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.text()).isEqualTo("404 Not Found.");
            assertThat(reply.field("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        }
    }

    @Test
    void goToOldClientsToo() throws IOException {
        try (Wire wire = server.connect()) {
            wire.send("GET /short HTTP/1.0\r\n\r\n");
            Wire.Reply reply = wire.reply();
            assertThat(reply.text()).isEqualTo("{}");
            assertThat(wire.isClosed()).isTrue();
        }
        try (Wire wire = server.connect()) {
            wire.send("GET /short HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            assertThat(wire.reply().field("Connection")).isEqualTo("keep-alive");
            assertThat(wire.get("/short").text()).isEqualTo("{}");
        }
    }

    @Test
    void comeBeforeBodiesThatNobodyReadsAndEndTheConnection() throws IOException {
        try (Wire wire = server.connect()) {
            wire.send("POST /short HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nonly this");
            Wire.Reply reply = wire.reply();
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.field("Connection")).isEqualTo("close");
            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    void keepTheConnectionIfAnUnreadBodyHasArrived() throws IOException {
        try (Wire wire = server.connect()) {
            assertThat(wire.post("/short", "unread").text()).isEqualTo("{}");
            assertThat(wire.get("/short").text()).isEqualTo("{}");
        }
    }

    @Test
    void waitForBodiesThatExpectToBeAskedFor() throws IOException {
        try (Wire wire = server.connect()) {
            wire.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
            assertThat(wire.begin().status()).isEqualTo(100);
            wire.send("asked");
            assertThat(wire.reply().text()).isEqualTo("asked");
            assertThat(wire.get("/short").text()).isEqualTo("{}");
        }
    }

    @Test
    void knowTheDecodedPathAndQuery() throws IOException {
        try (Wire wire = server.connect()) {
            assertThat(wire.get("/slave(1)/path/a%20b/?x=1&x=%C3%A4&flag").text())
                    .isEqualTo("/path/a b?{flag=, x=ä}")
                    .isEqualTo(
                            wire.get("/slave%281%29/path/a%20b?flag&x=%c3%a4").text());
            assertThat(wire.get("http://somewhere/path").text()).startsWith("/path?");
            assertThat(wire.get("/path/%zz").status()).isEqualTo(400);
        }
    }

    @Test
    void knowWhereRequestsComeFrom() throws IOException {
        try (Wire wire = server.connect()) {
            assertThat(wire.get("/caller").text())
                    .contains("address=127.0.0.1:")
                    .contains("principal=Optional.empty");
        }
    }
}
