package io.containerizer.image.registry;

import io.containerizer.image.ImageReference;
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
        String scheme = text.startsWith("http://") ? "http" : "https";
        String rest = text.replaceFirst("^[A-Za-z]+://", "");
        int slash = rest.indexOf('/');
        String authority = slash < 0 ? rest : rest.substring(0, slash);
        String path = slash < 0 ? "" : rest.substring(slash + 1);
        path = path.replaceAll("^/+|/+$", "");
        return new ConfigKey(normal(scheme, authority), path.matches("v[12]") ? "" : path);
    }

    /** Without the port that the scheme means anyway, and the names of Docker's own registry as one. */
    static String normal(String scheme, String authority) {
        String lower = withoutPort(scheme, authority.toLowerCase(Locale.ROOT));
        return isDockerHub(lower) ? "docker.io" : lower;
    }

    static String withoutPort(String scheme, String authority) {
        return authority.replaceFirst(scheme.equals("http") ? ":80$" : ":443$", "");
    }

    static boolean isDockerHub(String host) {
        return ImageReference.isDockerHub(host);
    }

    /**
     * How many characters of the path tell for this repository; nothing: it is for another.
     *
     * @param registry as {@link Endpoint#registry} has it
     */
    OptionalInt match(String registry, String repository) {
        boolean below = path.isEmpty() || repository.equals(path) || repository.startsWith(path + "/");
        return registry.equals(authority) && below ? OptionalInt.of(path.length()) : OptionalInt.empty();
    }
}
