package io.containerizer.agent.endpoints;

import io.containerizer.agent.auth.Realm;
import io.containerizer.agent.http.Handler;
import io.containerizer.agent.http.Route;
import java.util.List;

/**
 * An endpoint as the documentation lists it.
 *
 * @param path without the agent's prefix, which works, too
 * @param parameters names of those it knows in a query, in order
 * @param access what ACLs are asked for; empty: nothing
 * @param meaning what it answers, as a noun phrase
 */
public record Endpoint(
        String path, Realm realm, List<String> parameters, String access, String meaning, Handler handler) {

    public Endpoint {
        parameters = List.copyOf(parameters);
    }

    public Route route() {
        return new Route(List.of(path), realm, handler);
    }
}
