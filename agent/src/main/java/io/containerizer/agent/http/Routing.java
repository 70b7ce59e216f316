package io.containerizer.agent.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds who answers a path. */
final class Routing {

    /** Mesos' name of the agent among the actors of its process. */
    private static final String AGENT = "/slave(1)";

    /** Paths that Mesos had before its version 1.0 had this at their ends. */
    private static final String OLD_SUFFIX = ".json";

    private final Map<String, Route> byPath = new HashMap<>();
    private final int longest;

    Routing(List<Route> routes) {
        for (Route route : routes) {
            for (String path : route.paths()) {
                if (!path.startsWith("/") || path.endsWith("/")) {
                    throw new IllegalArgumentException("the path of a route is not of the form /name: " + path);
                }
                if (byPath.put(path, route) != null) {
                    throw new IllegalArgumentException("two routes have the path " + path);
                }
            }
        }
        longest = OLD_SUFFIX.length()
                + byPath.keySet().stream().mapToInt(String::length).max().orElse(0);
    }

    /** The path as handlers see it. */
    static String withoutAgent(String path) {
        if (path.equals(AGENT)) {
            return "/";
        }
        return path.startsWith(AGENT + "/") ? path.substring(AGENT.length()) : path;
    }

    /** The route whose path is the longest that {@code path} begins with, by whole segments. */
    Optional<Route> find(String path) {
        if (path.contains("/..")) {
            return Optional.empty();
        }
        for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
            if (end <= longest) {
                Optional<Route> found = exact(path.substring(0, end));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Route> exact(String path) {
        Optional<Route> found = Optional.ofNullable(byPath.get(path));
        return found.isPresent() || !path.endsWith(OLD_SUFFIX)
                ? found
                : Optional.ofNullable(byPath.get(path.substring(0, path.length() - OLD_SUFFIX.length())));
    }
}
