package io.containerizer.image.registry;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The credentials of a docker {@code config.json}, or of its predecessor, which had the entries without {@code auths}
 * around them. Programs that keep credentials ({@code credHelpers}, {@code credsStore}) are known by name, for messages,
 * and never run.
 */
public final class DockerConfig {

    /** @param key what {@code credential} is for */
    record Entry(ConfigKey key, Credential credential) {}

    private final String source;
    private final List<Entry> entries;
    private final Map<ConfigKey, String> helpers;
    private final Optional<String> store;

    DockerConfig(String source, List<Entry> entries, Map<ConfigKey, String> helpers, Optional<String> store) {
        this.source = source;
        this.entries = List.copyOf(entries);
        this.helpers = Map.copyOf(helpers);
        this.store = store;
    }

    /**
     * @param source what {@code json} is called in messages, such as {@code --docker_config}
     * @throws io.containerizer.api.ContainerizerException INVALID_FLAG, which never repeats what was written
     */
    public static DockerConfig parse(String json, String source) {
        return new DockerConfigReader(source).read(json);
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

    /** Which configuration it is, and for what it has credentials. */
    @Override
    public String toString() {
        return source + entries.stream().map(Entry::key).toList();
    }
}
