package io.containerizer.image.registry;

import io.containerizer.image.ImageReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tells where an image is looked for: at the mirrors of its registry in the operator's order, then at the registry. */
final class Directory {

    /** Where references to {@code docker.io} are answered. */
    private static final String DOCKER_HUB = "registry-1.docker.io";

    private final RegistrySettings settings;
    private final Endpoint defaultRegistry;

    Directory(RegistrySettings settings) {
        this.settings = settings;
        this.defaultRegistry = Endpoint.parse(settings.defaultRegistry(), settings.plain(), "--docker_registry");
    }

    /** The places, the last of which is the registry itself. */
    List<Repository> places(ImageReference reference) {
        Endpoint origin = reference.registry().map(this::named).orElse(defaultRegistry);
        boolean hub = ConfigKey.isDockerHub(origin.authority());
        String name = hub && reference.repository().indexOf('/') < 0
                ? "library/" + reference.repository()
                : reference.repository();
        List<Repository> places = new ArrayList<>();
        for (Endpoint mirror : mirrors(origin)) {
            places.add(new Repository(mirror, mirror.locate(name)));
        }
        places.add(new Repository(origin, origin.locate(name)));
        return places;
    }

    private Endpoint named(String registry) {
        Endpoint named = Endpoint.of(registry, settings.plain());
        if (ConfigKey.isDockerHub(named.authority())) {
            return new Endpoint("https", DOCKER_HUB, "");
        }
        boolean isDefault = defaultRegistry.authority().equals(named.authority());
        return isDefault ? new Endpoint(defaultRegistry.scheme(), named.authority(), "") : named;
    }

    private List<Endpoint> mirrors(Endpoint origin) {
        String registry = origin.registry();
        for (Map.Entry<String, List<String>> entry : settings.mirrors().entrySet()) {
            if (ConfigKey.parse(entry.getKey()).authority().equals(registry)) {
                return entry.getValue().stream()
                        .map(text -> Endpoint.parse(text, settings.plain(), "the mirrors of " + entry.getKey()))
                        .toList();
            }
        }
        return List.of();
    }
}
