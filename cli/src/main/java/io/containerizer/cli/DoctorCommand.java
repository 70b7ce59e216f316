package io.containerizer.cli;

import io.containerizer.api.FlagValues;
import io.containerizer.api.Verdict;
import io.containerizer.lifecycle.EngineFlags;
import io.containerizer.lifecycle.HostReport;
import io.containerizer.lifecycle.Platform;
import io.containerizer.linux.cgroup.Hierarchies;
import io.containerizer.linux.proc.KernelFeatures;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Says what this host can support, why not what it cannot, and how to mend that. */
final class DoctorCommand implements Subcommand {

    static final Syntax SYNTAX = Syntax.of(
                    "doctor",
                    "",
                    "Say which isolators this host can support, and what to do about the others.",
                    List.of(Option.one("NAMES", "Look only at these isolators.", "--isolation"), Syntax.FORMAT),
                    List.of("doctor", "doctor --isolation=filesystem/linux,namespaces/pid", "doctor --format=json"))
            .withDetails("Exits with 0 when all isolators that were looked at are usable, with 1 otherwise. Nothing is "
                    + "changed on the host.");

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Arguments arguments, Output output) {
        boolean json = arguments.json();
        Map<String, String> flags = new HashMap<>(AgentFlags.of(arguments).given());
        Option isolation = SYNTAX.options().getFirst();
        if (arguments.has(isolation)) {
            flags.put(EngineFlags.ISOLATION.name(), DefaultIsolation.named(arguments, isolation));
        }
        DoctorReport report = look(HostReport.of(new FlagValues(flags)));
        if (json) {
            output.out().println(Json.of(report));
        } else {
            print(report, output);
        }
        return report.usable() ? ExitCode.OK : ExitCode.FAILED;
    }

    private static DoctorReport look(HostReport host) {
        boolean linux = Platform.isLinux();
        return new DoctorReport(
                Version.read(),
                linux ? "Linux " + KernelFeatures.release() : System.getProperty("os.name"),
                System.getProperty("os.arch"),
                System.getProperty("user.name") + (Platform.isRoot() ? "" : " (not root)"),
                host.launcher(),
                linux ? Hierarchies.ofThisHost().describe() : "none",
                host.isolators().values().stream().allMatch(Verdict::isUsable),
                host.isolators());
    }

    private static void print(DoctorReport report, Output output) {
        output.out().println("containerizer  " + report.version());
        output.out().println("kernel         " + report.kernel() + " " + report.machine());
        output.out().println("user           " + report.user());
        output.out().println("launcher       " + report.launcher());
        output.out().println("cgroups        " + report.cgroups());
        output.out().println();
        Table table = new Table("ISOLATOR", "VERDICT", "EVIDENCE");
        report.isolators().forEach((name, verdict) -> {
            table.add(name, verdict.level().name().toLowerCase(Locale.ROOT), verdict.evidence());
            if (!verdict.remedy().isEmpty()) {
                table.add("", "", "-> " + verdict.remedy());
            }
        });
        table.print(output.out());
    }
}
