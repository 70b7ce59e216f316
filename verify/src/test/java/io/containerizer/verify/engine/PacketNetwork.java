package io.containerizer.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.api.ContainerId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.opentest4j.TestAbortedException;

/**
 * A network namespace of an engine and its containers. What is sent to 10.9.0.2 leaves by {@code v0} and comes to
 * nothing. There the classes 10:1 (1 Mbit/s) and 10:2 (1 Gbit/s) count the packets they get; all others pass by.
 */
record PacketNetwork(EngineFixture fixture, Map<String, String> flags, boolean filter, boolean onlyVersionTwo) {

    static final String ISOLATION = "filesystem/linux,namespaces/pid,cgroups/net_cls";

    private static final String DEVICE = """
            ip link set lo up
            ip link add v0 type veth peer name v1
            ip addr add 10.9.0.1/24 dev v0
            ip link set v0 up; ip link set v1 up
            ip neigh add 10.9.0.2 lladdr 02:00:00:00:00:02 dev v0 nud permanent
            tc qdisc add dev v0 root handle 10: htb
            tc class add dev v0 parent 10: classid 10:1 htb rate 1mbit quantum 1514
            tc class add dev v0 parent 10: classid 10:2 htb rate 1gbit quantum 1514
            """;

    /** Of kernels without the filter, nft can do the same. */
    private static final String FILTER = """
            tc filter add dev v0 parent 10: protocol ip prio 1 handle 1: cgroup 2>/dev/null || {
              nft add table inet filter
              nft 'add chain inet filter out { type filter hook output priority 0; }'
              nft add rule inet filter out meta cgroup != 0 meta priority set meta cgroup
            }
            """;

    private static final String WITHOUT_VERSION_ONE =
            "for at in $(sed -n 's/^[^ ]* \\([^ ]*\\) cgroup .*/\\1/p' /proc/self/mounts); do umount -l $at; done\n";

    /** The container's part: sends so many datagrams of 1000 bytes, when told to. */
    static String sender(String more) {
        return "exec bash -c 'exec 3>/dev/udp/10.9.0.2/9\n"
                + "send() { for ((i = 0; i < $1; i++)); do printf %01000d 0 >&3; done; }\n"
                + "wait_for() { until [ -e $1 ]; do sleep 0.02; done; }\n"
                + more + "\nexec sleep 1000'";
    }

    /** An engine that destroys its containers at the end of the test, also of one that failed. */
    record Engine(EngineProcess process) implements AutoCloseable {
        @Override
        public void close() {
            assertThat(process.finish()).isZero();
        }
    }

    Engine engine(String... lines) {
        return new Engine(start(lines));
    }

    EngineProcess start(String... lines) {
        String script = "set -e\n" + (onlyVersionTwo ? WITHOUT_VERSION_ONE : "") + DEVICE + (filter ? FILTER : "")
                + "exec \"$@\"";
        List<String> before = onlyVersionTwo
                ? List.of("unshare", "-n", "-m", "bash", "-c", script, "network")
                : List.of("unshare", "-n", "bash", "-c", script, "network");
        EngineProcess engine = EngineProcess.start(before, flags, 0, lines);
        assertThat(engine.awaitReady()).isTrue();
        return engine;
    }

    void tell(String container, String what) {
        try {
            Files.createFile(fixture.sandbox(ContainerId.of(container)).resolve(what));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Packets that the class 10:minor has sent. */
    long packets(int minor) {
        String statistics = inside("tc -s class show dev v0");
        Matcher found = Pattern.compile("class htb 10:" + minor + " .*\\s+Sent \\d+ bytes (\\d+) pkt")
                .matcher(statistics);
        assertThat(found.find()).as(statistics).isTrue();
        return Long.parseLong(found.group(1));
    }

    /** Runs a line of shell in the network, as somebody who is no container. */
    String inside(String line) {
        long pid = fixture.processes().getFirst();
        Outcome outcome = run(List.of("nsenter", "-t", Long.toString(pid), "-n", "bash", "-c", line));
        assertThat(outcome.status).as(outcome.text).isZero();
        return outcome.text;
    }

    /** Skips the test where the kernel or the program cannot do what the line tries in an empty network. */
    static void assume(String what, String line) {
        Outcome outcome = run(List.of("unshare", "-n", "bash", "-ec", DEVICE + line));
        if (outcome.status != 0) {
            throw new TestAbortedException("needs " + what + ": " + outcome.text.strip());
        }
    }

    static String onHost(String... command) {
        Outcome outcome = run(List.of(command));
        assertThat(outcome.status).as(outcome.text).isZero();
        return outcome.text;
    }

    private record Outcome(int status, String text) {}

    private static Outcome run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The container's cgroup that classes packets. */
    Path cgroup(String container) {
        return fixture.cgroups().stream()
                .filter(c -> c.endsWith(container))
                .filter(c -> Files.exists(c.resolve(onlyVersionTwo ? "cgroup.events" : "net_cls.classid")))
                .findFirst()
                .orElseThrow();
    }
}
