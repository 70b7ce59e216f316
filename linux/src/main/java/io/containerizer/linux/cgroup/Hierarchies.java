package io.containerizer.linux.cgroup;

import io.containerizer.linux.proc.MountInfo;
import io.containerizer.linux.proc.MountInfo.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The host's cgroup hierarchies. Hosts have version 1, version 2, or both with each controller in one of them, so what
 * holds is asked per controller.
 */
public record Hierarchies(List<Hierarchy> all) {

    /** What a version 1 mount's options may say besides names of controllers. */
    private static final Set<String> OPTIONS = Set.of("rw", "ro", "xattr", "noprefix", "clone_children", "seclabel");

    public Hierarchies {
        all = List.copyOf(all);
    }

    public static Hierarchies ofThisHost() {
        return detect(MountInfo.ofThisProcess(), Hierarchies::readControllers);
    }

    /** @param unifiedControllers what {@code cgroup.controllers} says below a version 2 mount point */
    public static Hierarchies detect(MountInfo mounts, Function<Path, String> unifiedControllers) {
        List<Hierarchy> found = new ArrayList<>();
        for (Mount mount : mounts.mounts()) {
            Path point = Path.of(mount.mountPoint());
            if (mount.type().equals("cgroup")) {
                Set<String> controllers = new HashSet<>(mount.superOptions());
                controllers.removeAll(OPTIONS);
                controllers.removeIf(o -> o.contains("="));
                found.add(new Hierarchy(point, false, controllers));
            } else if (mount.type().equals("cgroup2")) {
                Set<String> controllers = new HashSet<>(
                        List.of(unifiedControllers.apply(point).trim().split("\\s+")));
                controllers.remove("");
                found.add(new Hierarchy(point, true, controllers));
            }
        }
        return new Hierarchies(found);
    }

    /** Where a controller is. Version 1 names are asked for; {@code blkio} is {@code io} in version 2. */
    public Optional<Hierarchy> controlling(String controller) {
        return all.stream()
                .filter(h -> h.controllers().contains(h.unified() ? unifiedName(controller) : controller))
                .findFirst();
    }

    public Optional<Hierarchy> unified() {
        return all.stream().filter(Hierarchy::unified).findFirst();
    }

    /** In one sentence, for people. */
    public String describe() {
        boolean one = all.stream().anyMatch(h -> !h.unified());
        Optional<Hierarchy> two = unified();
        if (two.isEmpty()) {
            return one ? "cgroup v1" : "no cgroup file system is mounted";
        }
        return one
                ? "cgroup v1 and v2 (v2 has: "
                        + String.join(
                                " ", two.get().controllers().stream().sorted().toList()) + ")"
                : "cgroup v2";
    }

    private static String unifiedName(String controller) {
        return switch (controller) {
            case "blkio" -> "io";
            case "cpuacct" -> "cpu";
            default -> controller;
        };
    }

    private static String readControllers(Path mountPoint) {
        try {
            return Files.readString(mountPoint.resolve("cgroup.controllers"));
        } catch (IOException e) {
            return "";
        }
    }
}
