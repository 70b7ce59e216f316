package io.containerizer.agent.state;

import io.containerizer.linux.proc.HostFigures;
import io.containerizer.protocol.mesos.Resource;
import io.containerizer.protocol.mesos.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What of this host containers may use: as the flag says, and where it says nothing, what Mesos would leave them. */
public final class HostResources {

    private static final long MEGABYTE = 1L << 20;
    private static final long GIGABYTE = 1L << 30;
    private static final double FALLBACK_MEMORY = 1024;
    private static final double FALLBACK_DISK = 10 * 1024;

    private HostResources() {}

    /** @param workDirectory on the disk that sandboxes share */
    public static List<Resource> of(String given, String defaultRole, HostFigures host, Path workDirectory) {
        List<Resource> all = new ArrayList<>(ResourceText.parse(given, defaultRole));
        if (isMissing(all, "cpus")) {
            all.add(scalar("cpus", Runtime.getRuntime().availableProcessors()));
        }
        if (isMissing(all, "mem")) {
            all.add(scalar(
                    "mem", host.totalMemory().map(total -> part(total, 1)).orElse(FALLBACK_MEMORY)));
        }
        if (isMissing(all, "disk")) {
            all.add(scalar("disk", disk(workDirectory)));
        }
        if (isMissing(all, "ports")) {
            all.add(Resource.newBuilder()
                    .setName("ports")
                    .setType(Value.Type.RANGES)
                    .setRanges(RangeText.parse("[31000-32000]"))
                    .build());
        }
        return all;
    }

    private static boolean isMissing(List<Resource> all, String name) {
        return all.stream().noneMatch(resource -> resource.getName().equals(name));
    }

    /** All but some gigabytes, or half of what is little; in megabytes. */
    private static double part(long bytes, int gigabytes) {
        long left = bytes >= 2L * gigabytes * GIGABYTE ? bytes - gigabytes * GIGABYTE : bytes / 2;
        long megabytes = left / MEGABYTE;
        return megabytes;
    }

    private static double disk(Path directory) {
        try {
            return part(Files.getFileStore(directory).getTotalSpace(), 5);
        } catch (IOException e) {
            return FALLBACK_DISK;
        }
    }

    private static Resource scalar(String name, double value) {
        return ResourceText.scalar(Resource.newBuilder().setName(name), value);
    }
}
