package io.containerizer.lifecycle;

import io.containerizer.api.Flag;
import io.containerizer.api.MesosDuration;
import io.containerizer.image.rootfs.RootfsBackends;
import io.containerizer.image.supply.ImageFlags;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The flags that the engine itself reads; isolators declare their own. */
public final class EngineFlags {

    public static final Flag<Path> WORK_DIR =
            Flag.of("work_dir", "DIR", Path::of, "/var/lib/mesos", "Where sandboxes are kept.");
    public static final Flag<Path> RUNTIME_DIR =
            Flag.of("runtime_dir", "DIR", Path::of, "/var/run/mesos", "Where the state of running containers is kept.");
    public static final Flag<String> ISOLATION =
            Flag.text("isolation", "posix/cpu,posix/mem", "Names of the isolators to use, separated by commas.");
    public static final Flag<String> LAUNCHER = Flag.unset(
            "launcher", "linux|posix", s -> s, "Who starts processes; by default linux where the host allows it.");
    public static final Flag<String> CGROUPS_ROOT =
            Flag.text("cgroups_root", "mesos", "Name of the cgroup below which those of the containers are.");
    public static final Flag<String> SANDBOX_DIRECTORY = Flag.text(
            "sandbox_directory",
            "/mnt/mesos/sandbox",
            "Where a container with a root file system of its own sees its sandbox.");
    public static final Flag<Duration> DESTROY_TIMEOUT = Flag.of(
            "cgroups_destroy_timeout",
            "DURATION",
            MesosDuration::parse,
            "60secs",
            "How long the processes of a container may take to die.");

    public static final Flag<Duration> LAUNCH_TIMEOUT = Flag.of(
            "launch_timeout",
            "DURATION",
            MesosDuration::parse,
            "60secs",
            "How long the native launcher may take to start a container.");

    public static final Flag<DefaultContainerInfo> DEFAULT_CONTAINER_INFO = Flag.unset(
            "default_container_info",
            "JSON|FILE",
            DefaultContainerInfo::parse,
            "Volumes and image of containers whose request names none, as a Mesos ContainerInfo.");

    public static final Flag<String> IMAGE_PROVISIONER_BACKEND = Flag.unset(
            RootfsBackends.FLAG,
            "overlay|copy|bind",
            s -> s,
            "How root file systems are made of images; by default overlay where the host allows it, else copy.");

    public static final Flag<Boolean> DOCKER_IGNORE_USER = Flag.bool(
            "docker_ignore_user", false, "Pass over the user that an image names; containers run as root instead.");

    private EngineFlags() {}

    public static List<Flag<?>> all() {
        List<Flag<?>> all = new ArrayList<>(List.of(
                WORK_DIR,
                RUNTIME_DIR,
                ISOLATION,
                LAUNCHER,
                CGROUPS_ROOT,
                SANDBOX_DIRECTORY,
                DESTROY_TIMEOUT,
                LAUNCH_TIMEOUT,
                DEFAULT_CONTAINER_INFO,
                IMAGE_PROVISIONER_BACKEND,
                DOCKER_IGNORE_USER));
        all.addAll(ImageFlags.all());
        return List.copyOf(all);
    }
}
