package io.containerizer.api;

/**
 * What a container asks for, or what it may use at most.
 *
 * @param cpus processors, fractions allowed; 0: not given; infinite as a limit: unlimited
 * @param memory 0: not given; {@link #UNLIMITED} as a limit: unlimited
 * @param disk 0: not given
 */
public record Resources(double cpus, Bytes memory, Bytes disk) {

    public static final Resources NONE = new Resources(0, Bytes.ZERO, Bytes.ZERO);
    public static final Bytes UNLIMITED = new Bytes(Long.MAX_VALUE);

    /** More cpus than any kernel can count; a larger number is a mistake. */
    private static final double MAX_CPUS = 1 << 20;

    public Resources {
        if (Double.isNaN(cpus) || cpus < 0 || (cpus > MAX_CPUS && !Double.isInfinite(cpus))) {
            throw ContainerizerException.of(
                            ErrorCode.INVALID_SPEC,
                            "check cpus",
                            Double.toString(cpus),
                            "it is not a number of processors")
                    .withHint("write for example 0.5 or 2; the most is " + (int) MAX_CPUS);
        }
    }

    public Resources withCpus(double count) {
        return new Resources(count, memory, disk);
    }

    public Resources withMemory(Bytes amount) {
        return new Resources(cpus, amount, disk);
    }

    public Resources withDisk(Bytes amount) {
        return new Resources(cpus, memory, amount);
    }

    public boolean hasCpus() {
        return cpus > 0;
    }

    public boolean hasMemory() {
        return memory.value() > 0;
    }

    public boolean hasDisk() {
        return disk.value() > 0;
    }
}
