package io.containerizer.agent.service;

import io.containerizer.linux.syscall.Datagrams;
import io.containerizer.linux.syscall.KernelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Who started this process and wants to know how it is: systemd, or whatever else speaks its notification protocol
 * (sd_notify). What cannot be told is logged once, and is no reason to fail.
 */
public final class ServiceManager {

    private static final System.Logger LOG = System.getLogger(ServiceManager.class.getName());

    private final Datagrams datagrams;
    private final Optional<String> socket;
    private final Optional<Duration> watchdog;
    private boolean failed;

    /** @param environment of this process, which says where to tell, and how often */
    public ServiceManager(Datagrams datagrams, Map<String, String> environment, long pid) {
        this.datagrams = datagrams;
        this.socket = Optional.ofNullable(environment.get("NOTIFY_SOCKET"))
                .filter(address -> address.startsWith("/") || address.startsWith("@"));
        this.watchdog = socket.flatMap(address -> watchdog(environment, pid));
    }

    private static Optional<Duration> watchdog(Map<String, String> environment, long pid) {
        String forPid = environment.get("WATCHDOG_PID");
        if (forPid != null && !forPid.equals(Long.toString(pid))) {
            return Optional.empty(); // inherited from somebody else
        }
        try {
            long micros = Long.parseLong(environment.getOrDefault("WATCHDOG_USEC", ""));
            return micros > 0 ? Optional.of(Duration.ofNanos(micros * 1000)) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The process does what it is there for. */
    public void ready(String status) {
        tell("READY=1\nSTATUS=" + line(status));
    }

    public void status(String status) {
        tell("STATUS=" + line(status));
    }

    public void stopping() {
        tell("STOPPING=1\nSTATUS=stopping, containers go on");
    }

    /** A sign of life. */
    public void alive() {
        tell("WATCHDOG=1");
    }

    /** How long it may go without a sign of life before it is killed; nothing when nobody looks. */
    public Optional<Duration> watchdog() {
        return watchdog;
    }

    private static String line(String text) {
        return text.replace('\n', ' ');
    }

    private synchronized void tell(String message) {
        if (socket.isEmpty()) {
            return;
        }
        try {
            datagrams.send(socket.get(), message.getBytes(StandardCharsets.UTF_8));
            failed = false;
        } catch (KernelException e) {
            if (!failed) {
                LOG.log(System.Logger.Level.WARNING, "the service manager hears nothing: " + e.getMessage());
            }
            failed = true;
        }
    }
}
