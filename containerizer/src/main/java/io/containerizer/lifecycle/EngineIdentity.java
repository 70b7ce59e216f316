package io.containerizer.lifecycle;

import io.containerizer.checkpoint.Disk;
import io.containerizer.checkpoint.Layout;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Tells engines that share a runtime directory apart, and the living from the dead: a container whose engine is dead may
 * be taken over. An engine lives while its file is there and the process that wrote it runs; pid and start time
 * together name a process for good.
 */
final class EngineIdentity {

    private final Layout layout;
    private final Disk disk;
    private final String name = UUID.randomUUID().toString().substring(0, 13);

    EngineIdentity(Layout layout, Disk disk) {
        this.layout = layout;
        this.disk = disk;
        disk.create(layout.engine(name), describe(ProcessHandle.current()));
    }

    String name() {
        return name;
    }

    private static String describe(ProcessHandle process) {
        long start = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return process.pid() + " " + start;
    }

    boolean isAlive(String engine) {
        return isAlive(layout, disk, engine);
    }

    static boolean isAlive(Layout layout, Disk disk, String engine) {
        Optional<String> written = disk.read(layout.engine(engine));
        if (written.isEmpty() || written.get().isEmpty()) {
            return false;
        }
        long pid = Long.parseLong(written.get().split(" ")[0]);
        return ProcessHandle.of(pid).map(p -> describe(p).equals(written.get())).orElse(false);
    }

    /** Removes what engines left that died without saying so. */
    void sweepDeadEngines() {
        for (String engine : disk.list(layout.engines())) {
            if (!isAlive(engine)) {
                disk.remove(layout.engine(engine));
            }
        }
        for (String staged : disk.list(layout.stagingDirectory())) {
            if (staged.length() < name.length() || !isAlive(staged.substring(0, name.length()))) {
                disk.remove(layout.stagingDirectory().resolve(staged));
            }
        }
    }

    void retire() {
        disk.remove(layout.engine(name));
    }
}
