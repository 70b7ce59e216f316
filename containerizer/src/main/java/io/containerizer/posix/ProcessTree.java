package io.containerizer.posix;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A process and all its descendants, asked for what they use. A process that ends meanwhile counts for nothing. */
public final class ProcessTree {

    private static final long PAGE = 4096;

    private final List<ProcessHandle> processes;

    private ProcessTree(List<ProcessHandle> processes) {
        this.processes = processes;
    }

    public static ProcessTree of(int pid) {
        return new ProcessTree(ProcessHandle.of(pid)
                .map(root -> Stream.concat(Stream.of(root), root.descendants()).toList())
                .orElse(List.of()));
    }

    /** Times a process has used, in user and in system mode. */
    public record CpuTime(Duration user, Duration system) {
        CpuTime plus(CpuTime other) {
            return new CpuTime(user.plus(other.user), system.plus(other.system));
        }
    }

    public Optional<CpuTime> cpuTime() {
        return processes.stream()
                .map(ProcessTree::cpuTimeOf)
                .flatMap(Optional::stream)
                .reduce(CpuTime::plus);
    }

    /** Linux tells user and system time apart; elsewhere all counts as user time. */
    private static Optional<CpuTime> cpuTimeOf(ProcessHandle process) {
        return ProcessStat.of(process.pid())
                .map(s -> new CpuTime(ticks(s.userTicks()), ticks(s.systemTicks())))
                .or(() -> process.info().totalCpuDuration().map(d -> new CpuTime(d, Duration.ZERO)));
    }

    private static Duration ticks(long count) {
        return Duration.ofMillis(10 * count); // USER_HZ is 100 on every machine we build for
    }

    /** Resident memory of all together in bytes, where the system tells it. */
    public Optional<Long> residentBytes() {
        return processes.stream()
                .map(p -> ProcessStat.of(p.pid())
                        .map(s -> s.residentPages() * PAGE)
                        .or(() -> PsCommand.residentBytes(p.pid())))
                .flatMap(Optional::stream)
                .reduce(Long::sum);
    }
}
