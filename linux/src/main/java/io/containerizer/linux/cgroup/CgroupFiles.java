package io.containerizer.linux.cgroup;

import io.containerizer.linux.syscall.Errno;
import io.containerizer.linux.syscall.KernelException;
import io.containerizer.linux.syscall.OpenFlag;
import io.containerizer.linux.syscall.Syscalls;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads and writes control files. A cgroup that is gone reads as nothing. */
public final class CgroupFiles {

    /** A page, which is what the kernel gives at once. */
    private static final int MAX = 4096;

    private final Syscalls calls;
    private final Optional<KeptFiles> kept;

    public CgroupFiles(Syscalls calls) {
        this(calls, Optional.empty());
    }

    private CgroupFiles(Syscalls calls, Optional<KeptFiles> kept) {
        this.calls = calls;
        this.kept = kept;
    }

    /** The same files for who reads them again and again: they stay open from the first time on. */
    CgroupFiles keeping(KeptFiles files) {
        return new CgroupFiles(calls, Optional.of(files));
    }

    public Optional<String> read(Path directory, String file) {
        return kept.isPresent()
                ? kept.get().read(directory, file, () -> readOnce(directory, file))
                : readOnce(directory, file);
    }

    private Optional<String> readOnce(Path directory, String file) {
        int fd;
        try {
            fd = calls.open(directory + "/" + file, OpenFlag.READ, 0);
        } catch (KernelException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ENODEV)) {
                return Optional.empty();
            }
            throw e;
        }
        try {
            StringBuilder text = new StringBuilder();
            for (byte[] part; (part = calls.read(fd, MAX)).length > 0; ) {
                text.append(new String(part, StandardCharsets.UTF_8));
            }
            return Optional.of(text.toString());
        } catch (KernelException e) {
            if (e.is(Errno.ENODEV)) { // removed while it was read
                return Optional.empty();
            }
            throw e;
        } finally {
            calls.close(fd);
        }
    }

    /** The number in a file that holds one; nothing where it says {@code max} or {@code -1}. */
    public Optional<Long> readNumber(Path directory, String file) {
        return read(directory, file).map(String::strip).flatMap(CgroupFiles::number);
    }

    /** A file with a name and a number on each line. */
    public Map<String, Long> readTable(Path directory, String file) {
        Map<String, Long> table = new HashMap<>();
        String text = read(directory, file).orElse("");
        for (int start = 0, end; start < text.length(); start = end + 1) {
            end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            int blank = text.lastIndexOf(' ', end - 1);
            if (blank > start) {
                String name = text.substring(start, blank);
                number(text, blank + 1, end).ifPresent(n -> table.put(name, n));
            }
        }
        return table;
    }

    public void write(Path directory, String file, String value) {
        String path = directory + "/" + file;
        int fd = calls.open(path, OpenFlag.WRITE, 0);
        try {
            calls.write(fd, value.getBytes(StandardCharsets.UTF_8));
        } catch (KernelException e) {
            throw new KernelException("write '" + value + "' to", path, e.errno());
        } finally {
            calls.close(fd);
        }
    }

    private static Optional<Long> number(String text) {
        return number(text, 0, text.length());
    }

    private static Optional<Long> number(String text, int start, int end) {
        try {
            return Optional.of(Long.parseUnsignedLong(text, start, end, 10));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
