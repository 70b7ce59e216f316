package io.containerizer.testkit;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.FlagValues;
import io.containerizer.api.IsolatorEnvironment;
import io.containerizer.linux.cgroup.ContainerCgroups;
import io.containerizer.linux.event.Poller;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an isolator is built upon, without root and without a kernel: all of it in a directory of the test's own. */
public final class FakeEnvironment implements IsolatorEnvironment, AutoCloseable {

    static final String CGROUPS_ROOT = "mesos";

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

    private final Path top;
    private final RecordingSyscalls kernel;
    private final CgroupFixture cgroups;
    private final FakeCgroupCalls cgroupCalls;
    private final ContainerCgroups containerCgroups;
    private final Map<String, String> flags = new HashMap<>();
    private final Set<String> isolation = new HashSet<>(Set.of("filesystem/linux"));
    private String launcher = "linux";
    private @Nullable Poller poller;

    /** @param top stands for the root of the host's file system */
    public FakeEnvironment(Path top, CgroupFlavour flavour) {
        this.top = top;
        this.kernel = new RecordingSyscalls(top);
        this.cgroups = CgroupFixture.mount(kernel, top, flavour);
        this.cgroupCalls = new FakeCgroupCalls(kernel.log(), cgroups);
        this.containerCgroups = new ContainerCgroups(cgroups.hierarchies(), CGROUPS_ROOT, kernel);
    }

    public FakeEnvironment flag(String name, String value) {
        flags.put(name, value);
        return this;
    }

    /** Adds names to {@code --isolation}, in which {@code filesystem/linux} is already. */
    public FakeEnvironment isolation(String... names) {
        isolation.addAll(List.of(names));
        return this;
    }

    /** Takes a name out of {@code --isolation}. */
    public FakeEnvironment without(String name) {
        isolation.remove(name);
        return this;
    }

    public FakeEnvironment launcher(String name) {
        launcher = name;
        return this;
    }

    public RecordingSyscalls kernel() {
        return kernel;
    }

    public CgroupFixture cgroups() {
        return cgroups;
    }

    public FakeCgroupCalls cgroupCalls() {
        return cgroupCalls;
    }

    @Override
    public FlagValues flags() {
        return new FlagValues(flags);
    }

    @Override
    public Set<String> isolation() {
        return Set.copyOf(isolation);
    }

    @Override
    public String launcher() {
        return launcher;
    }

    @Override
    public Path workDirectory() {
        return top.resolve("work");
    }

    @Override
    public Path runtimeDirectory() {
        return top.resolve("run");
    }

    @Override
    public Path volumesDirectory() {
        return workDirectory().resolve("volumes/roles");
    }

    @Override
    public <T> T service(Class<T> type) {
        if (type == Poller.class) {
            return type.cast(poller());
        }
        return Stream.of(kernel, containerCgroups, cgroupCalls, CLOCK)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow(() -> ContainerizerException.of(
                        ErrorCode.INTERNAL, "find service", type.getName(), "the fake has none"));
    }

    /** Its thread is started for those who ask. */
    private synchronized Poller poller() {
        Poller present = poller;
        if (present == null) {
            present = new Poller(kernel);
            poller = present;
        }
        return present;
    }

    @Override
    public synchronized void close() {
        if (poller != null) {
            poller.close();
        }
    }
}
