package io.containerizer.cli.remote;

import com.google.gson.JsonParseException;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.checkpoint.RecordJson;
import io.containerizer.protocol.MesosProtobuf;
import io.containerizer.protocol.MessageFormat;
import io.containerizer.protocol.MessageLimits;
import io.containerizer.protocol.mesos.agent.Call;
import io.containerizer.protocol.mesos.agent.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.CompletableResponseListener;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.InputStreamResponseListener;
import org.eclipse.jetty.client.OutputStreamRequestContent;
import org.eclipse.jetty.client.PathRequestContent;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.Transport;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Asks an agent over HTTP. May be used by any number of threads. */
public final class AgentClient implements AutoCloseable {

    static final MessageFormat FORMAT = new MesosProtobuf(MessageLimits.DEFAULT);

    private static final String RECORDIO = "application/recordio";
    private static final String JSON = "application/json";
    private static final long CONNECT_MILLIS = 10_000;
    private static final int LONGEST_TEXT = 64 << 10;
    private static final int OK = 200;
    private static final int ACCEPTED = 202;

    private final AgentAddress address;
    private final Optional<Login> login;
    private final HttpClient http;

    /**
     * How an agent is reached.
     *
     * @param authorities whose certificates are trusted; absent: those of the JVM
     */
    public record Access(AgentAddress address, Optional<Login> login, Optional<Path> authorities) {}

    public AgentClient(Access access) {
        address = access.address();
        login = access.login();
        ClientConnector connector = new ClientConnector();
        SslContextFactory.Client trust = new SslContextFactory.Client();
        if (address.isSecure()) {
            access.authorities().map(TrustedAuthorities::read).ifPresent(trust::setTrustStore);
        }
        connector.setSslContextFactory(trust);
        http = new HttpClient(new HttpClientTransportOverHTTP(connector));
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setDaemon(true);
        threads.setName("agent-client");
        http.setExecutor(threads);
        http.setConnectTimeout(CONNECT_MILLIS);
        http.setIdleTimeout(0); // an answer may wait for a container's end
        http.setFollowRedirects(false);
        http.setUserAgentField(null);
        try {
            http.start();
        } catch (Exception e) { // what the method declares
            throw unreachable(e);
        }
    }

    public AgentAddress address() {
        return address;
    }

    /**
     * What is asked for, and its answer.
     *
     * @param path below {@code /containerizer/}
     */
    public <T extends Record> T get(Class<T> type, String path, Map<String, String> query) {
        return read(type, text(path, query));
    }

