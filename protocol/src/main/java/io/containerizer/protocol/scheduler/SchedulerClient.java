package io.containerizer.protocol.scheduler;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.protocol.MesosProtobuf;
import io.containerizer.protocol.MessageFormat;
import io.containerizer.protocol.MessageLimits;
import io.containerizer.protocol.mesos.FrameworkID;
import io.containerizer.protocol.mesos.FrameworkInfo;
import io.containerizer.protocol.mesos.Offer;
import io.containerizer.protocol.mesos.scheduler.Call;
import io.containerizer.protocol.mesos.scheduler.Event;
import io.containerizer.protocol.recordio.RecordDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.Optional;

/**
 * A subscription of one framework. One thread reads the events; calls may be made by any. Follows a master that names its
 * leader.
 */
public final class SchedulerClient implements AutoCloseable {

    private static final String PATH = "/api/v1/scheduler";
    private static final String STREAM = "Mesos-Stream-Id";
    private static final Duration CONNECTING = Duration.ofSeconds(10);
    private static final Duration CALLING = Duration.ofSeconds(30);
    private static final int TEMPORARY_REDIRECT = 307;
    private static final int MOST_REDIRECTS = 5;
    private static final int PIECE = 16 << 10;
    private static final MessageFormat FORMAT = new MesosProtobuf(MessageLimits.DEFAULT);

    private final HttpClient http;
    private final URI master;
    private final Optional<String> authorization;
    private final String stream;
    private final InputStream body;
    private final RecordDecoder decoder = new RecordDecoder(MessageLimits.DEFAULT.bytes());
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private final byte[] piece = new byte[PIECE];

    private SchedulerClient(
            HttpClient http, URI master, Optional<String> authorization, String stream, InputStream body) {
        this.http = http;
        this.master = master;
        this.authorization = authorization;
        this.stream = stream;
        this.body = body;
    }

    /** Name and password of whom a framework acts for. */
    public record Credential(String principal, String secret) {
        @Override
        public String toString() {
            return principal;
        }
    }

    /**
     * Begins to listen as a framework.
     *
     * @param address of the master: {@code HOST:PORT}, or a URI with {@code http} or {@code https}
     * @throws ContainerizerException UNREACHABLE when there is no master, or it does not want the framework
     */
    public static SchedulerClient subscribe(String address, FrameworkInfo framework, Optional<Credential> credential) {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECTING)
                .build();
        Optional<String> authorization = credential.map(c -> "Basic "
                + Base64.getEncoder()
                        .encodeToString((c.principal() + ":" + c.secret()).getBytes(StandardCharsets.UTF_8)));
        Call.Builder call = Call.newBuilder()
                .setType(Call.Type.SUBSCRIBE)
                .setSubscribe(Call.Subscribe.newBuilder().setFrameworkInfo(framework));
        if (framework.hasId()) {
            call.setFrameworkId(framework.getId());
        }
        URI master = uri(address);
        for (int redirects = 0; ; redirects++) {
            HttpResponse<InputStream> answer =
                    send(http, request(master, authorization, call.build()).build(), master);
            Optional<String> leader = answer.headers().firstValue("Location");
            if (answer.statusCode() == TEMPORARY_REDIRECT && leader.isPresent() && redirects < MOST_REDIRECTS) {
                master = leader(master, leader.get());
                continue;
            }
            if (answer.statusCode() != 200) {
                throw refused(master, answer.statusCode(), text(answer.body()));
            }
            String stream = answer.headers().firstValue(STREAM).orElse("");
            return new SchedulerClient(http, master, authorization, stream, answer.body());
        }
    }

    private static URI uri(String address) {
        try {
            URI given = URI.create(address.contains("://") ? address : "http://" + address);
            if (given.getHost() == null || given.getPort() < 0 && !address.contains("://")) {
                throw new IllegalArgumentException("it has no host and port");
            }
            return given.resolve(PATH);
        } catch (IllegalArgumentException e) {
            throw ContainerizerException.of(
                            ErrorCode.INVALID_FLAG, "use master", address, String.valueOf(e.getMessage()))
                    .withHint("write HOST:PORT");
        }
    }

    /** Without a scheme it is as before: Mesos writes {@code //host:port/path}. */
    private static URI leader(URI master, String location) {
        return master.resolve(location).resolve(PATH);
    }

    private static HttpRequest.Builder request(URI master, Optional<String> authorization, Call call) {
        HttpRequest.Builder request = HttpRequest.newBuilder(master)
                .header("Content-Type", FORMAT.mediaType())
                .header("Accept", FORMAT.mediaType())
                .POST(HttpRequest.BodyPublishers.ofByteArray(FORMAT.write(call)));
        authorization.ifPresent(value -> request.header("Authorization", value));
        return request;
    }

    private static HttpResponse<InputStream> send(HttpClient http, HttpRequest request, URI master) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw unreachable(master, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ContainerizerException.of(ErrorCode.UNREACHABLE, "call", master.toString(), "interrupted");
        }
    }

    private static ContainerizerException unreachable(URI master, IOException e) {
        String why = e.getMessage() == null ? "nobody answers" : e.getMessage();
        return ContainerizerException.of(ErrorCode.UNREACHABLE, "call", master.toString(), why)
                .withHint("see whether a master, or an agent with --master=local, serves there")
                .causedBy(e);
    }

    private static ContainerizerException refused(URI master, int status, String text) {
        ContainerizerException failure = ContainerizerException.of(
                ErrorCode.UNREACHABLE,
                "call",
                master.toString(),
                "it answers " + status + (text.isBlank() ? "" : ": " + text.strip()));
        return switch (status) {
            case 401 -> failure.withHint("give the credentials of a principal that it knows");
            case 404 -> failure.withHint("an agent serves schedulers only with --master=local");
            default -> failure;
        };
    }

    private static String text(InputStream body) {
        try (body) {
            return new String(body.readNBytes(PIECE), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * Waits for the next event.
     *
     * @return nothing when the master has ended the subscription, or is gone
     */
    public Optional<Event> next() {
        try {
            while (waiting.isEmpty()) {
                int count = body.read(piece);
                if (count < 0) {
                    return Optional.empty();
                }
                waiting.addAll(decoder.feed(piece, 0, count));
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.of(FORMAT.read(waiting.removeFirst(), Event.getDefaultInstance()));
    }

    /** @throws ContainerizerException UNREACHABLE when the master is gone, or refuses the call */
    public void call(FrameworkID framework, Call.Builder call) {
        HttpRequest request = request(
                        master, authorization, call.setFrameworkId(framework).build())
                .header(STREAM, stream)
                .timeout(CALLING)
                .build();
        HttpResponse<InputStream> answer = send(http, request, master);
        String text = text(answer.body());
        if (answer.statusCode() / 100 != 2) {
            throw refused(master, answer.statusCode(), text);
        }
    }

    /** The files of an agent that made an offer; the same credentials are used. */
    public AgentFiles files(Offer offer) {
        return new AgentFiles(http, authorization, offer);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
