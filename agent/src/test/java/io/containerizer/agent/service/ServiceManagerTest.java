package io.containerizer.agent.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.linux.syscall.KernelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ServiceManagerTest {

    private final List<String> told = new ArrayList<>();

    private ServiceManager manager(Map<String, String> environment) {
        return new ServiceManager(
                (address, message) -> told.add(address + " " + new String(message, StandardCharsets.UTF_8)),
                environment,
                42);
    }

    @Test
    void whoIsNotAskedTellsNothing() {
        ServiceManager manager = manager(Map.of());
        manager.ready("x");
        manager.alive();
        manager.stopping();
        assertThat(told).isEmpty();
        assertThat(manager(Map.of("NOTIFY_SOCKET", "relative", "WATCHDOG_USEC", "1"))
                        .watchdog())
                .isEmpty();
    }

    @Test
    void theStatusIsOneLine() {
        manager(Map.of("NOTIFY_SOCKET", "/n")).ready("two\nlines");
        assertThat(told).containsExactly("/n READY=1\nSTATUS=two lines");
    }

    @Test
    void theWatchdogIsForTheProcessThatItNames() {
        Map<String, String> base = Map.of("NOTIFY_SOCKET", "@n", "WATCHDOG_USEC", "2000000");
        assertThat(manager(base).watchdog()).contains(Duration.ofSeconds(2));
        for (Map.Entry<String, Boolean> pid : Map.of("42", true, "43", false).entrySet()) {
            Map<String, String> named = new java.util.HashMap<>(base);
            named.put("WATCHDOG_PID", pid.getKey());
            assertThat(manager(named).watchdog().isPresent()).isEqualTo(pid.getValue());
        }
        for (String odd : List.of("", "x", "-1", "0", "99999999999999999999")) {
            assertThat(manager(Map.of("NOTIFY_SOCKET", "@n", "WATCHDOG_USEC", odd))
                            .watchdog())
                    .isEmpty();
        }
    }

    @Test
    void aManagerThatHearsNothingIsNoReasonToFail() {
        ServiceManager manager = new ServiceManager(
                (address, message) -> {
                    throw new KernelException("connect to", address, 2);
                },
                Map.of("NOTIFY_SOCKET", "/gone"),
                42);
        manager.ready("x");
        manager.alive();
    }

    @Test
    void aLookThatHangsOrFailsIsNoSignOfLife() throws InterruptedException {
        ServiceManager manager = manager(Map.of("NOTIFY_SOCKET", "/n", "WATCHDOG_USEC", "1000000"));
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Watchdog stuck = new Watchdog(manager, () -> {
            hanging.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return "back";
        });
        Thread first = Thread.ofVirtual().start(stuck::look);
        hanging.await();
        stuck.look();
        stuck.look();
        assertThat(told).isEmpty();
        end.countDown();
        first.join();
        assertThat(told).containsExactly("/n WATCHDOG=1", "/n STATUS=back");
        told.clear();
        new Watchdog(manager, () -> {
                    throw new IllegalStateException("broken");
                })
                .look();
        assertThat(told).isEmpty();
    }
}
