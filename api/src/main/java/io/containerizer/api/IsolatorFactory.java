package io.containerizer.api;

import java.util.List;

/**
 * Makes an isolator, and says beforehand whether this host can support it. Found with {@link java.util.ServiceLoader}:
 * a jar on the class path adds an isolator by listing its factory.
 */
public interface IsolatorFactory {

    /** The name in {@code --isolation}. */
    String name();

    /** The flags this isolator reads. */
    default List<Flag<?>> flags() {
        return List.of();
    }

    /** Looks at the host, changes nothing. */
    default Verdict probe(IsolatorEnvironment environment) {
        return Verdict.usable("nothing is needed");
    }

    /** Called once per engine, after {@link #probe} said yes; may prepare the host. */
    Isolator create(IsolatorEnvironment environment);
}
