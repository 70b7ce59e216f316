package io.containerizer.image.registry;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.containerizer.api.ContainerizerException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Asks the token servers that registries send their clients to. */
final class Tokens {

    private static final int LARGEST = 1 << 20;
    private static final long SECONDS_IF_NOT_SAID = 60;
    private static final String CLIENT = "containerizer";

    private final Transport transport;
    private final InstantSource clock;
    private final Set<String> plain;

    /** @param plain hosts that are spoken to without encryption */
    Tokens(Transport transport, InstantSource clock, Set<String> plain) {
        this.transport = transport;
        this.clock = clock;
        this.plain = plain;
    }

    /** @param until when it is no longer good; a little early, for the way takes time, too */
    record Token(Secret value, Instant until) {}

    /**
     * @param challenge what the registry said, of the scheme {@code bearer}
     * @param scope what the token is to allow where the challenge does not say
     */
    Token fetch(Endpoint registry, Challenge challenge, String scope, Optional<Credential> credential)
            throws PassingFailure {
        Subject subject = new Subject("fetch token for", registry.toString());
        URI realm = realm(subject, registry, challenge.parameter("realm"));
        Map<String, String> query = new LinkedHashMap<>();
        query.put("service", challenge.parameter("service"));
        query.put("scope", challenge.parameters().getOrDefault("scope", scope));
        query.values().removeIf(String::isEmpty);
        try (Answer answer = ask(realm, query, credential)) {
            return read(subject, answer, credential);
        } catch (IOException e) {
            throw ConnectionFailures.explain(subject, realm, e);
        }
    }

    private URI realm(Subject subject, Endpoint registry, String text) {
        URI realm;
        try {
            realm = new URI(text);
        } catch (URISyntaxException e) {
            throw subject.failure("it names a token server that is no address").causedBy(e);
        }
        if (realm.getHost() == null || realm.getScheme() == null || realm.getRawUserInfo() != null) {
            throw subject.failure("it names no token server that could be asked: '" + text + "'");
        }
        Endpoint server = new Endpoint(realm.getScheme(), realm.getRawAuthority(), "");
        boolean near = registry.isLoopback() && server.isLoopback();
        boolean mayBePlain = near || plain.contains(server.authority());
        if (!server.scheme().equals("https") && !(server.scheme().equals("http") && mayBePlain)) {
            throw subject.failure("it names the token server " + server + ", and tokens are not fetched"
                            + " without encryption from other hosts")
                    .withHint("if that is meant, name " + server.authority() + " in --docker_registry_insecure");
        }
        return realm;
    }

    private Answer ask(URI realm, Map<String, String> query, Optional<Credential> credential) throws IOException {
        if (credential.isPresent() && credential.get() instanceof Credential.IdentityToken token) {
            query.put("grant_type", "refresh_token");
            query.put("client_id", CLIENT);
            query.put("refresh_token", token.token().reveal());
            return transport.postForm(realm, encode(query));
        }
        Map<String, String> headers = credential.isPresent() && credential.get() instanceof Credential.Password password
                ? Map.of("Authorization", password.basic().reveal())
                : Map.of();
        String separator = realm.getRawQuery() == null ? "?" : "&";
        return transport.get(URI.create(realm + separator + encode(query)), headers);
    }

    private static String encode(Map<String, String> query) {
        return query.entrySet().stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private Token read(Subject subject, Answer answer, Optional<Credential> credential)
            throws PassingFailure, IOException {
        if (answer.status() == 200) {
            return parse(subject, answer);
        }
        Said said = Said.in(answer);
        String words = credential.map(c -> hide(c, said.text())).orElse(said.text());
        ContainerizerException failure = subject.failure("the token server " + Subject.bare(answer.from()) + " answers "
                + Statuses.text(answer.status()) + (words.isEmpty() ? "" : " (" + words + ")"));
        if (Statuses.mayPass(answer.status())) {
            throw new PassingFailure(failure, RetryAfter.parse(answer.header("Retry-After"), clock.instant()));
        }
        throw failure.withHint(credential
                .map(c -> "look at the credentials of " + c.source())
                .orElse("it was asked without credentials: give some in --docker_config, for " + subject.name()));
    }

    private static String hide(Credential credential, String text) {
        String hidden = text;
        for (Secret secret : credential.secrets()) {
            hidden = secret.hideIn(hidden);
        }
        return hidden;
    }

    private Token parse(Subject subject, Answer answer) throws IOException {
        String where = "the token server " + Subject.bare(answer.from());
        byte[] body = answer.read(LARGEST);
        try {
            if (JsonParser.parseString(new String(body, StandardCharsets.UTF_8)) instanceof JsonObject object) {
                Optional<String> token = text(object, "token").or(() -> text(object, "access_token"));
                if (token.isPresent() && token.get().matches("[\\x21-\\x7e]+")) {
                    return new Token(new Secret(token.get()), clock.instant().plus(validity(object)));
                }
            }
        } catch (JsonParseException | NumberFormatException e) {
            throw subject.failure(
                    where + " answers with something that is no token"); // not a word of it: it may be one
        }
        throw subject.failure(where + " answers without a token");
    }

    private static Optional<String> text(JsonObject object, String name) {
        return object.get(name) instanceof JsonPrimitive value && value.isString()
                ? Optional.of(value.getAsString()).filter(text -> !text.isEmpty())
                : Optional.empty();
    }

    private static Duration validity(JsonObject object) {
        long seconds = object.get("expires_in") instanceof JsonPrimitive value && value.isNumber()
                ? Math.clamp(value.getAsLong(), 0, Integer.MAX_VALUE)
                : SECONDS_IF_NOT_SAID;
        return Duration.ofSeconds(seconds - Math.min(10, seconds / 4));
    }
}
