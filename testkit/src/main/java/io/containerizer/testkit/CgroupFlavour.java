package io.containerizer.testkit;

/** How a host can have its control groups mounted. */
public enum CgroupFlavour {
    /** Version 1 alone, with {@code cpu} and {@code cpuacct} in one hierarchy. */
    V1,
    /** Version 2 alone. */
    V2,
    /** Version 1 for processor time, memory and the freezer, version 2 for the rest. */
    HYBRID
}
