package io.containerizer.lifecycle;

import io.containerizer.api.IsolatorFactory;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The isolators of this build and of the jars beside it. */
public final class IsolatorFactories {

    private IsolatorFactories() {}

    /** By name. Of two with one name the first on the class path counts. */
    public static Map<String, IsolatorFactory> load() {
        Map<String, IsolatorFactory> found = new TreeMap<>();
        ServiceLoader.load(IsolatorFactory.class, IsolatorFactories.class.getClassLoader())
                .forEach(f -> found.putIfAbsent(f.name(), f));
        return found;
    }
}
