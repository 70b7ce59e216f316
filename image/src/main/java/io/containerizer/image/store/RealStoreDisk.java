package io.containerizer.image.store;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.linux.syscall.Errno;
import io.containerizer.linux.syscall.KernelException;
import io.containerizer.linux.syscall.OpenFlag;
import io.containerizer.linux.syscall.Syscalls;
import io.containerizer.linux.syscall.TreeCalls;
import io.containerizer.linux.syscall.TreeRemoval;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The host's file system. */
final class RealStoreDisk implements StoreDisk {

    private static final int OWNER_ONLY = 0600;
    private static final String PRIVATE = "rwx------";
    private static final String ROOT = "rwxr-xr-x";

    private final Syscalls syscalls;
    private final Supplier<TreeCalls> trees;

    /** @param trees makes those of one thread */
    RealStoreDisk(Syscalls syscalls, Supplier<TreeCalls> trees) {
        this.syscalls = syscalls;
        this.trees = trees;
    }

    @Override
    public void makePrivateDirectory(Path directory) {
        act("make directory", directory, () -> {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory.getParent());
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE)));
            }
            return directory;
        });
    }

    @Override
    public void makeRoot(Path directory) {
        act("make directory", directory, () -> {
            Files.createDirectory(directory);
            return Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(ROOT));
        });
    }

    @Override
    public void write(Path file, String content) {
        replace(file, content, true);
    }

    @Override
    public void note(Path file, String content) {
        replace(file, content, false);
    }

    @Override
    public void flush(Path directory) {
        try (TreeCalls calls = trees.get()) {
            int opened = calls.openRoot(directory.toString());
            try {
                calls.flush(opened);
            } finally {
                calls.close(opened);
            }
        } catch (KernelException e) {
            throw e.during(ErrorCode.CHECKPOINT_FAILED, "flush " + directory);
        }
    }

    private static void replace(Path file, String content, boolean flushed) {
        Path part = file.resolveSibling(file.getFileName() + ".new");
        act("write", file, () -> {
            try (FileChannel out = FileChannel.open(
                    part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                if (flushed) {
                    out.force(true);
                }
            }
            return Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        });
    }

    @Override
    public void move(Path from, Path to) {
        act("move " + from + " to", to, () -> Files.move(from, to, StandardCopyOption.ATOMIC_MOVE));
    }

    @Override
    public void link(Path link, Path target) {
        act("make link", link, () -> Files.createSymbolicLink(link, target));
    }

    @Override
    public Optional<Path> target(Path link) {
        return act("read link", link, () -> {
            try {
                return Optional.of(Files.readSymbolicLink(link));
            } catch (NoSuchFileException | NotLinkException e) {
                return Optional.empty();
            }
        });
    }

    @Override
    public void remove(Path path) {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            removeTree(path);
        } else {
            act("remove", path, () -> Files.deleteIfExists(path));
        }
    }

    private void removeTree(Path path) {
        try (TreeCalls calls = trees.get()) {
            int parent = calls.openRoot(Objects.requireNonNull(path.getParent()).toString());
            try {
                new TreeRemoval(calls)
                        .remove(parent, path.getFileName().toString().getBytes(StandardCharsets.UTF_8));
            } finally {
                calls.close(parent);
            }
        } catch (KernelException e) {
            if (!e.is(Errno.ENOENT)) { // somebody else was quicker
                throw e.during(ErrorCode.CHECKPOINT_FAILED, "remove " + path);
            }
        }
    }

    @Override
    public Optional<String> read(Path file) {
        return act("read", file, () -> {
            try {
                return Optional.of(Files.readString(file));
            } catch (NoSuchFileException e) {
                return Optional.empty();
            }
        });
    }

    @Override
    public boolean exists(Path path) {
        return Files.exists(path);
    }

    @Override
    public List<String> list(Path directory) {
        return act("list", directory, () -> {
            try (Stream<Path> entries = Files.list(directory)) {
                return entries.map(p -> p.getFileName().toString()).sorted().toList();
            } catch (NoSuchFileException | NotDirectoryException e) {
                return List.of();
            }
        });
    }

    @Override
    public Optional<FileState> state(Path file) {
        return act("look at", file, () -> {
            try {
                BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
                return Optional.of(new FileState(
                        Objects.requireNonNullElse(now.fileKey(), file),
                        now.size(),
                        now.lastModifiedTime().toInstant()));
            } catch (NoSuchFileException e) {
                return Optional.empty();
            }
        });
    }

    @Override
    public void touch(Path file, Instant time) {
        act("set the time of", file, () -> Files.setLastModifiedTime(file, FileTime.from(time)));
    }

    @Override
    public Lock lock(Path file) {
        int fd = open(file);
        try {
            syscalls.lock(fd);
        } catch (ContainerizerException e) {
            syscalls.close(fd);
            throw e;
        }
        return () -> syscalls.close(fd);
    }

    @Override
    public Optional<Lock> tryLock(Path file) {
        int fd = open(file);
        if (syscalls.tryLock(fd)) {
            return Optional.of(() -> syscalls.close(fd));
        }
        syscalls.close(fd);
        return Optional.empty();
    }

    private int open(Path file) {
        return syscalls.open(
                file.toString(), OpenFlag.READ_WRITE | OpenFlag.CREATE | OpenFlag.CLOSE_ON_EXEC, OWNER_ONLY);
    }

    @Override
    public Space space(Path directory) {
        return act("ask for the space of", directory, () -> {
            FileStore store = Files.getFileStore(directory);
            return new Space(store.getTotalSpace(), store.getUsableSpace());
        });
    }

    private interface Operation<T> {
        T run() throws IOException;
    }

    private static <T> T act(String operation, Path path, Operation<T> action) {
        try {
            return action.run();
        } catch (IOException e) {
            throw ContainerizerException.of(ErrorCode.CHECKPOINT_FAILED, operation, path.toString(), reason(e))
                    .causedBy(e);
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException n -> Errno.describe(Errno.ENOENT.number());
            case AccessDeniedException a -> Errno.describe(Errno.EACCES.number());
            case FileSystemException f when f.getReason() != null -> Errno.named(f.getReason());
            default -> Errno.named(String.valueOf(e.getMessage()));
        };
    }
}
