package io.containerizer.cli;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.checkpoint.Layout;
import io.containerizer.lifecycle.EngineFlags;
import io.containerizer.lifecycle.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/**
 * Where the engine keeps its things: as the flags say; for root the engine's defaults; for others in their own places.
 *
 * @param runtime absent: the engine's default
 */
record Directories(Optional<Path> runtime, Optional<Path> work) {

    static Directories of(Arguments arguments) {
        Optional<Path> runtime = arguments.one(Syntax.RUNTIME_DIR).map(d -> path(arguments, Syntax.RUNTIME_DIR, d));
        Optional<Path> work = arguments.one(Syntax.WORK_DIR).map(d -> path(arguments, Syntax.WORK_DIR, d));
        if ((runtime.isEmpty() || work.isEmpty()) && !Platform.isRoot()) {
            String user = System.getProperty("user.name");
            String home = System.getenv().getOrDefault("HOME", System.getProperty("user.home"));
            return new Directories(
                    runtime.or(() -> Optional.of(runtimeOf(user))),
                    work.or(() -> Optional.of(Path.of(home, ".local/share/containerizer"))));
        }
        return new Directories(runtime, work);
    }

    private static Path path(Arguments arguments, Option option, String text) {
        if (text.isEmpty() || text.indexOf('\0') >= 0) {
            throw arguments.usage(option.name() + " names no directory");
        }
        return Path.of(text).toAbsolutePath().normalize();
    }

    private static Path runtimeOf(String user) {
        String own = System.getenv("XDG_RUNTIME_DIR");
        return own != null && own.startsWith("/") ? Path.of(own, "containerizer") : checked(temporary(user), user);
    }

    private static Path temporary(String user) {
        return Path.of(System.getProperty("java.io.tmpdir"), "containerizer-" + user);
    }

    /** Anybody may write to the directory of temporary files: what is found there may be somebody else's trap. */
    static Path ownDirectory(Path directory, String user) {
        try {
            if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        } catch (IOException e) {
            throw refused(directory, String.valueOf(e.getMessage())).causedBy(e);
        }
        return checked(directory, user);
    }

    /** It may be missing. */
    private static Path checked(Path directory, String user) {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return directory;
        }
        try {
            boolean own = Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS)
                    .getName()
                    .equals(user);
            if (own && Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                return directory;
            }
        } catch (IOException e) {
            throw refused(directory, String.valueOf(e.getMessage())).causedBy(e);
        }
        throw refused(directory, "it is no directory of the user " + user);
    }

    private static ContainerizerException refused(Path directory, String why) {
        return ContainerizerException.of(ErrorCode.CHECKPOINT_FAILED, "use directory", directory.toString(), why)
                .withHint("name another one with --runtime_dir");
    }

    /** For an engine, which makes what is missing. */
    void put(Map<String, String> flags) {
        String user = System.getProperty("user.name");
        runtime.filter(d -> d.equals(temporary(user))).ifPresent(d -> ownDirectory(d, user));
        runtime.ifPresent(d -> flags.put(EngineFlags.RUNTIME_DIR.name(), d.toString()));
        work.ifPresent(d -> flags.put(EngineFlags.WORK_DIR.name(), d.toString()));
    }

    /** Whether there can be any container; if not, says so: an engine that only looks would make the directory. */
    boolean existOrSay(Output output) {
        Path directory = layout().runtimeDirectory();
        boolean missing = Files.notExists(directory);
        if (missing) {
            output.complain("no container was started here: " + directory + " does not exist");
        }
        return !missing;
    }

    /** The failure with the flag that helps against it, if one does. */
    ContainerizerException advise(ContainerizerException failure) {
        String subject = failure.subject();
        Layout layout = layout();
        boolean inRuntime = subject.startsWith(layout.runtimeDirectory().toString());
        return inRuntime || subject.startsWith(layout.workDirectory().toString())
                ? failure.withHint(
                        "name another directory with " + (inRuntime ? Syntax.RUNTIME_DIR : Syntax.WORK_DIR).name())
                : failure;
    }

    /** Where images are kept: beside the sandboxes, and not where the engine's own default has them, which is swept. */
    Path imageStore() {
        return layout().workDirectory().resolve("store/docker");
    }

    Layout layout() {
        return new Layout(
                runtime.orElseGet(() -> fallback(EngineFlags.RUNTIME_DIR.fallback())),
                work.orElseGet(() -> fallback(EngineFlags.WORK_DIR.fallback())));
    }

    private static Path fallback(Optional<String> text) {
        return Path.of(text.orElseThrow());
    }
}
