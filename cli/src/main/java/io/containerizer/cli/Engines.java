package io.containerizer.cli;

import io.containerizer.api.FlagValues;
import io.containerizer.image.supply.ImageFlags;
import io.containerizer.lifecycle.Containerizer;
import io.containerizer.lifecycle.EngineFlags;
import io.containerizer.lifecycle.StoredContainer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens an engine that fits a container which another engine launched. */
final class Engines implements AutoCloseable {

    /** They are about containers to come, and need isolators that one which is there may not have. */
    private static final Set<String> OF_LAUNCHES = Set.of(
            EngineFlags.ISOLATION.name(),
            EngineFlags.DEFAULT_CONTAINER_INFO.name(),
            ImageFlags.PROVIDERS.name(),
            ImageFlags.GC.name());

    private final Supplier<FlagValues> flags;
    private @Nullable FlagValues given;
    private final Map<Map<String, String>, Containerizer> open = new HashMap<>();

    /** @param flags those of the command line, which win; asked for when there is to be an engine */
    Engines(Supplier<FlagValues> flags) {
        this.flags = flags;
    }

    private FlagValues given() {
        FlagValues read = given;
        if (read == null) {
            read = flags.get();
            given = read;
        }
        return read;
    }

    /** To look around. */
    Containerizer any() {
        return open.computeIfAbsent(given().given(), f -> Containerizer.open(given()));
    }

    /** To look after the container: same places, same launcher. */
    Containerizer of(StoredContainer container) {
        Map<String, String> flags = places(container);
        return open.computeIfAbsent(flags, f -> Containerizer.open(new FlagValues(f)));
    }

    /** To launch in it: same isolators, with the same flags. */
    Containerizer forLaunchIn(StoredContainer container) {
        Map<String, String> flags = new HashMap<>(container.flags());
        flags.putAll(places(container));
        flags.put(EngineFlags.ISOLATION.name(), String.join(",", container.isolation()));
        flags.putAll(given().given());
        return open.computeIfAbsent(flags, f -> Containerizer.open(new FlagValues(f)));
    }

    private Map<String, String> places(StoredContainer container) {
        Map<String, String> flags = new HashMap<>();
        EngineFlags.all().forEach(flag -> {
            String value = container.flags().get(flag.name());
            if (value != null && !OF_LAUNCHES.contains(flag.name())) {
                flags.put(flag.name(), value);
            }
        });
        flags.put(EngineFlags.LAUNCHER.name(), container.launcher());
        flags.putAll(given().given());
        return flags;
    }

    @Override
    public void close() {
        open.values().forEach(Containerizer::close);
        open.clear();
    }
}
