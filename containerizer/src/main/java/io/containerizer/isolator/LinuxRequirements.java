package io.containerizer.isolator;

import io.containerizer.api.IsolatorEnvironment;
import io.containerizer.api.Verdict;
import io.containerizer.linux.cgroup.ContainerCgroups;
import io.containerizer.linux.cgroup.Hierarchy;
import io.containerizer.linux.proc.KernelFeatures;
import io.containerizer.linux.syscall.Syscalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What isolators of Linux commonly need, checked one after the other; the first that is missing is the verdict. */
public final class LinuxRequirements {

    private final IsolatorEnvironment environment;
    private final List<String> evidence = new ArrayList<>();
    private Optional<Verdict> failure = Optional.empty();

    private LinuxRequirements(IsolatorEnvironment environment) {
        this.environment = environment;
    }

    /** Root and the linux launcher, which all of them need. */
    public static LinuxRequirements of(IsolatorEnvironment environment) {
        LinuxRequirements needs = new LinuxRequirements(environment);
        if (!environment.launcher().equals("linux")) {
            return needs.fail(
                    "the launcher is " + environment.launcher(), "run as root on Linux, with --launcher=linux");
        }
        int uid = environment.service(Syscalls.class).effectiveUid();
        return uid == 0 ? needs.found("uid 0") : needs.fail("the engine's uid is " + uid, "run it as root");
    }

    private LinuxRequirements fail(String why, String remedy) {
        if (failure.isEmpty()) {
            failure = Optional.of(Verdict.unusable(why, remedy));
        }
        return this;
    }

    private LinuxRequirements found(String what) {
        evidence.add(what);
        return this;
    }

    /** @param name as in /proc/self/ns */
    public LinuxRequirements namespace(String name) {
        return KernelFeatures.hasNamespace(name)
                ? found("the kernel has " + name + " namespaces")
                : fail(
                        "the kernel has no " + name + " namespaces",
                        "use a kernel built with CONFIG_" + name.toUpperCase(Locale.ROOT) + "_NS");
    }

    public LinuxRequirements isolator(String name) {
        return environment.isolation().contains(name)
                ? found(name + " is on")
                : fail(name + " is not in --isolation", "add " + name + " to --isolation");
    }

    public LinuxRequirements controller(String name) {
        if (failure.isPresent()) {
            return this;
        }
        ContainerCgroups cgroups = environment.service(ContainerCgroups.class);
        Optional<Hierarchy> hierarchy = cgroups.hierarchies().controlling(name);
        return hierarchy.isPresent()
                ? found("cgroup controller " + name + " at " + hierarchy.get().mountPoint()
                        + (hierarchy.get().unified() ? " (v2)" : " (v1)"))
                : fail(
                        "no mounted cgroup hierarchy has the controller " + name + ": "
                                + cgroups.hierarchies().describe(),
                        "mount the hierarchy of " + name + ", or enable the controller on the kernel command line");
    }

    public Verdict verdict() {
        return failure.orElseGet(() -> Verdict.usable(String.join("; ", evidence)));
    }
}
