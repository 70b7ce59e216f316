package io.containerizer.launch;

import io.containerizer.api.Command;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.RootFileSystem;
import io.containerizer.image.rootfs.MergedTree;
import io.containerizer.linux.syscall.Errno;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds out why a command could not be executed: the kernel says ENOENT for a missing program, for a missing interpreter
 * and for a script with Windows line ends alike. A second look, after the fact, at the files themselves.
 */
final class ExecDiagnosis {

    private static final int HEAD = 4096;
    private static final int ENOENT = 2;
    private static final int ENOEXEC = 8;
    private static final int EACCES = 13;
    private static final int ENOTDIR = 20;

    private final LaunchPlan plan;
    private final Path root;

    ExecDiagnosis(LaunchPlan plan) {
        this.plan = plan;
        this.root = plan.rootfs().orElse(Path.of("/"));
    }

    ContainerizerException explain(int errno) {
        Command command = plan.command();
        String name = command.shell() ? "/bin/sh" : command.value();
        Optional<Path> file =
                candidates(name).stream().filter(Files::isRegularFile).findFirst();
        if (errno == ENOENT || errno == ENOTDIR) {
            return file.map(f -> missingInterpreter(name, f)).orElseGet(() -> notFound(name));
        }
        String hint = errno == EACCES ? accessHint(name, file) : errno == ENOEXEC ? formatHint(file) : "";
        return failure(ErrorCode.COMMAND_NOT_EXECUTABLE, name, Errno.describe(errno), hint);
    }

    /** For a launcher that cannot say why an exec failed: the same questions, asked before. */
    static void checkBeforeLaunch(LaunchPlan plan) {
        ExecDiagnosis diagnosis = new ExecDiagnosis(plan);
        String name = plan.command().shell() ? "/bin/sh" : plan.command().value();
        List<Path> files =
                diagnosis.candidates(name).stream().filter(Files::isRegularFile).toList();
        if (files.stream().noneMatch(Files::isExecutable)) {
            throw diagnosis.explain(files.isEmpty() ? ENOENT : EACCES);
        }
    }

    private ContainerizerException notFound(String name) {
        boolean searched = name.indexOf('/') < 0;
        return failure(
                ErrorCode.COMMAND_NOT_FOUND,
                name,
                searched ? "there is no such program on the PATH " + path() : "there is no such file",
                plan.root()
                        .map(r -> r.overlay().isPresent()
                                ? "the command must exist in the image"
                                : "the command must exist below the root file system " + r.path())
                        .orElse(""));
    }

    private ContainerizerException missingInterpreter(String name, Path file) {
        Optional<String> interpreter = interpreter(file);
        if (interpreter.isEmpty()) {
            return failure(
                    ErrorCode.COMMAND_NOT_EXECUTABLE,
                    name,
                    "the file exists, but the kernel cannot find something it needs",
                    "see " + file);
        }
        String what = interpreter.get();
        boolean windows = what.endsWith("\r");
        String reason = "its interpreter " + what.strip() + (windows ? "\\r" : "") + " does not exist";
        String hint = windows
                ? "the script has Windows line ends: remove the carriage returns"
                : "install " + what.strip() + " in the container, or run a program built for it";
        return failure(ErrorCode.COMMAND_NOT_FOUND, name, reason, hint);
    }

    private static String accessHint(String name, Optional<Path> file) {
        if (file.isEmpty()) {
            return name.indexOf('/') < 0
                    ? "a file of this name on the PATH is not executable"
                    : "it is no regular file";
        }
        return Files.isExecutable(file.get())
                ? "may the container's user reach it, and is its file system mounted noexec?"
                : "make it executable: chmod +x " + file.get();
    }

    private static String formatHint(Optional<Path> file) {
        byte[] head = file.map(ExecDiagnosis::head).orElse(new byte[0]);
        if (isElf(head)) {
            return "it is a program for another kind of machine";
        }
        return "it is neither a program nor a script with a '#!' line; add one, or run it as: sh FILE";
    }

    private ContainerizerException failure(ErrorCode code, String name, String reason, String hint) {
        ContainerizerException failure = ContainerizerException.of(code, "execute", name, reason);
        return hint.isEmpty() ? failure : failure.withHint(hint);
    }

    private String path() {
        return plan.environment().getOrDefault("PATH", PlanMerger.DEFAULT_PATH);
    }

    private List<Path> candidates(String name) {
        if (name.startsWith("/")) {
            return List.of(inRoot(name));
        }
        List<Path> found = new ArrayList<>();
        if (name.indexOf('/') < 0) {
            for (String directory : path().split(":")) {
                found.add(inRoot(directory + "/" + name));
            }
        }
        found.add(
                plan.rootfs().isPresent()
                        ? inRoot(plan.workingDirectory() + "/" + name)
                        : Path.of(plan.workingDirectory()).resolve(name));
        return found;
    }

    /** Of an overlay what its layers have there; what little a directory that hides others may change does not matter. */
    private Path inRoot(String path) {
        Path plain = root.resolve(path.replaceFirst("^/+", ""));
        return plan.root()
                .flatMap(RootFileSystem::overlay)
                .map(overlay -> new MergedTree(overlay.layers(), directory -> false)
                        .find(path)
                        .orElse(plain))
                .orElse(plain);
    }

    /** What the kernel would load to run the file: a script's {@code #!}, a program's dynamic loader; if missing. */
    private Optional<String> interpreter(Path file) {
        byte[] head = head(file);
        Optional<String> named = isElf(head) ? elfInterpreter(head) : scriptInterpreter(head);
        return named.filter(i -> i.endsWith("\r") || !Files.exists(inRoot(i)));
    }

    private static Optional<String> scriptInterpreter(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (!text.startsWith("#!")) {
            return Optional.empty();
        }
        String line = text.substring(2, text.indexOf('\n') < 0 ? text.length() : text.indexOf('\n'));
        String trimmed = line.replaceFirst("^[ \t]+", "");
        int blank = trimmed.indexOf(' ');
        return Optional.of(blank < 0 ? trimmed : trimmed.substring(0, blank));
    }

    private static boolean isElf(byte[] head) {
        return head.length > 64 && head[0] == 0x7f && head[1] == 'E' && head[2] == 'L' && head[3] == 'F';
    }

    /** The PT_INTERP entry of a 64-bit little-endian program. */
    private static Optional<String> elfInterpreter(byte[] head) {
        ByteBuffer elf = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        if (head[4] != 2 || head[5] != 1) {
            return Optional.empty();
        }
        int at = (int) elf.getLong(32);
        int size = elf.getShort(54);
        int count = elf.getShort(56);
        for (int i = 0; i < count && at + 56 <= head.length; i++, at += size) {
            int offset = (int) elf.getLong(at + 8);
            int length = (int) elf.getLong(at + 32);
            if (elf.getInt(at) == 3 && offset >= 0 && length > 1 && offset + length <= head.length) {
                return Optional.of(new String(head, offset, length - 1, StandardCharsets.US_ASCII));
            }
        }
        return Optional.empty();
    }

    private static byte[] head(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(HEAD);
        } catch (IOException e) {
            return new byte[0];
        }
    }
}
