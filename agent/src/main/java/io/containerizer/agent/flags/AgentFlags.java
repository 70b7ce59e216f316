package io.containerizer.agent.flags;

import io.containerizer.agent.auth.StrictJson;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Flag;
import io.containerizer.api.MesosDuration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The flags that an agent itself reads; those of the engine and its isolators are declared there. */
public final class AgentFlags {

    private static final int MOST_PORT = 65535;

    public static final Flag<String> IP =
            Flag.text("ip", "127.0.0.1", "Address to listen on; 0.0.0.0 for all of this host's.");
    public static final Flag<Integer> PORT = Flag.of("port", "PORT", AgentFlags::port, "5051", "Port to listen on.");
    public static final Flag<String> ADVERTISE_IP =
            Flag.unset("advertise_ip", "ADDRESS", s -> s, "Address that others reach this agent by, if it is another.");
    public static final Flag<Integer> ADVERTISE_PORT = Flag.unset(
            "advertise_port", "PORT", AgentFlags::port, "Port that others reach this agent by, if it is another.");
    public static final Flag<String> HOSTNAME = Flag.unset(
            "hostname", "NAME", s -> s, "What this agent calls its host; by default what the address resolves to.");
    public static final Flag<Boolean> HOSTNAME_LOOKUP = Flag.bool(
            "hostname_lookup", true, "Look up the host's name if none is given; otherwise its address serves as one.");
    public static final Flag<Path> SOCKET = Flag.unset(
            "agent_socket",
            "FILE",
            Path::of,
            "Unix socket to listen on besides; root and the agent's own user need no password there.");
    public static final Flag<Path> TLS_CERTIFICATE =
            Flag.unset("tls_certificate", "FILE", Path::of, "Certificate chain in PEM: the port speaks TLS with it.");
    public static final Flag<Path> TLS_KEY =
            Flag.unset("tls_key", "FILE", Path::of, "Private key of --tls_certificate, PKCS #8 in PEM.");
    public static final Flag<Path> TLS_CLIENT_CA = Flag.unset(
            "tls_client_ca", "FILE", Path::of, "Authorities in PEM: clients need a certificate of one of them.");

    public static final Flag<String> RESOURCES = Flag.unset(
            "resources",
            "TEXT|JSON",
            s -> s,
            "Resources of this host, such as 'cpus:4;mem:8192;disk:100000;ports:[31000-32000]'; what is not named is found out.");
    public static final Flag<String> ATTRIBUTES =
            Flag.unset("attributes", "TEXT", s -> s, "Attributes of this host, such as 'rack:r1;level:3'.");
    public static final Flag<String> DEFAULT_ROLE = Flag.text("default_role", "*", "Role of resources that name none.");

    public static final Flag<Boolean> AUTHENTICATE_READONLY =
            Flag.bool("authenticate_http_readonly", false, "Ask for a password at endpoints that only tell something.");
    public static final Flag<Boolean> AUTHENTICATE_READWRITE =
            Flag.bool("authenticate_http_readwrite", false, "Ask for a password at endpoints that do something.");
    public static final Flag<String> HTTP_CREDENTIALS =
            Flag.unset("http_credentials", "JSON|FILE", s -> s, "Principals and secrets that authentication accepts.");
    public static final Flag<String> ACLS = Flag.unset("acls", "JSON|FILE", s -> s, "Who may do what.");
    public static final Flag<Duration> HEARTBEAT = Flag.of(
            "http_heartbeat_interval",
            "DURATION",
            MesosDuration::parse,
            "30secs",
            "How often streams to clients carry a sign of life.");

    public static final Flag<Duration> RESULT_RETENTION = Flag.of(
            "container_result_retention",
            "DURATION",
            MesosDuration::parse,
            "1hrs",
            "How long it can be asked how a standalone container ended.");
    public static final Flag<Integer> RESULTS_MOST = Flag.of(
            "container_results_most",
            "NUMBER",
            text -> number(text, 1, 1_000_000),
            "10000",
            "How many such results are kept at the most; of more, the oldest go.");

