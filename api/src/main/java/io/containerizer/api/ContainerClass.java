package io.containerizer.api;

/** DEBUG containers run inside another one, in its namespaces and cgroups; they are what {@code exec} makes. */
public enum ContainerClass {
    DEFAULT,
    DEBUG,
    /** Without a command: its init waits until it is ended, and holds what the containers nested in it share. */
    POD
}
