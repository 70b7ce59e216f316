package io.containerizer.lifecycle;

import io.containerizer.api.ContainerClass;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Identity;
import java.util.Optional;

/** What is recorded of a container before anything of it exists. */
final class NewContainers {

    private final EngineParts parts;

    NewContainers(EngineParts parts) {
        this.parts = parts;
    }

    StoredContainer record(ContainerSpec spec) {
        Optional<StoredContainer> parent = spec.id().parent().map(p -> {
            if (parts.store.termination(p).isPresent()) {
                throw ContainerizerException.of(
                        ErrorCode.NOT_RUNNING, "launch in", p.toString(), "the parent container has ended");
            }
            return parts.store.find(p).orElseThrow(() -> parts.notFound("launch in", p));
        });
        Identity identity = spec.image().isPresent()
                ? Identity.ROOT // until its image is there
                : parts.images.users().resolve(spec, parent);
        return new StoredContainer(
                spec,
                identity,
                spec.sandbox().orElseGet(() -> parts.layout.sandbox(spec.id())),
                parts.isolation,
                parts.recordedFlags(),
                parts.identity.name(),
                parts.launcher.name(),
                parts.clock.millis() / 1000.0,
                cgroupOwner(spec, parent).toString());
    }

    /** A nested container lives in its parent's cgroups unless it asks for its own, which only the first level may. */
    private static ContainerId cgroupOwner(ContainerSpec spec, Optional<StoredContainer> parent) {
        boolean own =
                parent.isEmpty() || (!spec.linux().shareCgroups() && spec.containerClass() == ContainerClass.DEFAULT);
        if (own && spec.id().path().size() > 2) {
            throw ContainerizerException.of(
                    ErrorCode.INVALID_SPEC,
                    "check container",
                    spec.id().toString(),
                    "only containers nested at the first level may have cgroups of their own");
        }
        return own ? spec.id() : ContainerId.parse(parent.orElseThrow().cgroupOwner());
    }
}
