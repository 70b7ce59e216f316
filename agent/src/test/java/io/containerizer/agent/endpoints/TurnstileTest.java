package io.containerizer.agent.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.agent.TestAgent;
import io.containerizer.agent.http.Answer;
import io.containerizer.agent.http.Handler;
import io.containerizer.agent.http.Headers;
import io.containerizer.agent.http.Request;
import io.containerizer.agent.http.RequestBody;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TurnstileTest {

    private static final long INTERVAL = 20_000_000;
    private static final Request REQUEST =
            new Request("GET", "/x", Map.of(), Headers.NONE, TestAgent.caller("a"), new RequestBody() {
                @Override
                public byte[] all() {
                    return new byte[0];
                }

                @Override
                public InputStream stream() {
                    return InputStream.nullInputStream();
                }
            });

    @Test
    void requestsPassOneAfterTheOtherInTheirIntervals() throws InterruptedException {
        ConcurrentLinkedQueue<Long> times = new ConcurrentLinkedQueue<>();
        Handler handler = new Turnstile(INTERVAL, System::nanoTime).before(request -> {
            times.add(System.nanoTime());
            return Answer.empty(200);
        });
        long begin = System.nanoTime();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            clients.add(Thread.startVirtualThread(() -> handler.handle(REQUEST)));
        }
        for (Thread client : clients) {
            client.join();
        }
        List<Long> sorted = times.stream().sorted().toList();
        for (int i = 0; i < sorted.size(); i++) {
            assertThat(sorted.get(i) - begin).isGreaterThanOrEqualTo(i * INTERVAL - INTERVAL / 4);
        }
        assertThat(sorted).hasSize(5);
    }

    @Test
    void whoWouldWaitLongerThanAMinuteIsRefused() {
        AtomicLong now = new AtomicLong();
        Handler handler = new Turnstile(70_000_000_000L, now::get).before(request -> Answer.empty(200));
        assertThat(handler.handle(REQUEST).status()).isEqualTo(200);
        assertThat(handler.handle(REQUEST).status()).isEqualTo(503);
        assertThat(handler.handle(REQUEST).status()).isEqualTo(503);
        now.addAndGet(70_000_000_000L);
        assertThat(handler.handle(REQUEST).status()).isEqualTo(200);
    }
}