    /** The same as text. */
    public String text(String path, Map<String, String> query) {
        try (InputStream answer = send(own("GET", path, query).accept(JSON))) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /** Has something changed, of which there is nothing to tell. */
    public void change(String path, Map<String, String> query) {
        try (InputStream answer = post(path, query, Optional.empty())) {
            var _ = answer.readAllBytes();
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /** Has something changed. */
    public <T extends Record> T post(Class<T> type, String path, Map<String, String> query) {
        try (InputStream answer = post(path, query, Optional.empty())) {
            return read(type, new String(answer.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /** The same with an answer that comes in pieces. */
    public InputStream post(String path, Map<String, String> query, Optional<Record> body) {
        byte[] bytes = body.map(RecordJson::write).orElse("").getBytes(StandardCharsets.UTF_8);
        return send(own("POST", path, query).body(new BytesRequestContent(JSON, bytes)));
    }

    /** The same with the content of a file. */
    public InputStream upload(String path, Map<String, String> query, Path file) {
        try {
            return send(own("POST", path, query).body(new PathRequestContent("application/x-tar", file)));
        } catch (IOException e) {
            throw ContainerizerException.of(
                            ErrorCode.INVALID_IMAGE, "read", file.toString(), String.valueOf(e.getMessage()))
                    .causedBy(e);
        }
    }

    /** What a container writes, as it comes. */
    public InputStream stream(String path, Map<String, String> query) {
        return send(own("GET", path, query));
    }

    private Request own(String method, String path, Map<String, String> query) {
        Request request = request(method, "/containerizer/" + path);
        query.forEach(request::param);
        return request;
    }

    /** A call of Mesos' API with a whole answer; an empty one is the default instance. */
    public Response call(Call call) {
        try (InputStream answer = send(mesos(call))) {
            byte[] bytes = answer.readAllBytes();
            return bytes.length == 0
                    ? Response.getDefaultInstance()
                    : FORMAT.read(bytes, Response.getDefaultInstance());
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /** A call whose answer is records. */
    public InputStream stream(Call call) {
        return send(mesos(call).headers(h -> h.put("Accept", RECORDIO).put("Message-Accept", FORMAT.mediaType())));
    }

    private Request mesos(Call call) {
        return request("POST", "/api/v1")
                .accept(FORMAT.mediaType())
                .body(new BytesRequestContent(FORMAT.mediaType(), FORMAT.write(call)));
    }

    /**
     * A call that goes on as long as its body does.
     *
     * @param body where its records go; closing it ends the call
     * @param refusal completed when the agent does not want any more, and why
     */
    record Upload(OutputStream body, CompletableFuture<ContainerizerException> refusal) {}

    Upload open() {
        OutputStreamRequestContent content = new OutputStreamRequestContent(RECORDIO);
        CompletableFuture<ContainerizerException> refusal = new CompletableFuture<>();
        Request request = request("POST", "/api/v1")
                .accept(FORMAT.mediaType())
                .headers(h -> h.put("Message-Content-Type", FORMAT.mediaType()))
                .body(content);
        var _ = new CompletableResponseListener(request, LONGEST_TEXT).send().thenAccept(answer -> {
            if (answer.getStatus() != OK) {
                refusal.complete(Refusals.of(
                        address,
                        request.getPath(),
                        answer.getStatus(),
                        answer.getMediaType(),
                        answer.getContentAsString().strip()));
            }
        });
        return new Upload(content.getOutputStream(), refusal);
    }

    private Request request(String method, String path) {
        Request request = http.newRequest(address.base().resolve(path)).method(method);
        address.socket().ifPresent(file -> request.transport(new Transport.TCPUnix(file)));
        login.ifPresent(l -> request.headers(h -> h.put("Authorization", l.basic())));
        return request;
    }

    private InputStream send(Request request) {
        InputStreamResponseListener listener = new InputStreamResponseListener();
        request.send(listener);
        try {
            org.eclipse.jetty.client.Response answer = listener.get(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
            if (answer.getStatus() == OK || answer.getStatus() == ACCEPTED) {
                return listener.getInputStream();
            }
            throw refused(request, answer, listener.getInputStream());
        } catch (ExecutionException e) {
            throw unreachable(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(e);
        }
    }

    private ContainerizerException refused(
            Request request, org.eclipse.jetty.client.Response answer, InputStream body) {
        String text;
        try (body) {
            text = new String(body.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            text = "";
        }
        return Refusals.of(
                address,
                request.getPath(),
                answer.getStatus(),
                answer.getHeaders().get("Content-Type"),
                text);
    }

    private <T extends Record> T read(Class<T> type, String text) {
        try {
            return RecordJson.read(type, text);
        } catch (JsonParseException e) {
            throw ContainerizerException.of(
                            ErrorCode.INVALID_MESSAGE,
                            "read answer of",
                            address.toString(),
                            String.valueOf(e.getMessage()))
                    .withHint("its version may be another than this program's")
                    .causedBy(e);
        }
    }

    private ContainerizerException unreachable(Throwable e) {
        return Refusals.unreachable(address, e);
    }

    @Override
    public void close() {
        try {
            http.stop();
        } catch (Exception e) { // what the method declares
            System.getLogger(AgentClient.class.getName())
                    .log(System.Logger.Level.DEBUG, () -> "close connections: " + e.getMessage());
        }
    }
}
