package io.containerizer.agent.http;

import io.containerizer.agent.auth.Caller;
import java.util.Map;
import java.util.Optional;

/**
 * One request. Its body is read only when somebody asks for it.
 *
 * @param method as it was sent, such as {@code GET}
 * @param path decoded, without the query, the agent's prefix {@code /slave(1)} and a slash at its end
 * @param query decoded; of parameters given twice the last counts
 * @param client for handlers that wait for something before they answer
 */
public record Request(
        String method,
        String path,
        Map<String, String> query,
        Headers headers,
        Caller caller,
        RequestBody body,
        Client client) {

    public Request {
        query = Map.copyOf(query);
    }

    /** A request whose client stays. */
    public Request(
            String method, String path, Map<String, String> query, Headers headers, Caller caller, RequestBody body) {
        this(method, path, query, headers, caller, body, Client.STAYS);
    }

    public Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /** The same request, for the handler that was found for it. */
    Request as(String shortPath, Caller known) {
        return new Request(method, shortPath, query, headers, known, body, client);
    }
}
