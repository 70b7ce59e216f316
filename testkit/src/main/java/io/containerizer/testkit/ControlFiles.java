package io.containerizer.testkit;

import java.util.Map;

/** The files that a new cgroup has, with what the kernel puts into them. */
final class ControlFiles {

    private static final String NO_LIMIT = "9223372036854771712\n";

    private static final Map<String, Map<String, String>> V1 = Map.of(
            "cpu",
                    Map.of(
                            "cpu.shares", "1024\n",
                            "cpu.cfs_period_us", "100000\n",
                            "cpu.cfs_quota_us", "-1\n",
                            "cpu.stat", "nr_periods 0\nnr_throttled 0\nthrottled_time 0\n"),
            "cpuacct", Map.of("cpuacct.stat", "user 0\nsystem 0\n"),
            "memory",
                    Map.of(
                            "memory.limit_in_bytes", NO_LIMIT,
                            "memory.soft_limit_in_bytes", NO_LIMIT,
                            "memory.memsw.limit_in_bytes", NO_LIMIT,
                            "memory.usage_in_bytes", "0\n",
                            "memory.max_usage_in_bytes", "0\n",
                            "memory.stat", "cache 0\nrss 0\ntotal_cache 0\ntotal_rss 0\n",
                            "memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 0\n",
                            "cgroup.event_control", ""),
            "cpuset", Map.of("cpuset.cpus", "\n", "cpuset.mems", "\n"),
            "pids", Map.of("pids.max", "max\n", "pids.current", "0\n"),
            "net_cls", Map.of("net_cls.classid", "0\n"),
            "freezer", Map.of("freezer.state", "THAWED\n"));

    private static final Map<String, Map<String, String>> V2 = Map.of(
            "cpu", Map.of("cpu.weight", "100\n", "cpu.max", "max 100000\n"),
            "memory",
                    Map.of(
                            "memory.low", "0\n",
                            "memory.max", "max\n",
                            "memory.current", "0\n",
                            "memory.peak", "0\n",
                            "memory.swap.current", "0\n",
                            "memory.stat", "anon 0\nfile 0\n",
                            "memory.events", "low 0\nhigh 0\nmax 0\noom 0\noom_kill 0\n"),
            "cpuset", Map.of("cpuset.cpus", "\n", "cpuset.mems", "\n"),
            "pids", Map.of("pids.max", "max\n", "pids.current", "0\n"),
            "io", Map.of("io.stat", ""));

    private ControlFiles() {}

    static Map<String, String> of(String controller, boolean unified) {
        return (unified ? V2 : V1).getOrDefault(controller, Map.of());
    }

    /** Those of every cgroup. */
    static Map<String, String> common(boolean unified) {
        return unified
                ? Map.of(
                        "cgroup.procs", "",
                        "cgroup.subtree_control", "\n",
                        "cgroup.kill", "",
                        "cpu.stat", "usage_usec 0\nuser_usec 0\nsystem_usec 0\n")
                : Map.of("cgroup.procs", "", "tasks", "");
    }
}
