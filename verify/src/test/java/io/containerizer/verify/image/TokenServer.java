package io.containerizer.verify.image;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Gives whoever has the password tokens that allow what is asked for, as JSON web tokens. */
final class TokenServer implements AutoCloseable {

    static final String ISSUER = "token server of a test";
    static final String SERVICE = "registry of a test";

    private final HttpsServer server;
    private final PemKey key;
    private final String basic;
    private final List<String> scopes = new CopyOnWriteArrayList<>();

    TokenServer(PemKey key, String user, String password) throws IOException, GeneralSecurityException {
        this.key = key;
        byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        this.basic = "Basic " + Base64.getEncoder().encodeToString(both);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(key.context()));
        server.createContext("/token", this::handle);
        server.start();
    }

    String realm() {
        return "https://127.0.0.1:" + server.getAddress().getPort() + "/token";
    }

    /** Of all tokens that were given. */
    List<String> scopes() {
        return scopes;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean known = basic.equals(exchange.getRequestHeaders().getFirst("Authorization"));
            String scope = parameter(exchange.getRequestURI().getRawQuery(), "scope");
            String body =
                    known ? "{\"token\": \"" + token(scope) + "\", \"expires_in\": 300}" : "{\"details\": \"who?\"}";
            if (known) {
                scopes.add(scope);
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(known ? 200 : 401, bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (GeneralSecurityException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    private static String parameter(String query, String name) {
        for (String pair : query.split("&")) {
            if (pair.startsWith(name + "=")) {
                return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    /** The scope is {@code TYPE:NAME:ACTION,ACTION}; empty: nothing but to be known. */
    private String token(String scope) throws IOException, GeneralSecurityException {
        String[] parts = scope.split(":");
        String access = parts.length < 3
                ? ""
                : "{\"type\":\"" + parts[0] + "\",\"name\":\"" + parts[1] + "\",\"actions\":[\""
                        + parts[2].replace(",", "\",\"") + "\"]}";
        long now = Instant.now().getEpochSecond();
        String chain = Base64.getEncoder().encodeToString(key.certified().getEncoded());
        String signed = encode("{\"typ\":\"JWT\",\"alg\":\"ES256\",\"x5c\":[\"" + chain + "\"]}") + "."
                + encode("{\"iss\":\"" + ISSUER + "\",\"sub\":\"\",\"aud\":\"" + SERVICE + "\",\"jti\":\"1\",\"iat\":"
                        + now + ",\"nbf\":" + (now - 60) + ",\"exp\":" + (now + 300) + ",\"access\":[" + access + "]}");
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(key.privateKey());
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    }

    private static String encode(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
