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

/** Reads docker configurations; what it says about a wrong one never repeats a value of it. */
final class DockerConfigReader {

    private static final Set<String> PARTS_OF_THE_NEW_FORM =
            Set.of("auths", "credHelpers", "credsStore", "HttpHeaders", "proxies", "currentContext", "plugins");

    private final String source;

    /** @param source what the configuration is called in messages */
    DockerConfigReader(String source) {
        this.source = source;
    }

    DockerConfig read(String json) {
        JsonObject root = object(parse(json), "the whole");
        boolean predecessor = PARTS_OF_THE_NEW_FORM.stream().noneMatch(root::has);
        List<DockerConfig.Entry> entries = new ArrayList<>();
        JsonObject auths = predecessor ? root : part(root, "auths");
        for (Map.Entry<String, JsonElement> auth : auths.entrySet()) {
            String key = auth.getKey();
            credential(key, object(auth.getValue(), "the entry of " + key))
                    .ifPresent(c -> entries.add(new DockerConfig.Entry(ConfigKey.parse(key), c)));
        }
        Map<ConfigKey, String> helpers = new LinkedHashMap<>();
        for (Map.Entry<String, JsonElement> helper : part(root, "credHelpers").entrySet()) {
            helpers.put(ConfigKey.parse(helper.getKey()), text(helper.getValue(), helper.getKey()));
        }
        return new DockerConfig(source, entries, helpers, member(root, "credsStore", "credsStore"));
    }

    private Optional<Credential> credential(String key, JsonObject entry) {
        String where = source + ", key " + key;
        Optional<String> token = member(entry, "identitytoken", key);
        if (token.isPresent()) {
            return Optional.of(new Credential.IdentityToken(new Secret(token.get()), where));
        }
        Optional<String> both = member(entry, "auth", key).map(auth -> decode(auth, key));
        if (both.isPresent()) {
            int colon = both.get().indexOf(':');
            if (colon < 0) {
                throw invalid("the auth of " + key + " is not the base64 of USER:PASSWORD");
            }
            Secret password = new Secret(both.get().substring(colon + 1));
            return Optional.of(new Credential.Password(both.get().substring(0, colon), password, where));
        }
        Optional<String> user = member(entry, "username", key);
        Optional<String> password = member(entry, "password", key);
        if (user.isPresent() != password.isPresent()) {
            throw invalid("the entry of " + key + " has a username or a password, but not both");
        }
        return user.map(name -> new Credential.Password(name, new Secret(password.orElseThrow()), where));
    }

    private String decode(String auth, String key) {
        try {
            return new String(Base64.getDecoder().decode(auth.strip()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw invalid("the auth of " + key + " is not base64");
        }
    }

    private JsonElement parse(String json) {
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
}
