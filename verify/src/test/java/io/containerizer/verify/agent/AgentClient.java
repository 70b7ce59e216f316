package io.containerizer.verify.agent;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** A client of an agent on this machine, as simple as one may be. */
final class AgentClient implements AutoCloseable {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String address;

    AgentClient(int port) {
        this.address = "http://127.0.0.1:" + port;
    }

    /** What was answered; nothing when there was no answer. */
    record Reply(int status, String body) {

        JsonObject json() {
            return JsonParser.parseString(body).getAsJsonObject();
        }
    }

    /** Nothing as long as the agent does not know its containers. */
    Optional<Reply> healthy() {
        return send(HttpRequest.newBuilder(URI.create(address + "/state")).GET())
                .filter(reply -> reply.status() == 200);
    }

    Reply get(String path) {
        return sure(HttpRequest.newBuilder(URI.create(address + path)).GET());
    }

    Reply call(String json) {
        return sure(post(json));
    }

    /** Nothing when the agent is gone before it answered. */
    Optional<Reply> tryCall(String json) {
        return send(post(json));
    }

    private HttpRequest.Builder post(String json) {
        return HttpRequest.newBuilder(URI.create(address + "/api/v1"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json));
    }

    private Reply sure(HttpRequest.Builder request) {
        return send(request).orElseThrow(() -> new AssertionError("the agent is gone"));
    }

    private Optional<Reply> send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = http.send(request.timeout(LONG).build(), BodyHandlers.ofString());
            return Optional.of(new Reply(answer.statusCode(), answer.body()));
        } catch (java.net.http.HttpTimeoutException e) {
            throw new UncheckedIOException(e);
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static String launch(String id, String line) {
        return """
                {"type": "LAUNCH_CONTAINER", "launch_container": {"container_id": {"value": "%s"}, \
                "command": {"shell": true, "value": "%s"}, "resources": [\
                {"name": "cpus", "type": "SCALAR", "scalar": {"value": 0.1}}, \
                {"name": "mem", "type": "SCALAR", "scalar": {"value": 32}}]}}""".formatted(id, line);
    }

    /** A call that has nothing but the id of a container. */
    static String about(String call, String id) {
        return """
                {"type": "%s", "%s": {"container_id": {"value": "%s"}}}""".formatted(call, call.toLowerCase(Locale.ROOT), id);
    }

    static int exitStatus(Reply waited) {
        return waited.json()
                .getAsJsonObject("wait_container")
                .get("exit_status")
                .getAsInt();
    }

    /** The ids of all top-level containers that run. */
    List<String> containers() {
        JsonObject found = call("""
                {"type": "GET_CONTAINERS", "get_containers": {"show_standalone": true}}""").json().getAsJsonObject("get_containers");
        JsonArray all = found.has("containers") ? found.getAsJsonArray("containers") : new JsonArray();
        return StreamSupport.stream(all.spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .map(c -> c.getAsJsonObject("container_id").get("value").getAsString())
                .toList();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
