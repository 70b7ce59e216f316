package io.containerizer.agent.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamedAnswersTest {

    private final TestServer server = new TestServer();
    private final BlockingQueue<String> pieces = new ArrayBlockingQueue<>(100);
    private final CountDownLatch gone = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    @AfterEach
    void stop() {
        server.close();
    }

    private Answer pieces() {
        return new Answer.Streamed(200, Map.of("Message-Content-Type", "a/b"), "application/recordio", sink -> {
            sink.whenGone(gone::countDown);
            String piece = pieces.take();
            while (!piece.equals("end") && sink.write(piece.getBytes(UTF_8))) {
                piece = pieces.take();
            }
            ended.countDown();
        });
    }

    private Answer silence() {
        return new Answer.Streamed(200, Map.of(), "a/b", sink -> {
            sink.whenGone(gone::countDown);
            gone.await();
            ended.countDown();
        });
    }

    private static boolean soon(CountDownLatch latch) throws InterruptedException {
        return latch.await(20, TimeUnit.SECONDS);
    }

    @Test
    void arrivePieceByPieceAndLeaveTheConnectionUsable() throws IOException {
        server.route("/s", request -> pieces()).start();
        try (Wire wire = server.connect()) {
            wire.send("GET /s HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n");
            Wire.Reply begin = wire.begin();
            assertThat(begin.field("Transfer-Encoding")).isEqualTo("chunked");
            assertThat(begin.field("Content-Type")).isEqualTo("application/recordio");
            assertThat(begin.field("Message-Content-Type")).isEqualTo("a/b");
            assertThat(begin.fields()).doesNotContainKey("Content-Encoding");
            pieces.add("one");
            assertThat(wire.chunkText()).isEqualTo("one");
            pieces.add("two");
            assertThat(wire.chunkText()).isEqualTo("two");
            pieces.add("end");
            assertThat(wire.chunk()).isEmpty();
            assertThat(wire.get("/nope").status()).isEqualTo(404);
        }
    }

    @Test
    void takeNothingAfterTheirEnd() throws Exception {
        BlockingQueue<Sink> sinks = new ArrayBlockingQueue<>(1);
        server.route("/s", request -> new Answer.Streamed(200, Map.of(), "a/b", sinks::put))
                .start();
        try (Wire wire = server.connect()) {
            assertThat(wire.get("/s").body()).isEmpty();
            assertThat(sinks.take().write(new byte[] {'x'})).isFalse();
            assertThat(wire.get("/nope").status()).isEqualTo(404);
        }
    }

    @Test
    void keepThePiecesOfSeveralThreadsWhole() throws Exception {
        server.route(
                        "/s",
                        request -> new Answer.Streamed(200, Map.of(), "a/b", sink -> {
                            Thread[] writers = new Thread[10];
                            for (int i = 0; i < writers.length; i++) {
                                byte[] piece = String.valueOf(i).repeat(1000).getBytes(UTF_8);
                                writers[i] = Thread.startVirtualThread(() -> {
                                    for (int n = 0; n < 20; n++) {
                                        sink.write(piece);
                                    }
                                });
                            }
                            for (Thread writer : writers) {
                                writer.join();
                            }
                        }))
                .start();
        try (Wire wire = server.connect()) {
            wire.send("GET /s HTTP/1.1\r\nHost: a\r\n\r\n").begin();
            for (int n = 0; n < 200; n++) {
                assertThat(wire.chunkText()).hasSize(1000).matches("(.)\\1*");
            }
            assertThat(wire.chunk()).isEmpty();
        }
    }

    @Test
    void goToOldClientsUntilTheConnectionEnds() throws IOException {
        server.route("/s", request -> pieces()).start();
        try (Wire wire = server.connect()) {
            wire.send("GET /s HTTP/1.0\r\n\r\n");
            pieces.add("one");
            pieces.add("two");
            pieces.add("end");
            assertThat(wire.reply().text()).isEqualTo("onetwo");
        }
    }

    @Test
    void endAtOnceWhenTheClientLeavesThoughNothingIsWritten() throws Exception {
        server.route("/s", request -> silence()).start();
        try (Wire wire = server.connect()) {
            wire.send("GET /s HTTP/1.1\r\nHost: a\r\n\r\n").begin();
        }
        long left = System.nanoTime();
        assertThat(soon(ended)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - left)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void endWhenTheClientLeavesWithRequestsInTheLine() throws Exception {
        server.route("/s", request -> silence()).start();
        try (Wire wire = server.connect()) {
            wire.send("GET /s HTTP/1.1\r\nHost: a\r\n\r\n").begin();
            wire.send("GET /nope HTTP/1.1\r\nHost: a\r\n\r\n");
        }
        assertThat(soon(ended)).isTrue();
    }

    @Test
    void keepRequestsThatComeMeanwhileForLater() throws Exception {
        server.route("/s", request -> pieces()).start();
        try (Wire wire = server.connect()) {
            wire.send("GET /s HTTP/1.1\r\nHost: a\r\n\r\n").begin();
            for (int i = 0; i < 300; i++) {
                wire.send("GET /nope HTTP/1.1\r\nHost: a\r\nX: " + i + "\r\n\r\n");
            }
            pieces.add("one");
            assertThat(wire.chunkText()).isEqualTo("one");
            pieces.add("end");
            assertThat(wire.chunk()).isEmpty();
            for (int i = 0; i < 300; i++) {
                assertThat(wire.reply().status()).isEqualTo(404);
            }
        }
    }

    @Test
    void dropClientsThatTakeNothing() throws Exception {
        server.limits(TestServer.patience(Duration.ofSeconds(1)))
                .route(
                        "/s",
                        request -> new Answer.Streamed(200, Map.of(), "a/b", sink -> {
                            sink.whenGone(gone::countDown);
                            byte[] piece = new byte[100_000];
                            while (sink.write(piece)) {
                                // as long as it takes something
                            }
                            ended.countDown();
                        }))
                .start();
        try (Wire wire = server.connect()) {
            wire.send("GET /s HTTP/1.1\r\nHost: a\r\n\r\n").begin();
            assertThat(soon(ended)).isTrue();
            assertThat(soon(gone)).isTrue();
        }
    }

    @Test
    void mayReadTheBodyWhileTheyAreWritten() throws Exception {
        server.route(
                        "/duplex",
                        request -> new Answer.Streamed(200, Map.of(), "a/b", sink -> {
                            try (InputStream in = request.body().stream()) {
                                byte[] buffer = new byte[100];
                                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                                    sink.write(("<" + new String(buffer, 0, n, UTF_8) + ">").getBytes(UTF_8));
                                }
                            } catch (IOException e) {
                                ended.countDown();
                            }
                        }))
                .start();
        try (Wire wire = server.connect()) {
            wire.send("POST /duplex HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .begin();
            for (int i = 0; i < 50; i++) {
                wire.send("3\r\nab" + i % 10 + "\r\n");
                assertThat(wire.chunkText()).isEqualTo("<ab" + i % 10 + ">");
            }
            wire.send("0\r\n\r\n");
            assertThat(wire.chunk()).isEmpty();
            assertThat(wire.isClosed()).isTrue();
            assertThat(ended.getCount()).isOne();
        }
    }

    @Test
    void endReadsOfTheBodyWhenTheyAreComplete() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        server.route("/early", request -> {
                    Thread.startVirtualThread(() -> {
                        try (InputStream in = request.body().stream()) {
                            while (in.read() >= 0) {
                                reading.countDown();
                            }
                        } catch (IOException e) {
                            ended.countDown();
                        }
                    });
                    await(reading);
                    return Answer.text(400, "enough");
                })
                .start();
        try (Wire wire = server.connect()) {
            wire.send("POST /early HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n");
            Wire.Reply reply = wire.reply();
            assertThat(reply.text()).isEqualTo("enough");
            assertThat(reply.field("Connection")).isEqualTo("close");
            assertThat(soon(ended)).isTrue();
            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    void endReadsOfTheBodyWhenTheClientLeaves() throws Exception {
        server.route("/in", request -> {
                    try (InputStream in = request.body().stream()) {
                        while (in.read() >= 0) {
                            gone.countDown();
                        }
                    } catch (IOException e) {
                        ended.countDown();
                    }
                    return Answer.empty(200);
                })
                .start();
        try (Wire wire = server.connect()) {
            wire.send("POST /in HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n");
            assertThat(soon(gone)).isTrue();
        }
        assertThat(soon(ended)).isTrue();
    }

    @Test
    void beyondTheirNumberAreRefusedAndTheirSourcesMayCleanUp() throws Exception {
        Limits d = Limits.DEFAULTS;
        Limits one = new Limits(
                d.connections(),
                1,
                d.headerBytes(),
                d.bodyBytes(),
                d.bodiesBytes(),
                d.headerTime(),
                d.bodyTime(),
                d.sendTime(),
                d.idleTime(),
                Duration.ZERO);
        server.limits(one).route("/s", request -> silence()).start();
        try (Wire first = server.connect();
                Wire second = server.connect()) {
            first.send("GET /s HTTP/1.1\r\nHost: a\r\n\r\n").begin();
            Wire.Reply refused = second.get("/s");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.field("Retry-After")).isEqualTo("1");
            assertThat(soon(gone)).isTrue();
        }
    }

    @Test
    void endWhenTheServerStops() throws Exception {
        server.route("/s", request -> silence()).start();
        try (Wire wire = server.connect()) {
            wire.send("GET /s HTTP/1.1\r\nHost: a\r\n\r\n").begin();
            server.close();
            assertThat(soon(ended)).isTrue();
            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    void handlersThatWaitLearnThatTheClientLeft() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        server.route("/wait", request -> {
                    request.client().whenGone(gone::countDown);
                    waiting.countDown();
                    await(gone);
                    ended.countDown();
                    return Answer.empty(200);
                })
                .start();
        try (Wire wire = server.connect()) {
            wire.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(soon(waiting)).isTrue();
        }
        assertThat(soon(ended)).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(soon(latch)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
