package io.containerizer.api;

import java.util.Set;

/** What a command may do, and what it may ever gain. The effective set must lie within the bounding one. */
public record CapabilitySets(Set<Capability> effective, Set<Capability> bounding) {
    public CapabilitySets {
        effective = Set.copyOf(effective);
        bounding = Set.copyOf(bounding);
    }
}
