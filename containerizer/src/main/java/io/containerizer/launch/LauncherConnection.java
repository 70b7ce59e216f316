package io.containerizer.launch;

import io.containerizer.checkpoint.Layout;
import io.containerizer.linux.event.Poller;
import io.containerizer.linux.proc.MountInfo;
import io.containerizer.linux.syscall.OpenFlag;
import io.containerizer.linux.syscall.Syscalls;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a channel to a live launcher, and the launcher's view of the host's mounts up to date: the kernel says when the
 * host's mount table has changed, and before the next launch the view follows.
 */
final class LauncherConnection implements AutoCloseable {

    /** Shows nothing but the root: the rest is then copied from the host. */
    private static final HostView NOT_KNOWN = new HostView(false, List.of());

    private final Syscalls calls;
    private final Poller poller;
    private final Layout layout;
    private final LauncherProcess process;
    private final int mountTable;
    private final Poller.Watch mountWatch;
    private volatile boolean stale = true;
    private volatile HostView view = new HostView(true, List.of());
    private MountInfo mounts = new MountInfo(List.of());
    private @Nullable LauncherChannel channel;

    LauncherConnection(Syscalls calls, Poller poller, Layout layout) {
        this.calls = calls;
        this.poller = poller;
        this.layout = layout;
        this.process = new LauncherProcess(calls, layout);
        this.mountTable = calls.open("/proc/self/mountinfo", OpenFlag.READ, 0);
        this.mountWatch = poller.watch(mountTable, Poller.PRIORITY, () -> stale = true);
    }

    /** A channel to a live launcher, which has been told of the host's present mounts. */
    synchronized LauncherChannel channel() {
        LauncherChannel current = channel;
        if (current == null || current.isBroken()) {
            if (current != null) {
                current.close();
            }
            current = new LauncherChannel(calls, poller, process.connect());
            channel = current;
            lookAtMounts(current, true);
        } else if (stale) {
            lookAtMounts(current, false);
        }
        return current;
    }

    private void lookAtMounts(LauncherChannel current, boolean tell) {
        stale = false;
        mounts = MountInfo.ofThisProcess();
        HostView now = HostView.choose(mounts, List.of(layout.workDirectory(), layout.runtimeDirectory()));
        if (tell || now.all() || !now.equals(view)) {
            view = now;
            current.hostView(layout.runtimeDirectory().toString(), now.mountPoints(), () -> {
                view = NOT_KNOWN;
                stale = true;
            });
        }
    }

    /** The launcher's pid, found by its command line; nothing when it is gone. */
    OptionalLong launcherPid() {
        return process.pid();
    }

    /** Whether the launcher sees at {@code path} what the host has there. */
    boolean shows(String path) {
        return view.shows(mounts, path);
    }

    @Override
    public synchronized void close() {
        mountWatch.close();
        calls.close(mountTable);
        if (channel != null) {
            channel.close();
        }
    }
}
