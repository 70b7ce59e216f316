package io.containerizer.protocol.scheduler;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.protocol.MesosProtobuf;
import io.containerizer.protocol.MessageFormat;
import io.containerizer.protocol.MessageLimits;
import io.containerizer.protocol.mesos.Offer;
import io.containerizer.protocol.mesos.agent.Call;
import io.containerizer.protocol.mesos.agent.Response;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Reads files in sandboxes of an agent. */
public final class AgentFiles {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final long AT_ONCE = 1 << 20;
    private static final MessageFormat FORMAT = new MesosProtobuf(MessageLimits.DEFAULT);

    private final HttpClient http;
    private final Optional<String> authorization;
    private final URI api;

    /** @param offer of the agent, which says where it is */
    AgentFiles(HttpClient http, Optional<String> authorization, Offer offer) {
        this.http = http;
        this.authorization = authorization;
        var url = offer.getUrl();
        String host = url.getAddress().hasIp()
                ? url.getAddress().getIp()
                : url.getAddress().getHostname();
        this.api = URI.create(url.getScheme() + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":"
                + url.getAddress().getPort() + url.getPath() + "/api/v1");
    }

    /**
     * What is in a file from a place on; nothing behind its end, or when it is not there.
     *
     * @throws ContainerizerException UNREACHABLE when the agent does not tell
     */
    public byte[] read(String path, long offset) {
        Call call = Call.newBuilder()
                .setType(Call.Type.READ_FILE)
                .setReadFile(Call.ReadFile.newBuilder()
                        .setPath(path)
                        .setOffset(offset)
                        .setLength(AT_ONCE))
                .build();
        HttpRequest.Builder request = HttpRequest.newBuilder(api)
                .header("Content-Type", FORMAT.mediaType())
                .header("Accept", FORMAT.mediaType())
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(FORMAT.write(call)));
        authorization.ifPresent(value -> request.header("Authorization", value));
        try {
            HttpResponse<byte[]> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return switch (answer.statusCode()) {
                case OK ->
                    FORMAT.read(answer.body(), Response.getDefaultInstance())
                            .getReadFile()
                            .getData()
                            .toByteArray();
                case NOT_FOUND -> new byte[0];
                default ->
                    throw failed("it answers " + answer.statusCode() + ": "
                            + new String(answer.body(), StandardCharsets.UTF_8).strip());
            };
        } catch (IOException e) {
            throw failed(String.valueOf(e.getMessage())).causedBy(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("interrupted");
        }
    }

    private ContainerizerException failed(String why) {
        return ContainerizerException.of(ErrorCode.UNREACHABLE, "read from agent", api.toString(), why);
    }
}
