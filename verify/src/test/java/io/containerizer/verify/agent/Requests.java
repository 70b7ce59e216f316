package io.containerizer.verify.agent;

import io.containerizer.protocol.MessageLimits;
import io.containerizer.protocol.json.MesosJson;
import io.containerizer.protocol.mesos.agent.Call;
import io.containerizer.protocol.recordio.RecordEncoder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Requests to an agent, each a proper one with some damage: to its body, its header fields, its path or its framing. */
final class Requests {

    /** Without /monitor/statistics, which lets clients wait on purpose. */
    private static final List<String> PATHS = List.of(
            "/state",
            "/slave(1)/state",
            "/slave%281%29/containers",
            "/containers?container_id=x",
            "/flags",
            "/health",
            "/version",
            "/metrics/snapshot?timeout=1secs",
            "/metrics",
            "/files/browse?path=/slave/log",
            "/files/read?path=/&offset=0&length=10",
            "/files/download?path=../../etc/passwd",
            "/files/debug",
            "/logging/toggle?level=1&duration=1ms",
            "/containerizer/debug",
            "/system/stats.json",
            "/help",
            "/api/v1",
            "/");

    private static final List<String> CALLS = List.of("""
            {"type": "GET_CONTAINERS", "get_containers": {"show_nested": true, "show_standalone": true}}""", """
            {"type": "GET_STATE"}""", """
            {"type": "GET_METRICS", "get_metrics": {"timeout": {"nanoseconds": 1000000000}}}""", """
            {"type": "SET_LOGGING_LEVEL", "set_logging_level": {"level": 1, "duration": {"nanoseconds": 1000}}}""", """
            {"type": "LIST_FILES", "list_files": {"path": "/slave/log"}}""", """
            {"type": "READ_FILE", "read_file": {"path": "/containers/a/stdout", "offset": 0, "length": 5}}""", """
            {"type": "WAIT_CONTAINER", "wait_container": {"container_id": {"value": "no"}}}""", """
            {"type": "KILL_CONTAINER", "kill_container": {"container_id": {"value": "no", "parent": {"value": "p"}}, "signal": 15}}""", """
            {"type": "REMOVE_NESTED_CONTAINER", "remove_nested_container": {"container_id": {"value": "no", "parent": {"value": "p"}}}}""", """
            {"type": "ATTACH_CONTAINER_OUTPUT", "attach_container_output": {"container_id": {"value": "no"}}}""", """
            {"type": "ATTACH_CONTAINER_INPUT", "attach_container_input": {"type": "CONTAINER_ID", "container_id": {"value": "no"}}}""", """
            {"type": "LAUNCH_NESTED_CONTAINER_SESSION", "launch_nested_container_session": {"container_id": {"value": "s", \
            "parent": {"value": "no"}}, "command": {"shell": false, "value": "/bin/true"}}}""", """
            {"type": "LAUNCH_CONTAINER", "launch_container": {"container_id": {"value": "no", "parent": {"value": "p"}}, \
            "command": {"shell": false, "value": "/bin/true", "environment": {"variables": [{"name": "A", "value": "1"}]}}, \
            "resources": [{"name": "cpus", "type": "SCALAR", "scalar": {"value": 0.1}}], "limits": {"mem": {"value": 64}}, \
            "container": {"type": "MESOS", "volumes": [{"mode": "RW", "container_path": "/tmp", "host_path": "tmp"}], \
            "linux_info": {"share_pid_namespace": true}, "tty_info": {"window_size": {"rows": 1, "columns": 2}}}}}""");

    private final Random random;

    Requests(Random random) {
        this.random = random;
    }

    /** @param intact whether its length is what its header fields say */
    record Bytes(byte[] bytes, boolean intact) {}

    Bytes next() {
        byte[] whole = switch (random.nextInt(5)) {
            case 0 -> get();
            case 1 -> post("application/json", "", damaged(call(), 0.7));
            case 2 -> post("application/x-protobuf", "", damaged(protobuf(), 0.7));
            case 3 ->
                post(
                        "application/recordio",
                        "Message-Content-Type: application/json\r\n",
                        damaged(RecordEncoder.frame(call()), 0.7));
            default -> post(type(), accept(), call());
        };
        return random.nextInt(10) == 0 ? new Bytes(damagedHead(whole), false) : new Bytes(whole, true);
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private byte[] get() {
        String path = one(PATHS);
        if (random.nextBoolean()) {
            path = new String(damaged(path.getBytes(StandardCharsets.ISO_8859_1), 1), StandardCharsets.ISO_8859_1)
                    .replaceAll("[\\x00-\\x20\\x7f-\\xff]", "%0a");
        }
        return ("GET " + path + " HTTP/1.1\r\nHost: a\r\n" + accept() + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private byte[] post(String type, String more, byte[] body) {
        String head = "POST /api/v1 HTTP/1.1\r\nHost: a\r\nContent-Type: " + type + "\r\n" + more + "Content-Length: "
                + body.length + "\r\n\r\n";
        return joined(head.getBytes(StandardCharsets.ISO_8859_1), body);
    }

    private String type() {
        return one(List.of(
                "application/json",
                "application/x-protobuf",
                "application/recordio",
                "text/plain",
                "application/json; charset=utf-8",
                "",
                "*/*"));
    }

    private String accept() {
        return switch (random.nextInt(5)) {
            case 0 -> "Accept: " + type() + ";q=0." + random.nextInt(10) + "\r\n";
            case 1 -> "Accept: */*, application/recordio\r\nMessage-Accept: " + type() + "\r\n";
            case 2 -> "Message-Content-Type: " + type() + "\r\nAccept-Encoding: gzip\r\n";
            default -> "";
        };
    }

    private byte[] call() {
        return one(CALLS).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] protobuf() {
        return new MesosJson(new MessageLimits(1 << 20, 100))
                .read(call(), Call.getDefaultInstance())
                .toByteArray();
    }

    /** With the first bytes, which are the request's line and header fields, damaged. */
    private byte[] damagedHead(byte[] whole) {
        int head = Math.min(whole.length, 100);
        return joined(damaged(Arrays.copyOf(whole, head), 1), Arrays.copyOfRange(whole, head, whole.length));
    }

    private byte[] damaged(byte[] bytes, double share) {
        if (random.nextDouble() > share || bytes.length == 0) {
            return bytes;
        }
        byte[] copy = bytes.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(copy.length);
            switch (random.nextInt(4)) {
                case 0 -> copy[at] = (byte) random.nextInt(256);
                case 1 -> copy = joined(Arrays.copyOf(copy, at), Arrays.copyOfRange(copy, at + 1, copy.length));
                case 2 ->
                    copy = joined(
                            Arrays.copyOf(copy, at), Arrays.copyOfRange(copy, random.nextInt(at + 1), copy.length));
                default -> copy[at] ^= (byte) (1 << random.nextInt(8));
            }
            if (copy.length == 0) {
                return copy;
            }
        }
        return copy;
    }

    private static byte[] joined(byte[] a, byte[] b) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(a);
        out.writeBytes(b);
        return out.toByteArray();
    }
}
