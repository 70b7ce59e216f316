package io.containerizer.lifecycle;

import io.containerizer.api.FlagValues;
import io.containerizer.api.Verdict;
import io.containerizer.linux.cgroup.Hierarchies;
import io.containerizer.linux.proc.KernelFeatures;
import java.util.Map;

/**
 * What {@code doctor --format=json} shows.
 *
 * @param user who runs it
 * @param usable whether all isolators are that were looked at
 */
public record DoctorReport(
        String version,
        String kernel,
        String machine,
        String user,
        String launcher,
        String cgroups,
        boolean usable,
        Map<String, Verdict> isolators) {

    /** Looks at this host without changing it; at the isolators that {@code --isolation} names, or at all. */
    public static DoctorReport of(String version, FlagValues flags) {
        HostReport host = HostReport.of(flags);
        boolean linux = Platform.isLinux();
        return new DoctorReport(
                version,
                linux ? "Linux " + KernelFeatures.release() : System.getProperty("os.name"),
                System.getProperty("os.arch"),
                System.getProperty("user.name") + (Platform.isRoot() ? "" : " (not root)"),
                host.launcher(),
                linux ? Hierarchies.ofThisHost().describe() : "none",
                host.isolators().values().stream().allMatch(Verdict::isUsable),
                host.isolators());
    }
}
