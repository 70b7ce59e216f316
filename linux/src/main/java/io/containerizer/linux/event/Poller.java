package io.containerizer.linux.event;

import io.containerizer.linux.syscall.KernelException;
import io.containerizer.linux.syscall.Syscalls;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One thread that waits for many descriptors: exits, the launcher's answers, limits. Each watch has a number of its own
 * that is never used again, so an event that arrives late cannot reach the wrong one.
 *
 * <p>Callbacks run on the poller's thread and must not block.
 */
public final class Poller implements AutoCloseable {

    public static final int READABLE = 0x001;
    public static final int PRIORITY = 0x002;
    public static final int WRITABLE = 0x004;

    /** The tag of no watch. */
    private static final long WAKE_UP = 0;

    private static final System.Logger LOG = System.getLogger(Poller.class.getName());

    private final Syscalls calls;
    private final int epoll;
    private final int wakeUp;
    private final Map<Long, Watch> watches = new ConcurrentHashMap<>();
    private final AtomicLong next = new AtomicLong(1);
    private final Thread thread;
    private final AtomicBoolean closed = new AtomicBoolean();

    public Poller(Syscalls calls) {
        this.calls = calls;
        this.epoll = calls.epollCreate();
        this.wakeUp = calls.eventFd();
        calls.epollAdd(epoll, wakeUp, READABLE, WAKE_UP);
        this.thread = Thread.ofPlatform().name("containerizer-poller").daemon().unstarted(this::run);
        thread.start();
    }

    /**
     * Calls {@code ready} each time the descriptor is ready, until the watch is closed.
     *
     * @param events {@link #READABLE}, {@link #PRIORITY}, {@link #WRITABLE}
     */
    public Watch watch(int fd, int events, Runnable ready) {
        return add(new Watch(next.getAndIncrement(), fd, false, ready), events);
    }

    /** Calls {@code ready} the first time the descriptor is readable; then the watch is closed by itself. */
    public Watch watchOnce(int fd, Runnable ready) {
        return add(new Watch(next.getAndIncrement(), fd, true, ready), READABLE);
    }

    /** Calls {@code ready} the first time something can be written; then the watch is closed by itself. */
    public Watch watchWritableOnce(int fd, Runnable ready) {
        return add(new Watch(next.getAndIncrement(), fd, true, ready), WRITABLE);
    }

    private Watch add(Watch watch, int events) {
        watches.put(watch.tag, watch);
        try {
            calls.epollAdd(epoll, watch.fd, events, watch.tag);
        } catch (KernelException e) {
            watches.remove(watch.tag);
            throw e;
        }
        return watch;
    }

    /** Ends with the event that only {@link #close} sends: until then both descriptors are open, and nobody else's. */
    private void run() {
        for (boolean open = true; open; ) {
            for (long tag : calls.epollWait(epoll, -1)) {
                open &= tag != WAKE_UP;
                Watch watch = watches.get(tag);
                if (watch != null) {
                    if (watch.once) {
                        watch.close();
                    }
                    call(watch);
                }
            }
        }
        calls.close(wakeUp);
        calls.close(epoll);
    }

    /** Without this thread no exit would be noticed any more: nothing that a callback throws may end it. */
    private static void call(Watch watch) {
        try {
            watch.ready.run();
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "a watch of descriptor " + watch.fd + " failed", e);
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            calls.eventFdSignal(wakeUp);
        }
    }

    /** One descriptor being watched. The descriptor stays the caller's; close the watch first. */
    public final class Watch implements AutoCloseable {
        private final long tag;
        private final int fd;
        private final boolean once;
        private final Runnable ready;

        private Watch(long tag, int fd, boolean once, Runnable ready) {
            this.tag = tag;
            this.fd = fd;
            this.once = once;
            this.ready = ready;
        }

        @Override
        public void close() {
            if (watches.remove(tag) != null) {
                calls.epollRemove(epoll, fd);
            }
        }
    }
}
