package io.containerizer.agent.flags;

import io.containerizer.api.Flag;
import io.containerizer.api.FlagValues;
import io.containerizer.lifecycle.EngineFlags;
import io.containerizer.lifecycle.IsolatorFactories;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** All flags that an agent takes: its own, the engine's, and those of the isolators that are there. */
public final class AgentFlagSet {

    private AgentFlagSet() {}

    /** By name. */
    public static Map<String, Flag<?>> all() {
        Map<String, Flag<?>> all = engine();
        AgentFlags.all().forEach(flag -> all.put(flag.name(), flag));
        return all;
    }

    private static Map<String, Flag<?>> engine() {
        Map<String, Flag<?>> all = new TreeMap<>();
        IsolatorFactories.load().values().forEach(factory -> factory.flags().forEach(f -> all.put(f.name(), f)));
        EngineFlags.all().forEach(flag -> all.put(flag.name(), flag));
        return all;
    }

    /** Those that an engine knows. */
    public static FlagValues forEngine(FlagValues given) {
        Collection<String> names = engine().keySet();
        return new FlagValues(given.given().entrySet().stream()
                .filter(entry -> names.contains(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** The flags in force that have a value, as they are written; nothing that is secret. */
    public static Map<String, String> inForce(FlagValues given) {
        Map<String, String> shown = new TreeMap<>();
        all().forEach((name, flag) -> flag.fallback().ifPresent(value -> shown.put(name, value)));
        shown.putAll(given.given());
        shown.computeIfPresent(AgentFlags.HTTP_CREDENTIALS.name(), (name, value) -> "<secret>");
        shown.computeIfPresent("docker_config", (name, value) -> "<secret>");
        return Map.copyOf(shown);
    }
}
