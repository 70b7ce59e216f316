package io.containerizer.image.registry;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where a registry, or a mirror of one, answers.
 *
 * @param scheme {@code https} or {@code http}
 * @param authority {@code HOST[:PORT]}, in lower case
 * @param path what is put before the names of repositories; empty: nothing
 */
record Endpoint(String scheme, String authority, String path) {

    /**
     * @param text {@code [SCHEME://]HOST[:PORT][/PATH]}
     * @param plain those of the hosts, {@code HOST[:PORT]}, that are spoken to without encryption although they are not on this
     *     machine, where a scheme is not given
     * @param source the flag that says so, for messages
     * @throws ContainerizerException INVALID_FLAG
     */
    static Endpoint parse(String text, Set<String> plain, String source) {
        boolean full = text.contains("://");
        URI uri;
        try {
            uri = new URI(full ? text : "any://" + text);
        } catch (URISyntaxException e) {
            throw invalid(source, "it is no address"); // not the parser's words, for it may have a password in it
        }
        if (uri.getRawUserInfo() != null) {
            throw invalid(source, "the address of " + uri.getHost() + " has a user in it")
                    .withHint("write credentials in --docker_config, for that host");
        }
        String authority = uri.getRawAuthority();
        if (authority == null || uri.getHost() == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw invalid(source, "'" + text + "' is no address of a registry")
                    .withHint("write it like https://HOST[:PORT]");
        }
        authority = authority.toLowerCase(Locale.ROOT);
        String scheme = full ? uri.getScheme().toLowerCase(Locale.ROOT) : scheme(authority, plain);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw invalid(source, "'" + text + "' is neither https nor http");
        }
        String path = uri.getRawPath().replaceAll("^/+|/+$", "");
        return new Endpoint(scheme, authority, path.replaceFirst("(^|/)v2$", ""));
    }

    private static ContainerizerException invalid(String source, String problem) {
        return ContainerizerException.of(ErrorCode.INVALID_FLAG, "read address of registry from", source, problem);
    }

    /** That of a registry as it is named by references. */
    static Endpoint of(String authority, Set<String> plain) {
        String lower = authority.toLowerCase(Locale.ROOT);
        return new Endpoint(scheme(lower, plain), lower, "");
    }

    /** Everybody on the way could read and change what is sent without encryption: only on this machine, or when told so. */
    private static String scheme(String authority, Set<String> plain) {
        boolean loopback = isLoopback(host(authority)) && !authority.endsWith(":443");
        return loopback || plain.contains(authority) ? "http" : "https";
    }

    private static String host(String authority) {
        return authority.replaceFirst(":[0-9]*$", "");
    }

    /** By its name alone: whoever answers for names could call any address so. */
    static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.[0-9]{1,3}){3}");
    }

    boolean isLoopback() {
        return isLoopback(host(authority));
    }

    /** Whether {@code other} is answered by the same: what may see its credentials. */
    boolean isOriginOf(URI other) {
        return of(other)
                .filter(e -> e.scheme.equals(scheme)
                        && ConfigKey.withoutPort(scheme, e.authority).equals(ConfigKey.withoutPort(scheme, authority)))
                .isPresent();
    }

    private static Optional<Endpoint> of(URI uri) {
        String scheme = uri.getScheme();
        String authority = uri.getRawAuthority();
        return scheme == null || authority == null
                ? Optional.empty()
                : Optional.of(new Endpoint(scheme.toLowerCase(Locale.ROOT), authority.toLowerCase(Locale.ROOT), ""));
    }

    /** By which name keys and mirrors know it: without the usual port. */
    String registry() {
        return ConfigKey.normal(scheme, authority);
    }

    /** Of a resource below the API's root. */
    URI uri(String resource) {
        return URI.create(scheme + "://" + authority + "/v2/" + resource);
    }

    /** The repository's name there. */
    String locate(String repository) {
        return path.isEmpty() ? repository : path + "/" + repository;
    }

    @Override
    public String toString() {
        return scheme + "://" + authority + (path.isEmpty() ? "" : "/" + path);
    }
}
