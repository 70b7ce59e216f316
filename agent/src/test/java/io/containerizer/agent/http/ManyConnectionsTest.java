package io.containerizer.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManyConnectionsTest {

    private static final int MANY = 1000;

    private final TestServer server = new TestServer();
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final AtomicInteger streams = new AtomicInteger();
    private CountDownLatch gone = new CountDownLatch(MANY);

    @BeforeEach
    void start() {
        server.route("/hello", request -> Answer.text(200, "hello"))
                .route(
                        "/s",
                        request -> new Answer.Streamed(200, Map.of(), "a/b", sink -> {
                            streams.incrementAndGet();
                            CountDownLatch left = new CountDownLatch(1);
                            sink.whenGone(left::countDown);
                            left.await();
                            gone.countDown();
                        }))
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static long descriptors() {
        return ((com.sun.management.UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getOpenFileDescriptorCount();
    }

    private List<Wire> connect(String request) throws IOException {
        List<Wire> wires = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            wires.add(server.connect().send(request));
        }
        return wires;
    }

    private static void close(List<Wire> wires) throws IOException {
        for (Wire wire : wires) {
            wire.close();
        }
    }

    @Test
    void takeNoThreadsAndLeaveNoDescriptors() throws Exception {
        try (Wire first = server.connect()) {
            first.get("/hello");
        }
        round();
        int threadsBefore = threads.getThreadCount();
        long descriptorsBefore = descriptors();
        for (int i = 0; i < 3; i++) {
            round();
        }
        assertThat(threads.getThreadCount()).isLessThan(threadsBefore + 10);
        assertThat(descriptorsSoon(descriptorsBefore + 20)).isLessThan(descriptorsBefore + 20);
    }

    private void round() throws Exception {
        gone = new CountDownLatch(MANY);
        streams.set(0);
        List<Wire> wires = connect("GET /s HTTP/1.1\r\nHost: a\r\n\r\n");
        for (Wire wire : wires) {
            assertThat(wire.begin().status()).isEqualTo(200);
        }
        assertThat(streams).hasValue(MANY);
        assertThat(threads.getThreadCount()).isLessThan(100);
        try (Wire another = server.connect()) {
            assertThat(another.get("/hello").text()).isEqualTo("hello");
        }
        close(wires);
        assertThat(gone.await(60, TimeUnit.SECONDS)).isTrue();
    }

    /** The count, once it is below the bound, or after a generous time. */
    private static long descriptorsSoon(long bound) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        for (int i = 0; i < 300 && descriptors() >= bound; i++) {
            assertThat(never.await(100, TimeUnit.MILLISECONDS)).isFalse();
        }
        return descriptors();
    }

    @Test
    void areAllServed() throws Exception {
        List<Wire> wires = connect("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
        for (Wire wire : wires) {
            assertThat(wire.reply().text()).isEqualTo("hello");
        }
        close(wires);
    }
}
