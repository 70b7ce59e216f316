package io.containerizer.lifecycle;

import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Identity;
import io.containerizer.api.RootFileSystem;
import io.containerizer.image.rootfs.MergedTree;
import io.containerizer.linux.proc.UserTable;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/** Who a container's command runs as. */
final class Users {

    private final Predicate<Path> opaque;

    /** @param opaque as in {@link MergedTree} */
    Users(Predicate<Path> opaque) {
        this.opaque = opaque;
    }

    /** The user of the request, in the container's own tables; without one, the parent's, or the engine's. */
    Identity resolve(ContainerSpec spec, Optional<StoredContainer> parent) {
        Optional<RootFileSystem> own = spec.rootfs().map(RootFileSystem::of);
        return resolve(spec.user(), own.or(() -> parent.flatMap(StoredContainer::root)), parent);
    }

    /** The same where the root is of an image, whose user counts if the request names none. */
    Identity resolve(ContainerSpec spec, RootFileSystem root, String imageUser, Optional<StoredContainer> parent) {
        if (!spec.user().isEmpty()) {
            return resolve(spec.user(), Optional.of(root), parent);
        }
        try {
            return resolve(imageUser, Optional.of(root), parent);
        } catch (ContainerizerException e) {
            throw e.during(ErrorCode.UNKNOWN_USER, "use the image's own user")
                    .withHint("name another user in the request, or start the engine with --docker_ignore_user");
        }
    }

    private Identity resolve(String user, Optional<RootFileSystem> root, Optional<StoredContainer> parent) {
        return user.isEmpty()
                ? parent.map(StoredContainer::identity).orElse(Identity.ROOT)
                : table(root).resolve(user);
    }

    /** Of an overlay what its layers say, which nobody changes: a container may exchange what lies above them. */
    private UserTable table(Optional<RootFileSystem> root) {
        return root.flatMap(RootFileSystem::overlay)
                .map(overlay -> new MergedTree(overlay.layers(), opaque))
                .map(tree -> UserTable.ofFiles(tree.find("/etc/passwd"), tree.find("/etc/group"), "the image"))
                .orElseGet(() -> new UserTable(
                        root.map(RootFileSystem::path).orElse(Path.of("/")).resolve("etc")));
    }
}
