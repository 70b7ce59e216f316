package io.containerizer.isolator.filesystem;

import io.containerizer.api.Container;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.Contribution;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Isolator;
import io.containerizer.api.IsolatorEnvironment;
import io.containerizer.api.IsolatorFactory;

/** {@code filesystem/posix}: containers share the host's file system; what would need mounts is refused. */
public final class PosixFilesystemIsolator implements Isolator {

    private static final String NAME = "filesystem/posix";

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
        if (!container.spec().volumes().isEmpty()) {
            throw refused(container, "volumes");
        }
        return Contribution.NONE;
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
