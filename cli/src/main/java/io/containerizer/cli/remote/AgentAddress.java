package io.containerizer.cli.remote;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where an agent serves.
 *
 * @param base scheme, host and port, with an empty path
 * @param socket the file of a Unix domain socket, which is used instead of host and port
 */
public record AgentAddress(URI base, Optional<Path> socket) {

    private static final String UNIX = "unix:";
    private static final int PORT = 5051;

    /**
     * @param text {@code HOST:PORT}, {@code unix:PATH}, or a URI with {@code http} or {@code https}
     * @throws ContainerizerException INVALID_FLAG
     */
    public static AgentAddress parse(String text) {
        if (text.startsWith(UNIX)) {
            String path = text.substring(UNIX.length());
            if (path.isEmpty() || path.indexOf('\0') >= 0) {
                throw invalid(text, "it names no socket");
            }
            return new AgentAddress(
                    URI.create("http://localhost"),
                    Optional.of(Path.of(path).toAbsolutePath().normalize()));
        }
        try {
            URI given = URI.create(text.contains("://") ? text : "http://" + text);
            boolean known = "http".equals(given.getScheme()) || "https".equals(given.getScheme());
            boolean bare = given.getRawPath().isEmpty() || given.getRawPath().equals("/");
            if (!known || given.getHost() == null || !bare || given.getRawUserInfo() != null) {
                throw invalid(text, "it is no address");
            }
            int port = given.getPort() < 0 ? PORT : given.getPort();
            return new AgentAddress(
                    URI.create(given.getScheme() + "://" + given.getHost() + ":" + port), Optional.empty());
        } catch (IllegalArgumentException e) {
            throw invalid(text, "it is no address");
        }
    }

    private static ContainerizerException invalid(String text, String why) {
        return ContainerizerException.of(ErrorCode.INVALID_FLAG, "use agent", "'" + text + "'", why)
                .withHint("write HOST:PORT, https://HOST:PORT or unix:/PATH");
    }

    boolean isSecure() {
        return base.getScheme().equals("https");
    }

    @Override
    public String toString() {
        return socket.map(path -> UNIX + path).orElseGet(base::toString);
    }
}
