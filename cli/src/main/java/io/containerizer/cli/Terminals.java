package io.containerizer.cli;

import io.containerizer.api.TerminalSize;
import io.containerizer.lifecycle.LaunchedContainer;
import io.containerizer.linux.syscall.FfmSyscalls;
import io.containerizer.linux.syscall.Syscalls;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@code --tty} and {@code --interactive} ask for. */
final class Terminals {

    private static final TerminalSize USUAL = new TerminalSize(24, 80);

    private final Arguments arguments;
    private @Nullable Syscalls calls;

    Terminals(Arguments arguments) {
        this.arguments = arguments;
    }

    boolean wanted() {
        return arguments.has(RunOptions.TTY);
    }

    boolean input() {
        return arguments.has(RunOptions.INTERACTIVE);
    }

    /** Made when a terminal is asked for: others need none of this. */
    private Syscalls calls() {
        Syscalls made = calls;
        if (made == null) {
            made = new FfmSyscalls();
            calls = made;
        }
        return made;
    }

    /** The size of the terminal to make; nothing when none is wanted. */
    Optional<TerminalSize> size() {
        if (!wanted()) {
            return Optional.empty();
        }
        if (input() && calls().terminal(0).isEmpty()) {
            throw arguments.usage("--tty with --interactive needs a terminal to type at, and standard input is none; "
                    + "leave out --tty to pass on a file or a pipe");
        }
        return Optional.of(TerminalBridge.size(calls())
                .map(s -> new TerminalSize(s[0], s[1]))
                .orElse(USUAL));
    }

    /** What programs need to know about the terminal they see. */
    static Map<String, String> environment() {
        String type = System.getenv("TERM");
        return type == null ? Map.of() : Map.of("TERM", type);
    }

    Attachment bridge(LaunchedContainer container) {
        return bridge(FarTerminal.of(calls(), container.terminal().orElseThrow()));
    }

    Attachment bridge(FarTerminal far) {
        return new TerminalBridge(calls(), far, input(), Optional.empty());
    }

    /** @param keys by which the container's terminal can be left */
    Attachment bridge(FarTerminal far, DetachKeys keys) {
        return new TerminalBridge(calls(), far, input(), Optional.of(keys));
    }

    /** Whether there is a terminal to type at. */
    boolean isHere() {
        return calls().terminal(0).isPresent();
    }
}
