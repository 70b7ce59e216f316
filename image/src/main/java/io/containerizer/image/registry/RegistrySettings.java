package io.containerizer.image.registry;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How to find registries and how to speak to them. {@link #DEFAULT} is the start; each {@code with} changes a part.
 *
 * @param defaultRegistry of references that name none: {@code [SCHEME://]HOST[:PORT][/PATH]}
 * @param plain registries, {@code HOST[:PORT]}, that are spoken to without encryption
 * @param mirrors by registry, {@code HOST[:PORT]} as references name it, where to ask first, in this order
 * @param credentials the first that has some for a repository decides
 * @param authorities PEM files with certificates of authorities to trust beside those that Java trusts
 * @param client with what to identify where a registry asks for it
 * @param stallTimeout how long no byte may come
 * @param connectTimeout how long a connection may take
 */
public record RegistrySettings(
        String defaultRegistry,
        Set<String> plain,
        Map<String, List<String>> mirrors,
        List<DockerConfig> credentials,
        List<Path> authorities,
        Optional<ClientCertificate> client,
        Duration stallTimeout,
        Duration connectTimeout,
        RetryPolicy retries) {

    public static final RegistrySettings DEFAULT = new RegistrySettings(
            "https://registry-1.docker.io",
            Set.of(),
            Map.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            Duration.ofMinutes(1),
            Duration.ofSeconds(20),
            RetryPolicy.DEFAULT);

    public RegistrySettings {
        plain = plain.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        Map<String, List<String>> copies = new HashMap<>();
        mirrors.forEach((registry, addresses) -> copies.put(registry, List.copyOf(addresses)));
        mirrors = Map.copyOf(copies);
        credentials = List.copyOf(credentials);
        authorities = List.copyOf(authorities);
    }

    public RegistrySettings withDefaultRegistry(String address) {
        return new RegistrySettings(
                address, plain, mirrors, credentials, authorities, client, stallTimeout, connectTimeout, retries);
    }

    public RegistrySettings withPlain(Set<String> registries) {
        return new RegistrySettings(
                defaultRegistry,
                registries,
                mirrors,
                credentials,
                authorities,
                client,
                stallTimeout,
                connectTimeout,
                retries);
    }

    public RegistrySettings withMirrors(Map<String, List<String>> addresses) {
        return new RegistrySettings(
                defaultRegistry,
                plain,
                addresses,
                credentials,
                authorities,
                client,
                stallTimeout,
                connectTimeout,
                retries);
    }

    /** With a configuration that decides before those there are: an image's own before the operator's. */
    public RegistrySettings withCredentials(DockerConfig config) {
        List<DockerConfig> all = new ArrayList<>(credentials);
        all.addFirst(config);
        return new RegistrySettings(
                defaultRegistry, plain, mirrors, all, authorities, client, stallTimeout, connectTimeout, retries);
    }

    public RegistrySettings withAuthorities(List<Path> pemFiles) {
        return new RegistrySettings(
                defaultRegistry, plain, mirrors, credentials, pemFiles, client, stallTimeout, connectTimeout, retries);
    }

    public RegistrySettings withClient(ClientCertificate certificate) {
        return new RegistrySettings(
                defaultRegistry,
                plain,
                mirrors,
                credentials,
                authorities,
                Optional.of(certificate),
                stallTimeout,
                connectTimeout,
                retries);
    }

    public RegistrySettings withTimeouts(Duration stall, Duration connect) {
        return new RegistrySettings(
                defaultRegistry, plain, mirrors, credentials, authorities, client, stall, connect, retries);
    }

    public RegistrySettings withRetries(RetryPolicy policy) {
        return new RegistrySettings(
                defaultRegistry,
                plain,
                mirrors,
                credentials,
                authorities,
                client,
                stallTimeout,
                connectTimeout,
                policy);
    }
}
