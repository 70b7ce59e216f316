package io.containerizer.lifecycle;

import io.containerizer.api.ContainerSpec;
import io.containerizer.api.Identity;
import io.containerizer.linux.proc.UserTable;
import java.nio.file.Path;
import java.util.Optional;

/** Who a container's command runs as. */
final class Users {

    private Users() {}

    /** The user of the request, in the container's own tables; without one, the parent's, or the engine's. */
    static Identity resolve(ContainerSpec spec, Optional<StoredContainer> parent) {
        if (spec.user().isEmpty()) {
            return parent.map(StoredContainer::identity).orElse(Identity.ROOT);
        }
        Optional<Path> rootfs =
                spec.rootfs().or(() -> parent.flatMap(p -> p.spec().rootfs()));
        return new UserTable(rootfs.orElse(Path.of("/")).resolve("etc")).resolve(spec.user());
    }
}
