package io.containerizer.lifecycle;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.FlagValues;
import io.containerizer.api.IsolatorEnvironment;
import io.containerizer.checkpoint.Layout;
import io.containerizer.launch.Launcher;
import io.containerizer.launch.PosixLauncher;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The parts that isolators and launchers are built upon. Those of Linux are made when first asked for: on another
 * system nobody asks, and none of their classes is loaded.
 */
final class Services implements AutoCloseable {

    private final FlagValues flags;
    private final Layout layout;
    private final Seams seams;
    private Optional<LinuxServices> linux = Optional.empty();
    private Optional<Launcher> launcher = Optional.empty();

    Services(FlagValues flags, Layout layout, Seams seams) {
        this.flags = flags;
        this.layout = layout;
        this.seams = seams;
    }

    synchronized Launcher launcher() {
        if (launcher.isEmpty()) {
            String name = launcherName(flags);
            launcher = Optional.of(
                    switch (name) {
                        case "linux" -> linux().launcher(layout, flags.get(EngineFlags.LAUNCH_TIMEOUT));
                        case "posix" -> new PosixLauncher(layout, seams.disk());
                        default ->
                            throw ContainerizerException.of(
                                            ErrorCode.INVALID_FLAG,
                                            "read --launcher",
                                            "'" + name + "'",
                                            "there is none")
                                    .withHint("use linux or posix");
                    });
        }
        return launcher.get();
    }

    static String launcherName(FlagValues flags) {
        return flags.find(EngineFlags.LAUNCHER)
                .orElseGet(() -> Platform.isLinux() && Platform.isRoot() ? "linux" : "posix");
    }

    private synchronized LinuxServices linux() {
        if (linux.isEmpty()) {
            if (!Platform.isLinux()) {
                throw ContainerizerException.of(ErrorCode.UNUSABLE_HOST, "use", "the kernel", "this is no Linux host")
                        .withHint("use --launcher=posix and isolators that start with posix/");
            }
            linux = Optional.of(new LinuxServices(flags.get(EngineFlags.CGROUPS_ROOT), seams));
        }
        return linux.get();
    }

    IsolatorEnvironment environment(FlagValues given, List<String> isolation) {
        return new Environment(given, Set.copyOf(isolation), launcherName(flags));
    }

    private final class Environment implements IsolatorEnvironment {
        private final FlagValues given;
        private final Set<String> isolation;
        private final String launcherName;

        private Environment(FlagValues given, Set<String> isolation, String launcherName) {
            this.given = given;
            this.isolation = isolation;
            this.launcherName = launcherName;
        }

        @Override
        public FlagValues flags() {
            return given;
        }

        @Override
        public Set<String> isolation() {
            return isolation;
        }

        @Override
        public String launcher() {
            return launcherName;
        }

        @Override
        public Path workDirectory() {
            return layout.workDirectory();
        }

        @Override
        public Path runtimeDirectory() {
            return layout.runtimeDirectory();
        }

        @Override
        public Path volumesDirectory() {
            return layout.roles();
        }

        @Override
        public <T> T service(Class<T> type) {
            if (type == InstantSource.class) {
                return type.cast(seams.clock());
            }
            return linux().find(type, given.get(EngineFlags.CGROUPS_ROOT))
                    .orElseThrow(() -> ContainerizerException.of(
                            ErrorCode.INTERNAL, "find service", type.getName(), "the engine has none"));
        }
    }

    @Override
    public synchronized void close() {
        launcher.ifPresent(Launcher::close);
        linux.ifPresent(LinuxServices::close);
    }
}
