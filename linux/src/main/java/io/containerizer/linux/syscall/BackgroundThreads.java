package io.containerizer.linux.syscall;

import java.util.concurrent.ThreadFactory;

/**
 * Threads for work that must not be in anybody's way: the disk serves them when nobody else wants it, the processors
 * after everybody else. Threads that they start are like them.
 */
public final class BackgroundThreads implements ThreadFactory {

    private static final int THIS_THREAD = 0;
    private static final int PRIO_PROCESS = 0;
    private static final int NICEST = 19;
    private static final int IOPRIO_WHO_PROCESS = 1;
    private static final int IOPRIO_CLASS_IDLE = 3 << 13;

    private final String name;
    private final NativeCall native_ = new NativeCall();

    public BackgroundThreads(String name) {
        this.name = name;
    }

    @Override
    public Thread newThread(Runnable task) {
        return Thread.ofPlatform().daemon().name(name).unstarted(() -> {
            stepBack();
            task.run();
        });
    }

    /** Nothing depends on whether the kernel allows it, which it does unless a filter for system calls is in force. */
    private void stepBack() {
        native_.call(CallNumbers.setpriority(), PRIO_PROCESS, THIS_THREAD, NICEST, 0, 0, 0);
        native_.call(CallNumbers.ioprioSet(), IOPRIO_WHO_PROCESS, THIS_THREAD, IOPRIO_CLASS_IDLE, 0, 0, 0);
    }
}
