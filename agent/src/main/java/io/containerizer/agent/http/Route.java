package io.containerizer.agent.http;

import io.containerizer.agent.auth.Realm;
import java.util.List;

/**
 * A path and who answers below it.
 *
 * @param paths each with its first slash and without a last one, such as {@code /state}; requests go to the longest that they begin with
 */
public record Route(List<String> paths, Realm realm, Handler handler) {

    public Route {
        paths = List.copyOf(paths);
    }
}
