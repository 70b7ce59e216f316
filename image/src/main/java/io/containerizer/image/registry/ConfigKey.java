package io.containerizer.image.registry;

import java.util.Locale;
import java.util.OptionalInt;

/**
 * What an entry of a docker configuration is for: {@code HOST[:PORT][/PATH]}, as it is or as an address with a scheme
 * and an API version, such as {@code https://index.docker.io/v1/}.
 *
 * @param authority lower case; {@code docker.io} for all of that family
 * @param path of a repository or of those below; empty: all of the registry
 */
record ConfigKey(String authority, String path) {

    static ConfigKey parse(String text) {
        String rest = text.replaceFirst("^[A-Za-z]+://", "");
        int slash = rest.indexOf('/');
        String authority = slash < 0 ? rest : rest.substring(0, slash);
        String path = slash < 0 ? "" : rest.substring(slash + 1);
        path = path.replaceAll("^/+|/+$", "");
        return new ConfigKey(normal(authority), path.matches("v[12]") ? "" : path);
    }

    /** Without the ports that the schemes mean anyway, and the names of Docker's own registry as one. */
    static String normal(String authority) {
        String lower = authority.toLowerCase(Locale.ROOT).replaceFirst(":(80|443)$", "");
        return isDockerHub(lower) ? "docker.io" : lower;
    }

    static boolean isDockerHub(String host) {
        return host.equals("docker.io") || host.endsWith(".docker.io");
    }

    /** How many characters of the path tell for this repository; nothing: it is for another. */
    OptionalInt match(String registry, String repository) {
        boolean below = path.isEmpty() || repository.equals(path) || repository.startsWith(path + "/");
        return normal(registry).equals(authority) && below ? OptionalInt.of(path.length()) : OptionalInt.empty();
    }
}
