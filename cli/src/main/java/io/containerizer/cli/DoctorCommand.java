package io.containerizer.cli;

import io.containerizer.api.FlagValues;
import io.containerizer.cli.remote.AgentClient;
import io.containerizer.lifecycle.DoctorReport;
import io.containerizer.lifecycle.EngineFlags;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Says what this host can support, why not what it cannot, and how to mend that. */
final class DoctorCommand implements Subcommand {

    private static final Option ISOLATION = Option.one("NAMES", "Look only at these isolators.", "--isolation");

    static final Syntax SYNTAX = Syntax.of(
                    "doctor",
                    "",
                    "Say which isolators this host can support, and what to do about the others.",
                    List.of(ISOLATION, Syntax.FORMAT),
                    List.of("doctor", "doctor --isolation=filesystem/linux,namespaces/pid", "doctor --format=json"))
            .withDetails("Exits with 0 when all isolators that were looked at are usable, with 1 otherwise. Nothing is "
                    + "changed on the host.")
            .remote();

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Arguments arguments, Output output) {
        boolean json = arguments.json();
        Remote.checkUnused(arguments);
        DoctorReport report = Remote.is(arguments) ? remote(arguments) : local(arguments);
        if (json) {
            output.out().println(Json.of(report));
        } else {
            print(report, output);
        }
        return report.usable() ? ExitCode.OK : ExitCode.FAILED;
    }

    private static DoctorReport local(Arguments arguments) {
        Map<String, String> flags = new HashMap<>(AgentFlags.of(arguments).given());
        if (arguments.has(ISOLATION)) {
            flags.put(EngineFlags.ISOLATION.name(), DefaultIsolation.named(arguments, ISOLATION));
        }
        return DoctorReport.of(Version.read(), new FlagValues(flags));
    }

    private static DoctorReport remote(Arguments arguments) {
        Map<String, String> query = new HashMap<>();
        arguments.one(ISOLATION).ifPresent(names -> query.put("isolation", names));
        try (AgentClient agent = Remote.client(arguments)) {
            return agent.get(DoctorReport.class, "doctor", query);
        }
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
