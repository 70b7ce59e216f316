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
 */
public record Request(
        String method, String path, Map<String, String> query, Headers headers, Caller caller, RequestBody body) {

    public Request {
        query = Map.copyOf(query);
    }

    public Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }
}
