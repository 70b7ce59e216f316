package io.containerizer.lifecycle;

import io.containerizer.api.FlagValues;
import io.containerizer.checkpoint.Disk;
import io.containerizer.checkpoint.RealDisk;
import io.containerizer.linux.proc.BootId;
import io.containerizer.linux.syscall.Syscalls;
import io.containerizer.provision.ImageProvider;
import io.containerizer.provision.SuppliedImages;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Where an engine touches the world, for tests that watch or disturb it.
 *
 * @param calls given the real system calls, returns those to use; not asked where there is no Linux
 * @param images given the engine's flags, and what tells the directories of its containers that use images, returns where
 *     it gets images from; not asked before one is needed
 * @param boot tells this run of the host from others; letters and digits
 */
public record Seams(
        Disk disk,
        InstantSource clock,
        UnaryOperator<Syscalls> calls,
        BiFunction<FlagValues, Supplier<Set<Path>>, ImageProvider> images,
        String boot) {

    /** Without images. */
    public Seams(Disk disk, InstantSource clock, UnaryOperator<Syscalls> calls) {
        this(disk, clock, calls, (flags, users) -> ImageProvider.none(), BootId.ofThisHost());
    }

    /** The same with images from elsewhere. */
    public Seams withImages(Function<FlagValues, ImageProvider> others) {
        return new Seams(disk, clock, calls, (flags, users) -> others.apply(flags), boot);
    }

    /** The same on a host that was started at another time. */
    public Seams withBoot(String other) {
        return new Seams(disk, clock, calls, images, other);
    }

    /** The world as it is. */
    public static Seams real() {
        return new Seams(
                new RealDisk(),
                InstantSource.system(),
                UnaryOperator.identity(),
                SuppliedImages::of,
                BootId.ofThisHost());
    }
}
