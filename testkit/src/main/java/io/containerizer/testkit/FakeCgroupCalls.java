package io.containerizer.testkit;

import io.containerizer.linux.syscall.CgroupCalls;
import io.containerizer.linux.syscall.Errno;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** {@link CgroupCalls} on the cgroups of a {@link CgroupFixture}: recorded, and made to fail, with all other calls. */
public final class FakeCgroupCalls implements CgroupCalls {

    private final CallLog log;
    private final CgroupFixture cgroups;
    private final Set<String> offered = ConcurrentHashMap.newKeySet();
    private final Map<Object, String> programs = new ConcurrentHashMap<>();

    FakeCgroupCalls(CallLog log, CgroupFixture cgroups) {
        this.log = log;
        this.cgroups = cgroups;
    }

    /** Gives the kernel a controller that is not mounted. */
    public void offer(String controller) {
        offered.add(controller);
    }

    @Override
    public boolean offers(String controller) {
        return offered.contains(controller);
    }

    @Override
    public void mount(String controller, String directory) {
        log.run("mount", "mount cgroup hierarchy " + controller + " on", directory, directory, controller, () -> {
            if (!offered.contains(controller)) {
                throw CallLog.error(Errno.EINVAL);
            }
            cgroups.mountOne(controller, Path.of(directory));
            return true;
        });
    }

    @Override
    public void attachEgress(String cgroup, String name, byte[] instructions) {
        String detail = name + " " + HexFormat.of().formatHex(instructions);
        log.run("attachEgress", "attach BPF program " + name + " to", cgroup, cgroup, detail, () -> {
            programs.put(identity(cgroup), name);
            return true;
        });
    }

    @Override
    public Optional<String> egress(String cgroup) {
        return log.run("egress", "list BPF programs of", cgroup, cgroup, "", () -> {
            try {
                return Optional.ofNullable(programs.get(identity(cgroup)));
            } catch (NoSuchFileException e) {
                return Optional.<String>empty();
            }
        });
    }

    /** A cgroup made later under the same name is another one. */
    private static Object identity(String cgroup) throws IOException {
        return Files.getAttribute(Path.of(cgroup), "unix:fileKey");
    }
}
