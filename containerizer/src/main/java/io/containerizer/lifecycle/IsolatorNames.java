package io.containerizer.lifecycle;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What {@code --isolation} means: deprecated names replaced, what follows from others added, in prepare order. */
public final class IsolatorNames {

    /** Every isolator plans before those behind it; cleanup goes the other way. Others follow, as they were given. */
    private static final List<String> ORDER = List.of(
            "filesystem/posix",
            "filesystem/linux",
            "filesystem/shared",
            "posix/cpu",
            "posix/mem",
            "posix/rlimits",
            "cgroups/cpu",
            "cgroups/cpuset",
            "cgroups/mem",
            "cgroups/net_cls",
            "cgroups/pids",
            "docker/runtime",
            "linux/capabilities",
            "linux/nnp",
            "namespaces/ipc",
            "namespaces/pid",
            "volume/sandbox_path",
            "volume/host_path",
            "volume/image",
            "disk/du",
            "disk/xfs");

    private static final Map<String, List<String>> DEPRECATED = Map.of(
            "process", List.of("posix/cpu", "posix/mem"),
            "cgroups", List.of("cgroups/cpu", "cgroups/mem"),
            "posix/disk", List.of("disk/du"));

    private IsolatorNames() {}

    /** All that the value of the flag means, in prepare order. */
    public static List<String> resolve(String isolation) {
        Set<String> names = new LinkedHashSet<>();
        for (String token : isolation.split(",")) {
            String name = token.strip();
            if (!name.isEmpty()) {
                for (String meant : DEPRECATED.getOrDefault(name, List.of(name))) {
                    if (!names.add(meant)) {
                        throw invalid(isolation, meant + " is named twice");
                    }
                }
            }
        }
        List<String> fileSystems =
                names.stream().filter(n -> n.startsWith("filesystem/")).toList();
        if (fileSystems.size() > 1) {
            throw invalid(isolation, "only one of " + String.join(", ", fileSystems) + " can be used at a time");
        }
        if (fileSystems.isEmpty()) {
            names.add("filesystem/posix");
        }
        if (names.contains("filesystem/linux")) {
            names.add("volume/host_path");
            names.add("volume/sandbox_path");
        }
        List<String> ordered = new ArrayList<>(ORDER);
        ordered.retainAll(names);
        names.stream().filter(n -> !ORDER.contains(n)).forEach(ordered::add);
        return ordered;
    }

    private static ContainerizerException invalid(String isolation, String why) {
        return ContainerizerException.of(ErrorCode.INVALID_FLAG, "read --isolation", "'" + isolation + "'", why);
    }
}
