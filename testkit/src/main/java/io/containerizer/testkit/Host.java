package io.containerizer.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What this machine can do, as far as tests ask. It reads the kernel's own tables and deliberately shares no code with
 * the modules under test. The root of the file system is a parameter so that its own tests can use a recorded one.
 */
record Host(Path root, String os, String path) {

    private static final Pattern SPACE = Pattern.compile(" ");
    private static final Set<String> V1_OPTIONS_THAT_ARE_CONTROLLERS = Set.of(
            "blkio",
            "cpu",
            "cpuacct",
            "cpuset",
            "devices",
            "freezer",
            "hugetlb",
            "memory",
            "misc",
            "net_cls",
            "net_prio",
            "perf_event",
            "pids",
            "rdma");

    static Host real() {
        String path = System.getenv("PATH");
        return new Host(Path.of("/"), System.getProperty("os.name"), path == null ? "" : path);
    }

    boolean isLinux() {
        return os.equals("Linux");
    }

    /** Whether the effective user id is 0: {@code Uid: real effective saved fs} in the process status. */
    boolean isRoot() {
        return isLinux()
                && lines("proc/self/status").stream()
                        .filter(line -> line.startsWith("Uid:"))
                        .anyMatch(line -> line.split("\\s+")[2].equals("0"));
    }

    /** The controllers that are mounted as v1 hierarchies. */
    Set<String> cgroupV1Controllers() {
        Set<String> found = new HashSet<>();
        for (String line : mounts("cgroup")) {
            for (String option : line.substring(line.lastIndexOf(' ') + 1).split(",")) {
                if (V1_OPTIONS_THAT_ARE_CONTROLLERS.contains(option)) {
                    found.add(option);
                }
            }
        }
        return found;
    }

    boolean hasCgroupV2() {
        return !mounts("cgroup2").isEmpty();
    }

    /** Whether the v2 mount offers the controller, given by its name in either dialect. */
    boolean offersV2(String controller) {
        String name = switch (controller) {
            case "blkio" -> "io";
            case "cpuacct" -> "cpu";
            default -> controller;
        };
        for (String line : mounts("cgroup2")) {
            Path mountPoint = Path.of(SPACE.split(line)[4]);
            for (String offered :
                    lines(mountPoint.resolve("cgroup.controllers").toString().substring(1))) {
                if (List.of(SPACE.split(offered)).contains(name)) {
                    return true;
                }
            }
        }
        return false;
    }

    boolean hasTool(String name) {
        for (String directory : path.split(File.pathSeparator)) {
            if (!directory.isEmpty() && Files.isExecutable(Path.of(directory, name))) {
                return true;
            }
        }
        return false;
    }

    /**
     * The lines of mountinfo with this file system type:
     * {@code 36 35 98:0 /root /mount/point rw,noatime shared:1 - type source super,options}.
     */
    private List<String> mounts(String type) {
        return lines("proc/self/mountinfo").stream()
                .filter(line -> line.contains(" - " + type + " "))
                .toList();
    }

    private List<String> lines(String file) {
        Path whole = root.resolve(file);
        if (!Files.isReadable(whole)) {
            return List.of();
        }
        try {
            return Files.readAllLines(whole);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + whole, e);
        }
    }
}
