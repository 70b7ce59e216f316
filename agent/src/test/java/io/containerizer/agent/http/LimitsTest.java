package io.containerizer.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LimitsTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private static Limits limits(int connections, Duration headerTime, Duration bodyTime, Duration idleTime) {
        return new Limits(
                connections, 10, 2048, 1000, 1500, headerTime, bodyTime, LONG, idleTime, Duration.ofMillis(100));
    }

    private TestServer start(Limits limits) {
        return server.limits(limits)
                .route("/echo", request -> {
                    try {
                        return Answer.text(200, new String(request.body().all(), StandardCharsets.UTF_8));
                    } catch (IOException e) {
                        return Answer.text(200, "whatever the handler makes of it");
                    }
                })
                .start();
    }

    @Test
    void longBodiesAreRefusedBeforeTheyAreSent() throws IOException {
        start(limits(10, LONG, LONG, LONG));
        try (Wire wire = server.connect()) {
            wire.send("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1001\r\n\r\n");
            Wire.Reply reply = wire.reply();
            assertThat(reply.status()).isEqualTo(413);
            assertThat(reply.text()).isEqualTo("the body is longer than 1000 bytes");
            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    void longBodiesOfUnknownLengthAreRefusedWhenTheyAreTooLong() throws IOException {
        start(limits(10, LONG, LONG, LONG));
        try (Wire wire = server.connect()) {
            wire.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
            String chunk = "64\r\n" + "x".repeat(100) + "\r\n";
            wire.send(chunk.repeat(11));
            assertThat(wire.reply().status()).isEqualTo(413);
        }
    }

    @Test
    void bodiesOfTheGreatestLengthAreTaken() throws IOException {
        start(limits(10, LONG, LONG, LONG));
        try (Wire wire = server.connect()) {
            assertThat(wire.post("/echo", "x".repeat(1000)).text()).hasSize(1000);
            assertThat(wire.post("/echo", "x".repeat(1000)).text()).hasSize(1000);
        }
    }

    @Test
    void allBodiesTogetherAreBounded() throws IOException {
        start(limits(10, LONG, LONG, LONG));
        try (Wire first = server.connect();
                Wire second = server.connect()) {
            first.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n" + "x".repeat(900));
            Wire.Reply reply = null;
            // until the first body is held
            for (int i = 0; i < 2000 && (reply == null || reply.status() == 200); i++) {
                try (Wire another = server.connect()) {
                    reply = another.post("/echo", "y".repeat(1000));
                }
            }
            assertThat(reply.status()).isEqualTo(503);
            first.send("x".repeat(100));
            assertThat(first.reply().text()).hasSize(1000);
            assertThat(second.post("/echo", "y".repeat(1000)).status()).isEqualTo(200);
        }
    }

    @Test
    void longHeadersAreRefused() throws IOException {
        start(limits(10, LONG, LONG, LONG));
        try (Wire wire = server.connect()) {
            Wire.Reply reply = wire.get("/echo", "X: " + "y".repeat(2048));
            assertThat(reply.status()).isEqualTo(431);
            assertThat(reply.text()).isEqualTo("431 Request Header Fields Too Large.");
        }
    }

    @Test
    void slowHeadersEndWithTheTimeThoughSomethingAlwaysComes() throws Exception {
        start(limits(10, Duration.ofMillis(600), LONG, LONG));
        try (Wire wire = server.connect()) {
            wire.send("GET /echo HTTP/1.1\r\n");
            CountDownLatch answered = new CountDownLatch(1);
            Thread drip = Thread.startVirtualThread(() -> {
                try {
                    while (!answered.await(50, TimeUnit.MILLISECONDS)) {
                        wire.send("X: y\r\n");
                    }
                } catch (IOException | InterruptedException e) {
                    // the server had enough
                }
            });
            Wire.Reply reply = wire.reply();
            answered.countDown();
            drip.join();
            assertThat(reply.status()).isEqualTo(408);
            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    void slowBodiesEndWithTheTime() throws IOException {
        start(limits(10, LONG, Duration.ofMillis(300), LONG));
        try (Wire wire = server.connect()) {
            wire.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
            Wire.Reply reply = wire.reply();
            assertThat(reply.status()).isEqualTo(408);
            assertThat(reply.text()).isEqualTo("the body did not arrive in time");
            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    void whoTakesNothingOfAnAnswerIsDropped() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        server.route("/huge", request -> {
            begun.countDown();
            return new Answer.Whole(200, Map.of(), "a/b", new byte[50_000_000]);
        });
        Duration shortly = Duration.ofMillis(500);
        start(new Limits(10, 10, 2048, 1000, 1500, LONG, LONG, shortly, LONG, LONG));
        try (Wire wire = server.connect()) {
            wire.send("GET /huge HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            long stopped = System.nanoTime();
            server.close();
            assertThat(Duration.ofNanos(System.nanoTime() - stopped)).isLessThan(LONG.dividedBy(2));
        }
    }

    @Test
    void idleConnectionsAreClosed() throws IOException {
        start(limits(10, LONG, LONG, Duration.ofMillis(300)));
        try (Wire silent = server.connect();
                Wire used = server.connect()) {
            assertThat(used.get("/echo").status()).isEqualTo(200);
            assertThat(used.isClosed()).isTrue();
            assertThat(silent.isClosed()).isTrue();
        }
    }

    @Test
    void connectionsOfMesosProcessesMayBeIdle() throws Exception {
        server.peers(request -> Answer.text(202, request.path()));
        start(limits(10, LONG, LONG, Duration.ofMillis(300)));
        try (Wire peer = server.connect();
                Wire other = server.connect()) {
            assertThat(peer.post("/slave(1)/mesos.internal.PingSlaveMessage", "", "Libprocess-From: a@1.2.3.4:5")
                            .text())
                    .isEqualTo("/slave(1)/mesos.internal.PingSlaveMessage");
            assertThat(other.isClosed()).isTrue();
            assertThat(other.isClosed()).isTrue();
            assertThat(peer.get("/echo").status()).isEqualTo(200);
        }
    }

    @Test
    void connectionsAboveTheirNumberAreToldSo() throws IOException {
        start(limits(3, LONG, LONG, LONG));
        List<Wire> wires = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                wires.add(server.connect());
                assertThat(wires.get(i).get("/echo").status()).isEqualTo(200);
            }
            wires.add(server.connect());
            Wire.Reply reply = wires.get(3).get("/echo");
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.field("Connection")).isEqualTo("close");
            assertThat(wires.get(3).isClosed()).isTrue();
        } finally {
            for (Wire wire : wires) {
                wire.close();
            }
        }
    }

    @Test
    void connectionsFarAboveTheirNumberAreClosed() throws IOException {
        start(limits(1, LONG, LONG, LONG));
        List<Wire> wires = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                wires.add(server.connect());
            }
            assertThat(wires.getLast().isClosed()).isTrue();
            assertThat(wires.getFirst().get("/echo").status()).isEqualTo(503);
        } finally {
            for (Wire wire : wires) {
                wire.close();
            }
        }
        assertThat(answersAgain()).isTrue();
    }

    private boolean answersAgain() throws IOException {
        for (int i = 0; i < 2000; i++) {
            try (Wire wire = server.connect()) {
                if (wire.get("/echo").status() == 200) {
                    return true;
                }
            } catch (IOException e) {
                // those before are not gone yet
            }
        }
        return false;
    }

    @Test
    void mustMakeSense() {
        assertThatThrownBy(() -> limits(0, LONG, LONG, LONG)).hasMessageContaining("connections");
        assertThatThrownBy(() -> limits(1, Duration.ZERO, LONG, LONG)).hasMessageContaining("headerTime");
    }
}
