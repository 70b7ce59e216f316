package io.containerizer.image.registry;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The proxies of {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY}, in either case; without the first two, those
 * of Java's own settings. This machine is never asked through a proxy.
 */
final class EnvironmentProxies extends ProxySelector {

    private final Map<String, String> environment;
    private final ProxySelector otherwise;

    private EnvironmentProxies(Map<String, String> environment, ProxySelector otherwise) {
        this.environment = environment;
        this.otherwise = otherwise;
    }

    static ProxySelector of(Map<String, String> environment) {
        ProxySelector java = ProxySelector.getDefault();
        return new EnvironmentProxies(environment, java == null ? ProxySelector.of(null) : java);
    }

    @Override
    public List<Proxy> select(URI uri) {
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        if (Endpoint.isLoopback(host)) {
            return List.of(Proxy.NO_PROXY);
        }
        if (variable("HTTPS_PROXY").isEmpty() && variable("HTTP_PROXY").isEmpty()) {
            return otherwise.select(uri);
        }
        String name = uri.getScheme().equals("https") ? "HTTPS_PROXY" : "HTTP_PROXY";
        return isExempt(host)
                ? List.of(Proxy.NO_PROXY)
                : List.of(variable(name).map(value -> proxy(name, value)).orElse(Proxy.NO_PROXY));
    }

    private Optional<String> variable(String name) {
        String value = environment.getOrDefault(name, environment.get(name.toLowerCase(Locale.ROOT)));
        return Optional.ofNullable(value).filter(v -> !v.isBlank());
    }

    private boolean isExempt(String host) {
        for (String entry : variable("NO_PROXY").orElse("").split(",")) {
            String domain = entry.strip().toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", "");
            if (domain.equals("*") || !domain.isEmpty() && (host.equals(domain) || host.endsWith("." + domain))) {
                return true;
            }
        }
        return false;
    }

    private static Proxy proxy(String name, String value) {
        URI uri;
        try {
            uri = new URI(value.contains("://") ? value : "http://" + value);
        } catch (URISyntaxException e) {
            throw invalid(name, "it is no address");
        }
        if (uri.getRawUserInfo() != null) {
            throw invalid(name, "a proxy that wants a password is not supported");
        }
        if (uri.getHost() == null || !"http".equals(uri.getScheme())) {
            throw invalid(name, "it is not http://HOST:PORT");
        }
        int port = uri.getPort() < 0 ? 80 : uri.getPort();
        return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(uri.getHost(), port));
    }

    private static ContainerizerException invalid(String name, String problem) {
        return ContainerizerException.of(ErrorCode.INVALID_FLAG, "read proxy of the environment", name, problem)
                .withHint("name the registry in NO_PROXY if it needs no proxy");
    }

    @Override
    public void connectFailed(URI uri, SocketAddress proxy, IOException e) {
        otherwise.connectFailed(uri, proxy, e);
    }
}