    public static final Flag<Duration> GC_DELAY = Flag.of(
            "gc_delay",
            "DURATION",
            MesosDuration::parse,
            "1weeks",
            "How long sandboxes stay after their containers' end.");
    public static final Flag<Double> GC_DISK_HEADROOM = Flag.of(
            "gc_disk_headroom",
            "FRACTION",
            AgentFlags::fraction,
            "0.1",
            "Part of the disk that shall be free: the less is, the sooner sandboxes go.");
    public static final Flag<Boolean> GC_NESTED = Flag.bool(
            "gc_non_executor_container_sandboxes", false, "Remove sandboxes of nested containers in the same way.");
    public static final Flag<Duration> DISK_WATCH_INTERVAL = Flag.of(
            "disk_watch_interval",
            "DURATION",
            MesosDuration::parse,
            "1mins",
            "How often the disk is looked at for that.");

    public static final Flag<String> MASTER = Flag.unset(
            "master",
            "local",
            AgentFlags::master,
            "Who offers this host to frameworks: 'local' for the agent itself; without it, tasks are not run.");
    public static final Flag<Boolean> SWITCH_USER = Flag.bool(
            "switch_user", true, "Run tasks as the users that they or their frameworks name, not as the agent's own.");
    public static final Flag<Map<String, String>> TASK_ENVIRONMENT = Flag.of(
            "executor_environment_variables",
            "JSON",
            StrictJson::texts,
            "{}",
            "Variables for all tasks and executors, such as '{\"PATH\": \"/usr/bin:/bin\"}'.");

    public static final Flag<String> RECOVER = Flag.of(
            "recover",
            "reconnect|cleanup",
            text -> oneOf(text, List.of("reconnect", "cleanup")),
            "reconnect",
            "What to do with containers of an earlier agent: take them over, or end them and stop.");

    public static final Flag<String> LOGGING_LEVEL = Flag.of(
            "logging_level",
            "INFO|WARNING|ERROR",
            text -> oneOf(text, List.of("INFO", "WARNING", "ERROR")),
            "INFO",
            "The least level of what is logged.");
    /** The log's name in {@link #LOG_DIR}. */
    public static final String LOG_NAME = "containerizer-agent.log";

    public static final Flag<Path> LOG_DIR = Flag.unset(
            "log_dir",
            "DIR",
            text -> Path.of(text).toAbsolutePath().normalize(),
            "Directory of a file to log to as well: " + LOG_NAME + ", served as /slave/log.");
    public static final Flag<Boolean> QUIET = Flag.bool("quiet", false, "Log only errors.");

    private AgentFlags() {}

    public static List<Flag<?>> all() {
        return List.of(
                IP,
                PORT,
                ADVERTISE_IP,
                ADVERTISE_PORT,
                HOSTNAME,
                HOSTNAME_LOOKUP,
                SOCKET,
                TLS_CERTIFICATE,
                TLS_KEY,
                TLS_CLIENT_CA,
                RESOURCES,
                ATTRIBUTES,
                DEFAULT_ROLE,
                AUTHENTICATE_READONLY,
                AUTHENTICATE_READWRITE,
                HTTP_CREDENTIALS,
                ACLS,
                HEARTBEAT,
                RESULT_RETENTION,
                RESULTS_MOST,
                GC_DELAY,
                GC_DISK_HEADROOM,
                GC_NESTED,
                DISK_WATCH_INTERVAL,
                MASTER,
                SWITCH_USER,
                TASK_ENVIRONMENT,
                RECOVER,
                LOGGING_LEVEL,
                LOG_DIR,
                QUIET);
    }

    private static int port(String text) {
        return number(text, 0, MOST_PORT);
    }

    private static int number(String text, int least, int most) {
        try {
            int number = Integer.decode(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw invalid(text, "it is no number from " + least + " to " + most);
    }

    private static double fraction(String text) {
        try {
            double number = Double.parseDouble(text);
            if (number >= 0 && number <= 1) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw invalid(text, "it is no number from 0 to 1");
    }

    private static String master(String text) {
        if (!text.equals("local")) {
            throw ContainerizerException.of(
                            ErrorCode.INVALID_FLAG, "read", "'" + text + "'", "this agent joins no cluster yet")
                    .withHint("use --master=local, with which the agent is its own master");
        }
        return text;
    }

    private static String oneOf(String text, List<String> known) {
        if (!known.contains(text)) {
            throw invalid(text, "it is none of " + String.join(", ", known));
        }
        return text;
    }

    private static ContainerizerException invalid(String text, String why) {
        return ContainerizerException.of(ErrorCode.INVALID_FLAG, "read", "'" + text + "'", why);
    }
}
