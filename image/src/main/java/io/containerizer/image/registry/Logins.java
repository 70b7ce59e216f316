package io.containerizer.image.registry;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The logins at all repositories that were asked for something. */
final class Logins {

    private final List<DockerConfig> configs;
    private final Tokens tokens;
    private final InstantSource clock;
    private final Map<Repository, Login> logins = new ConcurrentHashMap<>();

    /** @param configs the first that has credentials for a repository decides */
    Logins(List<DockerConfig> configs, Tokens tokens, InstantSource clock) {
        this.configs = configs;
        this.tokens = tokens;
        this.clock = clock;
    }

    Login at(Repository repository) {
        return logins.computeIfAbsent(repository, r -> new Login(r, credential(r), tokens, clock));
    }

    private Optional<Credential> credential(Repository repository) {
        return configs.stream()
                .map(c -> c.find(repository.endpoint().registry(), repository.name()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** What to do where credentials are missing or refused. */
    String hint(Repository repository) {
        String host = repository.endpoint().authority();
        Optional<Credential> credential = at(repository).credential();
        if (credential.isPresent()) {
            return "look whether they are right, and whether they allow to pull it";
        }
        for (DockerConfig config : configs) {
            Optional<String> helper = config.helper(repository.endpoint().registry());
            if (helper.isPresent()) {
                return config.source() + " leaves the credentials for " + host + " to " + helper.get()
                        + ", which is not run: write them into its auths";
            }
        }
        return "if it exists, credentials for " + host + " are needed in --docker_config";
    }
}
