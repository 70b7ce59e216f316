import io.containerizer.api.Bytes;
import io.containerizer.api.Command;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.FlagValues;
import io.containerizer.api.Resources;
import io.containerizer.api.Statistic;
import io.containerizer.api.Stdio;
import io.containerizer.lifecycle.Containerizer;
import io.containerizer.lifecycle.LaunchedContainer;
import java.util.List;
import java.util.Map;

/** Runs a command with 64 MB of memory and watches what it uses: {@code Embed DIRECTORY COMMAND [ARGUMENT...]}. */
public final class Embed {
    public static void main(String[] args) throws InterruptedException {
        var flags = new FlagValues(Map.of(
                "isolation", "filesystem/linux,namespaces/pid,cgroups/cpu,cgroups/mem",
                "runtime_dir", args[0] + "/run",
                "work_dir", args[0] + "/work",
                "cgroups_root", "embed-example"));
        var spec = ContainerSpec.builder(ContainerId.random(), Command.of(List.of(args).subList(1, args.length)))
                .resources(Resources.NONE.withMemory(Bytes.megabytes(64)))
                .stdio(new Stdio(Stdio.NULL, 1, 2)) // its output is this program's
                .build();
        try (Containerizer engine = Containerizer.open(flags)) {
            LaunchedContainer container = engine.launch(spec);
            while (!container.exited().isDone()) {
                engine.usage(spec.id()).get(Statistic.MEM_TOTAL_BYTES).ifPresent(n -> System.out.println("uses " + n));
                Thread.sleep(200);
            }
            var end = container.terminated().join();
            System.out.println("exit code " + end.exitCode() + " " + end.message().lines().findFirst().orElse(""));
            engine.remove(spec.id());
        }
    }
}
