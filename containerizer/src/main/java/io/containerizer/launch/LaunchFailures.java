package io.containerizer.launch;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.MesosDuration;
import io.containerizer.linux.syscall.Errno;
import io.containerizer.linux.syscall.KernelException;
import java.time.Duration;
import java.util.OptionalLong;

/** Turns "step 17, errno 2" into one clear exception. */
final class LaunchFailures {

    private LaunchFailures() {}

    static ContainerizerException explain(LaunchPlan plan, WireProgram program, LauncherReply reply) {
        if (reply.errno() == 0) {
            return ContainerizerException.of(
                            ErrorCode.LAUNCH_FAILED,
                            "launch container",
                            plan.id().toString(),
                            "its init was killed before the command started")
                    .withHint("was the memory limit too small to start anything in, or was it destroyed?");
        }
        if (reply.index() >= program.steps().size()) {
            return new KernelException("read launch plan of", plan.id().toString(), reply.errno());
        }
        WireProgram.Step step = program.steps().get(reply.index());
        if (step.code() == OpCode.EXEC) {
            return new ExecDiagnosis(plan).explain(reply.errno());
        }
        ContainerizerException failure = new KernelException(step.action(), step.subject(), reply.errno())
                .during(ErrorCode.LAUNCH_FAILED, "launch container " + plan.id());
        String hint = hint(step, reply.errno());
        return hint.isEmpty() ? failure : failure.withHint(hint);
    }

    static ContainerizerException noAnswer(LaunchPlan plan, OptionalLong launcher, Duration waited) {
        String pid = launcher.isPresent() ? Long.toString(launcher.getAsLong()) : "PID";
        String inside = plan.enterNamespaces().isEmpty()
                ? ""
                : plan.id()
                        .parent()
                        .map(p -> "is container " + p + " frozen, or short of CPU time? ")
                        .orElse("");
        return ContainerizerException.of(
                        ErrorCode.LAUNCH_FAILED,
                        "wait for",
                        launcher.isPresent() ? "native launcher " + pid : "native launcher",
                        "no answer within " + MesosDuration.print(waited))
                .withHint(inside + "if the launcher is stopped, see /proc/" + pid + "/status, then: kill -CONT " + pid
                        + "; if it hangs: kill -KILL " + pid + ", containers go on without it")
                .during(ErrorCode.LAUNCH_FAILED, "launch container " + plan.id());
    }

    /** Why the launcher does not serve an engine. */
    static ContainerizerException refusal(int errno) {
        ContainerizerException refused =
                ContainerizerException.of(ErrorCode.LAUNCH_FAILED, "use", "native launcher", Errno.describe(errno));
        if (errno == Errno.EUSERS.number()) {
            return refused.withHint(
                    "it serves 64 engines at a time: let some of them end, or use another --runtime_dir");
        }
        return errno == Errno.EMFILE.number()
                ? refused.withHint("it may open too few files: start the engine with a higher limit, ulimit -n 1024")
                : refused;
    }

    private static String hint(WireProgram.Step step, int errno) {
        return switch (step.code()) {
            case MOUNT, ROOT, PIVOT, TREE -> mountHint(errno);
            case OVERLAY -> overlayHint(errno);
            case CLONE ->
                errno == Errno.EPERM.number()
                        ? "the engine must run as root"
                        : errno == Errno.EINVAL.number() || errno == Errno.ENOSPC.number()
                                ? "the kernel has no such namespace, or /proc/sys/user/max_*_namespaces is reached"
                                : "";
            case OPEN_LOG ->
                errno == Errno.ENOENT.number() || errno == Errno.ENOSPC.number() || errno == Errno.EROFS.number()
                        ? ""
                        : "standard output goes to regular files of the sandbox only: take away what stands there, and"
                                + " symbolic links on the way";
            case MKDIR -> errno == Errno.EEXIST.number() ? "another engine uses this --cgroups_root" : "";
            case RLIMIT ->
                errno == Errno.EPERM.number()
                        ? "the hard limit is above the engine's own, and the engine lacks CAP_SYS_RESOURCE"
                                + (step.subject().contains("NOFILE") ? ", or it is above fs.nr_open (see sysctl)" : "")
                        : "";
            case LIMITS ->
                errno == Errno.EPERM.number()
                        ? "the launcher was started with lower hard limits, and without CAP_SYS_RESOURCE: use another"
                                + " --runtime_dir, or end the containers of this one first"
                        : "";
            case STDIO ->
                errno == Errno.ENOENT.number() ? "the container has no /dev/null: does a volume hide its /dev?" : "";
            case CHDIR -> errno == Errno.EACCES.number() ? "may the container's user enter the directory?" : "";
            case CAPS, DROP_BOUNDING ->
                errno == Errno.EPERM.number() ? "the engine itself lacks one of these capabilities" : "";
            default -> "";
        };
    }

    private static String overlayHint(int errno) {
        if (errno == Errno.ENODEV.number()) {
            return "the kernel has no overlayfs: modprobe overlay, or use --image_provisioner_backend=copy";
        }
        if (errno == Errno.ENOENT.number()) {
            return "a layer of the image is missing: was its store changed by hand? pull the image again";
        }
        return errno == Errno.EINVAL.number()
                ? "see what the kernel says of overlayfs: dmesg; --image_provisioner_backend=copy works on any file system"
                : mountHint(errno);
    }

    private static String mountHint(int errno) {
        if (errno == Errno.ELOOP.number()) {
            return "a symbolic link stands in the way: in the root file system, file systems of the kernel and the sandbox are"
                    + " not mounted through links; put a directory in its place";
        }
        if (errno == Errno.EROFS.number()) {
            return "the root file system is read-only and lacks this directory: make it there, or use"
                    + " --image_provisioner_backend=overlay";
        }
        if (errno == Errno.EPERM.number()) {
            return "the engine must have CAP_SYS_ADMIN; inside another container that one must allow mounts";
        }
        if (errno == Errno.ENOENT.number()) {
            return "does the source exist on the host?";
        }
        return errno == Errno.ENOTDIR.number() ? "source and target must both be directories, or both files" : "";
    }
}
