package io.containerizer.lifecycle;

import io.containerizer.checkpoint.Disk;
import io.containerizer.checkpoint.RealDisk;
import io.containerizer.linux.syscall.Syscalls;
import java.time.InstantSource;
import java.util.function.UnaryOperator;

/**
 * Where an engine touches the world, for tests that watch or disturb it.
 *
 * @param calls given the real system calls, returns those to use; not asked where there is no Linux
 */
public record Seams(Disk disk, InstantSource clock, UnaryOperator<Syscalls> calls) {

    /** The world as it is. */
    public static Seams real() {
        return new Seams(new RealDisk(), InstantSource.system(), UnaryOperator.identity());
    }
}
