package io.containerizer.image.supply;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.FlagText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where to ask before a registry itself.
 *
 * @param addresses by registry, as references name it; in the order to ask
 */
public record RegistryMirrors(Map<String, List<String>> addresses) {

    public RegistryMirrors {
        addresses = Map.copyOf(addresses);
    }

    /**
     * @param text the JSON itself, or the absolute path of a file with it, with or without {@code file://}
     * @throws ContainerizerException with INVALID_FLAG, saying what is wrong with it
     */
    static RegistryMirrors parse(String text) {
        try {
            JsonObject json = JsonParser.parseString(FlagText.json(text)).getAsJsonObject();
            Map<String, List<String>> addresses = new LinkedHashMap<>();
            for (String registry : json.keySet()) {
                addresses.put(registry, texts(registry, json.get(registry)));
            }
            return new RegistryMirrors(addresses);
        } catch (JsonParseException | IllegalStateException e) {
            throw invalid("mirrors", "they are no JSON object").causedBy(e);
        }
    }

    private static List<String> texts(String registry, JsonElement list) {
        if (!list.isJsonArray()
                || list.getAsJsonArray().asList().stream()
                        .anyMatch(e ->
                                !e.isJsonPrimitive() || !e.getAsJsonPrimitive().isString())) {
            throw invalid("mirrors of '" + registry + "'", "they are no list of texts");
        }
        return list.getAsJsonArray().asList().stream()
                .map(JsonElement::getAsString)
                .toList();
    }

    private static ContainerizerException invalid(String what, String why) {
        return ContainerizerException.of(ErrorCode.INVALID_FLAG, "read", what, why)
                .withHint("write it like {\"docker.io\": [\"https://mirror.example.org\"]}");
    }
}
