package io.containerizer.lifecycle;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.FlagValues;
import io.containerizer.api.IsolatorEnvironment;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.Verdict;
import io.containerizer.checkpoint.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What this host can support, found out without changing it.
 *
 * @param launcher the one that would be used
 * @param isolators by name
 */
public record HostReport(String launcher, Map<String, Verdict> isolators) {

    /** Looks at the isolators that {@code --isolation} names, or at all of them when it is not given. */
    public static HostReport of(FlagValues flags) {
        Map<String, IsolatorFactory> factories = IsolatorFactories.load();
        List<String> names = flags.given().containsKey(EngineFlags.ISOLATION.name())
                ? IsolatorNames.resolve(flags.get(EngineFlags.ISOLATION))
                : new ArrayList<>(factories.keySet());
        Layout layout = new Layout(flags.get(EngineFlags.RUNTIME_DIR), flags.get(EngineFlags.WORK_DIR));
        Map<String, Verdict> verdicts = new TreeMap<>();
        try (Services services = new Services(flags, layout, Seams.real())) {
            IsolatorEnvironment environment = services.environment(flags, names);
            for (String name : names) {
                IsolatorFactory factory = factories.get(name);
                verdicts.put(name, factory == null ? unknown() : probe(factory, environment));
            }
        }
        return new HostReport(Services.launcherName(flags), verdicts);
    }

    private static Verdict probe(IsolatorFactory factory, IsolatorEnvironment environment) {
        try {
            return factory.probe(environment);
        } catch (ContainerizerException e) {
            return Verdict.unusable(String.valueOf(e.getMessage()), e.hint().orElse(""));
        }
    }

    private static Verdict unknown() {
        return Verdict.unusable("there is no isolator of this name", "correct --isolation");
    }
}
