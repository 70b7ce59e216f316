package io.containerizer.linux.syscall;

import java.util.Optional;

/** What is done with cgroups other than by reading and writing their files. Each throws {@link KernelException}. */
public interface CgroupCalls {

    /** Whether the running kernel has a controller and could mount it as a hierarchy of version 1. */
    boolean offers(String controller);

    /** Mounts the version 1 hierarchy of a controller on a directory. */
    void mount(String controller, String directory);

    /**
     * Lets a BPF program handle every packet that sockets of a version 2 cgroup send, and of the cgroups below it that
     * have none of their own. It takes the place of an earlier one and is gone when the cgroup is, not when the caller
     * is.
     *
     * @param name at most 15 letters, digits and underscores, by which the kernel lists it
     * @param instructions of type CGROUP_SKB, as the kernel wants them
     */
    void attachEgress(String cgroup, String name, byte[] instructions);

    /** The name of the program that was attached to this very cgroup; nothing if there is none, or no such cgroup. */
    Optional<String> egress(String cgroup);
}
