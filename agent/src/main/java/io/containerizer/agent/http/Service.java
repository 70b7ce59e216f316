package io.containerizer.agent.http;

import io.containerizer.agent.auth.Authenticator;
import java.util.List;

/**
 * What a server serves.
 *
 * @param authenticator asks for passwords, by each route's realm
 * @param peers gets the messages of Mesos' processes, which are no requests for a route; {@link #NO_PEERS} refuses them
 */
public record Service(List<Route> routes, Authenticator authenticator, Handler peers) {

    /** Where there is no master. */
    public static final Handler NO_PEERS = request -> StatusText.answer(404);

    public Service {
        routes = List.copyOf(routes);
    }
}
