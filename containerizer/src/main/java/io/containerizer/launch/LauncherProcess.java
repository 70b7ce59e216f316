package io.containerizer.launch;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.checkpoint.Layout;
import io.containerizer.linux.syscall.Errno;
import io.containerizer.linux.syscall.KernelException;
import io.containerizer.linux.syscall.OpenFlag;
import io.containerizer.linux.syscall.Syscalls;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.zip.CRC32;

/**
 * The resident native launcher of a runtime directory: found if it runs, started if not. It is started from a sealed
 * copy in memory, so that nothing in a container can reach the file through {@code /proc/<pid>/exe}.
 */
final class LauncherProcess {

    private final Syscalls calls;
    private final Layout layout;
    private final byte[] program;
    private final String socket;

    LauncherProcess(Syscalls calls, Layout layout) {
        this.calls = calls;
        this.layout = layout;
        this.program = load();
        CRC32 crc = new CRC32();
        crc.update(program);
        this.socket = layout.launcherSocket("%08x".formatted(crc.getValue())).toString();
    }

    private static byte[] load() {
        String machine = System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
        String name = "/native/linux-" + machine + "/containerizer-launcher";
        try (InputStream in = Syscalls.class.getResourceAsStream(name)) {
            if (in == null) {
                throw ContainerizerException.of(
                                ErrorCode.UNUSABLE_HOST,
                                "load native launcher",
                                name,
                                "this build has none for the machine")
                        .withHint("build on " + machine + ", or with CC set to a compiler for it");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A connection to the launcher. */
    int connect() {
        int lock = calls.open(layout.launcherLock().toString(), OpenFlag.READ_WRITE | OpenFlag.CREATE, 0600);
        try {
            calls.lock(lock);
            try {
                return calls.connect(socket);
            } catch (KernelException e) {
                if (!e.is(Errno.ENOENT) && !e.is(Errno.ECONNREFUSED)) {
                    throw e;
                }
            }
            start();
            return calls.connect(socket);
        } catch (KernelException e) {
            throw e.is(Errno.ENAMETOOLONG)
                    ? e.withHint("choose a shorter --runtime_dir: a socket's name has at most 107 bytes")
                    : e;
        } finally {
            calls.close(lock);
        }
    }

    /** The inits have its command line too, but it is the one that started them. */
    OptionalLong pid() {
        List<ProcessHandle> all = ProcessHandle.allProcesses()
                .filter(p ->
                        p.info().arguments().map(List::of).orElse(List.of()).contains(socket))
                .toList();
        return all.stream()
                .filter(p -> p.parent().filter(all::contains).isEmpty())
                .mapToLong(ProcessHandle::pid)
                .findFirst();
    }

    private void start() {
        if (calls.stat(socket).isPresent()) {
            calls.unlink(socket);
        }
        int listening = calls.listen(socket);
        int memory = calls.memoryFile("containerizer-launcher", program, true);
        try {
            calls.chmod(socket, 0600);
            calls.spawn(
                    "/proc/self/fd/" + memory,
                    List.of(
                            "containerizer-launcher",
                            Integer.toString(listening),
                            socket,
                            layout.launcherLock().toString()),
                    listening);
        } finally {
            calls.close(memory);
            calls.close(listening);
        }
    }
}
