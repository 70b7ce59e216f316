package io.containerizer.image.registry;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The credentials of a docker {@code config.json}, or of its predecessor, which had the entries without {@code auths}
 * around them. Programs that keep credentials ({@code credHelpers}, {@code credsStore}) are known by name, for messages,
 * and never run.
 */
public final class DockerConfig {

    private static final Set<String> PARTS_OF_THE_NEW_FORM =
            Set.of("auths", "credHelpers", "credsStore", "HttpHeaders", "proxies", "currentContext", "plugins");

    private record Entry(ConfigKey key, Credential credential) {}

    private final List<Entry> entries = new ArrayList<>();
    private final Map<ConfigKey, String> helpers = new LinkedHashMap<>();
    private final String source;
    private Optional<String> store = Optional.empty();

    private DockerConfig(String source) {
        this.source = source;
    }

    /**
     * @param source what {@code json} is called in messages, such as {@code --docker_config}
     * @throws ContainerizerException INVALID_FLAG, which never repeats what was written
     */
    public static DockerConfig parse(String json, String source) {
        DockerConfig config = new DockerConfig(source);
        JsonObject root = config.object(config.read(json), "the whole");
        boolean predecessor = PARTS_OF_THE_NEW_FORM.stream().noneMatch(root::has);
        JsonObject auths = predecessor ? root : config.part(root, "auths");
        for (Map.Entry<String, JsonElement> auth : auths.entrySet()) {
            config.addEntry(auth.getKey(), config.object(auth.getValue(), "the entry of " + auth.getKey()));
        }
        for (Map.Entry<String, JsonElement> helper :
                config.part(root, "credHelpers").entrySet()) {
            config.helpers.put(ConfigKey.parse(helper.getKey()), config.text(helper.getValue(), helper.getKey()));
        }
        config.store = config.member(root, "credsStore", "credsStore");
        return config;
    }

    /** That of the key with the longest path that this repository of this registry is below. */
    Optional<Credential> find(String registry, String repository) {
        int longest = -1;
        Optional<Credential> best = Optional.empty();
        for (Entry entry : entries) {
            int match = entry.key.match(registry, repository).orElse(-1);
            if (match > longest) {
                longest = match;
                best = Optional.of(entry.credential);
            }
        }
        return best;
    }

    /** The program that this configuration would have asked for the registry's credentials. */
    Optional<String> helper(String registry) {
        for (Map.Entry<ConfigKey, String> helper : helpers.entrySet()) {
            if (helper.getKey().match(registry, "").isPresent()) {
                return Optional.of("docker-credential-" + helper.getValue());
            }
        }
        return store.map(name -> "docker-credential-" + name);
    }

    String source() {
        return source;
    }

    private void addEntry(String key, JsonObject entry) {
        String where = source + ", key " + key;
        Optional<String> token = member(entry, "identitytoken", key);
        if (token.isPresent()) {
            entries.add(new Entry(ConfigKey.parse(key), new Credential.IdentityToken(new Secret(token.get()), where)));
            return;
        }
        Optional<String> both = member(entry, "auth", key).map(auth -> decode(auth, key));
        if (both.isPresent()) {
            int colon = both.get().indexOf(':');
            if (colon < 0) {
                throw invalid("the auth of " + key + " is not the base64 of USER:PASSWORD");
            }
            String user = both.get().substring(0, colon);
            addPassword(key, user, both.get().substring(colon + 1), where);
            return;
        }
        Optional<String> user = member(entry, "username", key);
        Optional<String> password = member(entry, "password", key);
        if (user.isPresent() != password.isPresent()) {
            throw invalid("the entry of " + key + " has a username or a password, but not both");
        }
        if (user.isPresent() && password.isPresent()) {
            addPassword(key, user.get(), password.get(), where);
        }
    }

    private void addPassword(String key, String user, String password, String where) {
        entries.add(new Entry(ConfigKey.parse(key), new Credential.Password(user, new Secret(password), where)));
    }

    private String decode(String auth, String key) {
        try {
            return new String(Base64.getDecoder().decode(auth.strip()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw invalid("the auth of " + key + " is not base64");
        }
    }

    private JsonElement read(String json) {
        try {
            JsonReader reader = new JsonReader(new StringReader(json));
            reader.setStrictness(Strictness.STRICT);
            return JsonParser.parseReader(reader);
        } catch (JsonParseException e) {
            throw invalid("it is not JSON"); // not the parser's words: they may repeat a secret
        }
    }

    private JsonObject part(JsonObject root, String name) {
        JsonElement part = root.get(name);
        return part == null || part.isJsonNull() ? new JsonObject() : object(part, name);
    }

    private JsonObject object(JsonElement element, String what) {
        if (!element.isJsonObject()) {
            throw invalid(what + " is no JSON object");
        }
        return element.getAsJsonObject();
    }

    /** A string; nothing also for an empty one, which docker writes where a helper keeps the value. */
    private Optional<String> member(JsonObject object, String name, String key) {
        JsonElement value = object.get(name);
        if (value == null || value.isJsonNull()) {
            return Optional.empty();
        }
        return Optional.of(text(value, key)).filter(text -> !text.isEmpty());
    }

    private String text(JsonElement value, String key) {
        if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isString()) {
            throw invalid("the entry of " + key + " has something that is no string");
        }
        return value.getAsString();
    }

    private ContainerizerException invalid(String problem) {
        return ContainerizerException.of(ErrorCode.INVALID_FLAG, "read docker configuration", source, problem)
                .withHint("write it like {\"auths\": {\"registry.example:5000\": {\"auth\": \"BASE64\"}}}, where BASE64"
                        + " is that of USER:PASSWORD");
    }

    /** Which configuration it is, and for what it has credentials. */
    @Override
    public String toString() {
        return source + entries.stream().map(Entry::key).toList();
    }
}
