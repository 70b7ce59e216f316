package io.containerizer.verify.engine;

import io.containerizer.linux.cgroup.Hierarchies;
import io.containerizer.linux.syscall.FfmCgroupCalls;
import io.containerizer.linux.syscall.FfmSyscalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The engine mounts the hierarchy of net_cls and leaves it; tests that use it leave the host as it was. */
public final class NetClsHierarchy implements BeforeAllCallback, AfterAllCallback {

    private static final FfmCgroupCalls CGROUPS = new FfmCgroupCalls(new FfmSyscalls());
    private static final long LAST_REMOVAL_NANOS = 1_000_000_000; // before that, it keeps the hierarchy alive

    private boolean mountedBefore;

    /** Whether the engine uses version 1 for it here. */
    public static boolean isOfVersionOne() {
        return Hierarchies.ofThisHost().all().stream().anyMatch(h -> !h.unified()) && CGROUPS.offers("net_cls");
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        mountedBefore = Hierarchies.ofThisHost().controlling("net_cls").isPresent();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        var mounted = Hierarchies.ofThisHost().controlling("net_cls");
        if (mounted.isPresent() && !mountedBefore) {
            LockSupport.parkNanos(LAST_REMOVAL_NANOS);
            Path directory = mounted.get().mountPoint();
            PacketNetwork.onHost("umount", directory.toString());
            Files.delete(directory);
        }
    }
}
