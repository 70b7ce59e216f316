package io.containerizer.isolator.filesystem;

import io.containerizer.api.Container;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.Contribution;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Isolator;
import io.containerizer.api.IsolatorEnvironment;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.Resources;
import io.containerizer.api.Volume;
import java.util.Collection;
import java.util.Set;

/**
 * {@code filesystem/posix}: containers share the host's file system; what would need mounts is refused. Persistent volumes
 * appear in the sandbox as symbolic links.
 */
public final class PosixFilesystemIsolator implements Isolator {

    private static final String NAME = "filesystem/posix";

    private final SandboxLinks links = new SandboxLinks();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean supportsNesting() {
        return true;
    }

    @Override
    public Contribution prepare(Container container) {
        if (container.rootfs().isPresent()) {
            throw refused(container, "a root file system of its own");
        }
        if (!container.spec().volumes().stream().allMatch(v -> v.source() instanceof Volume.Persistent)) {
            throw refused(container, "volumes that are not persistent");
        }
        links.update(container);
        return Contribution.NONE;
    }

    @Override
    public void recover(Collection<Container> live, Set<ContainerId> known) {
        live.forEach(links::recover);
    }

    @Override
    public void update(Container container, Resources requests, Resources limits) {
        links.update(container);
    }

    /** The links go with the sandbox. */
    @Override
    public void cleanup(ContainerId id) {
        links.forget(id);
    }

    private static ContainerizerException refused(Container container, String what) {
        return ContainerizerException.of(
                        ErrorCode.INVALID_SPEC,
                        "prepare container",
                        container.id().toString(),
                        NAME + " cannot give it " + what)
                .withHint("add filesystem/linux to --isolation");
    }

    /** Makes it. */
    public static final class Factory implements IsolatorFactory {
        @Override
        public String name() {
            return NAME;
        }

        @Override
        public Isolator create(IsolatorEnvironment environment) {
            return new PosixFilesystemIsolator();
        }
    }
}
