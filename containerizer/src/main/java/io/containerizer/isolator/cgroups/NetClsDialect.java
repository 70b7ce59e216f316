package io.containerizer.isolator.cgroups;

import io.containerizer.api.Contribution;
import io.containerizer.api.LaunchStep.SetCgroup;
import io.containerizer.linux.cgroup.CgroupFiles;
import io.containerizer.linux.cgroup.PacketTag;
import io.containerizer.linux.syscall.CgroupCalls;
import java.nio.file.Path;
import java.util.Optional;

/** How the packets of a cgroup get their class. */
sealed interface NetClsDialect {

    /** Adds to the plan what gives the cgroup its class. */
    void plan(Contribution.Builder plan, Path directory, long classid);

    /** Does what the launcher cannot: called when the cgroup exists and its command does not run yet. */
    void apply(Path directory, long classid);

    /** The class the kernel has for a cgroup; nothing if there is none, or no such cgroup. */
    Optional<Long> classid(Path directory);

    /** Version 1 has a file for it. */
    record File(CgroupFiles files) implements NetClsDialect {

        private static final String CLASSID = "net_cls.classid";

        @Override
        public void plan(Contribution.Builder plan, Path directory, long classid) {
            plan.cgroup(new SetCgroup(directory + "/" + CLASSID, Long.toString(classid)));
        }

        @Override
        public void apply(Path directory, long classid) {
            // the launcher wrote the file
        }

        @Override
        public Optional<Long> classid(Path directory) {
            return files.readNumber(directory, CLASSID).filter(c -> c != 0);
        }
    }

    /** In version 2 a program does it, which is attached to the cgroup while the init waits at its gate. */
    record Program(CgroupCalls calls) implements NetClsDialect {

        @Override
        public void plan(Contribution.Builder plan, Path directory, long classid) {
            plan.gate();
        }

        @Override
        public void apply(Path directory, long classid) {
            PacketTag tag = new PacketTag(classid);
            calls.attachEgress(directory.toString(), tag.name(), tag.instructions());
        }

        @Override
        public Optional<Long> classid(Path directory) {
            return calls.egress(directory.toString()).flatMap(PacketTag::named).map(PacketTag::classid);
        }
    }
}
