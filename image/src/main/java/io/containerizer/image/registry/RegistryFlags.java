package io.containerizer.image.registry;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Flag;
import io.containerizer.api.FlagText;
import io.containerizer.api.FlagValues;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The flags about how to speak to registries. */
public final class RegistryFlags {

    public static final Flag<DockerConfig> CONFIG = Flag.unset(
            "docker_config",
            "JSON|FILE",
            text -> DockerConfig.parse(FlagText.json(text), "--docker_config"),
            "Credentials for registries, as in docker's config.json.");
    public static final Flag<Map<String, List<String>>> MIRRORS = Flag.unset(
            "docker_registry_mirrors",
            "JSON|FILE",
            text -> mirrors(FlagText.json(text)),
            "Where to look before the registry itself: {\"HOST[:PORT]\": [\"URL\", …]}, the first one first.");
    public static final Flag<Set<String>> INSECURE = Flag.of(
            "docker_registry_insecure",
            "HOST[:PORT],…",
            text -> names(text).collect(Collectors.toUnmodifiableSet()),
            "",
            "Registries to speak to without encryption; those of this machine need not be named.");
    public static final Flag<List<Path>> AUTHORITIES = Flag.of(
            "docker_registry_ca",
            "FILE,…",
            text -> names(text).map(Path::of).toList(),
            "",
            "PEM files with certificates of authorities to trust beside those that Java trusts.");
    public static final Flag<ClientCertificate> CLIENT = Flag.unset(
            "docker_registry_client_certificate",
            "FILE,FILE",
            RegistryFlags::client,
            "PEM files with a certificate and its private key, for registries that ask this host for one.");

    private RegistryFlags() {}

    public static List<Flag<?>> all() {
        return List.of(CONFIG, MIRRORS, INSECURE, AUTHORITIES, CLIENT);
    }

    /**
     * What the flags say.
     *
     * @param defaultRegistry the value of {@code --docker_registry}, if that is an address
     * @param stallTimeout the value of {@code --fetcher_stall_timeout}
     */
    public static RegistrySettings settings(FlagValues flags, String defaultRegistry, Duration stallTimeout) {
        RegistrySettings settings = RegistrySettings.DEFAULT
                .withDefaultRegistry(defaultRegistry)
                .withTimeouts(stallTimeout, RegistrySettings.DEFAULT.connectTimeout())
                .withPlain(flags.get(INSECURE))
                .withAuthorities(flags.get(AUTHORITIES))
                .withMirrors(flags.find(MIRRORS).orElse(Map.of()));
        Optional<DockerConfig> config = flags.find(CONFIG);
        if (config.isPresent()) {
            settings = settings.withCredentials(config.get());
        }
        Optional<ClientCertificate> client = flags.find(CLIENT);
        return client.isPresent() ? settings.withClient(client.get()) : settings;
    }

    private static Map<String, List<String>> mirrors(String json) {
        Map<String, List<String>> mirrors = new LinkedHashMap<>();
        try {
            if (JsonParser.parseString(json) instanceof JsonObject object) {
                for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
                    mirrors.put(entry.getKey(), addresses(entry.getKey(), entry.getValue()));
                }
                return mirrors;
            }
        } catch (JsonParseException e) {
            throw noMirrors("it is not JSON").causedBy(e);
        }
        throw noMirrors("it is no JSON object");
    }

    private static List<String> addresses(String registry, JsonElement value) {
        if (!(value instanceof JsonArray array)) {
            throw noMirrors("the mirrors of " + registry + " are no list");
        }
        List<String> addresses = new ArrayList<>();
        for (JsonElement element : array) {
            if (!(element instanceof JsonPrimitive address && address.isString())) {
                throw noMirrors("the mirrors of " + registry + " are not all addresses");
            }
            Endpoint.parse(element.getAsString(), Set.of(), "the mirrors of " + registry);
            addresses.add(element.getAsString());
        }
        return addresses;
    }

    private static ContainerizerException noMirrors(String problem) {
        return ContainerizerException.of(ErrorCode.INVALID_FLAG, "read mirrors", "", problem)
                .withHint("write them like {\"registry.example\": [\"https://mirror.example\"]}");
    }

    private static Stream<String> names(String text) {
        return Stream.of(text.split(",")).map(String::strip).filter(name -> !name.isEmpty());
    }

    private static ClientCertificate client(String text) {
        List<String> files = names(text).toList();
        if (files.size() != 2) {
            throw ContainerizerException.of(
                    ErrorCode.INVALID_FLAG, "read", "'" + text + "'", "it is not two files, certificate and key");
        }
        return new ClientCertificate(Path.of(files.get(0)), Path.of(files.get(1)));
    }
}
