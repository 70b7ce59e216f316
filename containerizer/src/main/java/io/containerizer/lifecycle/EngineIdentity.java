package io.containerizer.lifecycle;

import io.containerizer.checkpoint.Disk;
import io.containerizer.checkpoint.Layout;
import io.containerizer.posix.ProcessStat;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells engines that share a runtime directory apart, and the living from the dead: a container whose engine is dead may
 * be taken over. An engine lives while its file is there and its process runs; pid and start time, which together name
 * a process for good, are in the name of the file, so that it is made in one step.
 */
final class EngineIdentity {

    private static final Pattern NAME = Pattern.compile("(\\d{1,18})-(\\d{1,18})-(\\w+)-\\w+");

    /** Of a process that has ended and waits for its parent: it is in no name. */
    private static final long NEVER = -1;

    private final Layout layout;
    private final Disk disk;
    private final String boot;
    private final String name;

    /** @param boot tells this run of the host from others: pids and their times come again */
    EngineIdentity(Layout layout, Disk disk, String boot) {
        this.layout = layout;
        this.disk = disk;
        this.boot = boot;
        this.name = describe(ProcessHandle.current()) + "-" + boot
                + "-"
                + Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), Character.MAX_RADIX);
        disk.create(layout.engine(name), "");
    }

    String name() {
        return name;
    }

    static String describe(ProcessHandle process) {
        return process.pid() + "-" + started(process);
    }

    /** When a process started: ticks since boot where the system tells, which no change of the clock moves. */
    private static long started(ProcessHandle process) {
        return ProcessStat.of(process.pid())
                .map(s -> s.state() == 'Z' ? NEVER : s.start())
                .or(() -> process.info().startInstant().map(Instant::toEpochMilli))
                .orElse(0L);
    }

    boolean isAlive(String engine) {
        Matcher named = NAME.matcher(engine);
        return named.matches()
                && named.group(3).equals(boot)
                && disk.exists(layout.engine(engine))
                && ProcessHandle.of(Long.parseLong(named.group(1)))
                        .map(p -> engine.startsWith(describe(p) + "-"))
                        .orElse(false);
    }

    /** Whether an engine of this name was there since the host was started. */
    boolean isOfThisBoot(String engine) {
        Matcher named = NAME.matcher(engine);
        return named.matches() && named.group(3).equals(boot);
    }

    /** Removes what engines left that died without saying so. */
    void sweepDeadEngines() {
        for (String engine : disk.list(layout.engines())) {
            if (!isAlive(engine)) {
                disk.remove(layout.engine(engine));
            }
        }
        for (String staged : disk.list(layout.stagingDirectory())) {
            if (!isAlive(staged.substring(0, Math.max(0, staged.lastIndexOf('-'))))) {
                disk.remove(layout.stagingDirectory().resolve(staged));
            }
        }
    }

    void retire() {
        disk.remove(layout.engine(name));
    }
}
