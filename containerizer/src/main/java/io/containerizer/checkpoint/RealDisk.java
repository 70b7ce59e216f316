package io.containerizer.checkpoint;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.linux.syscall.Errno;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The host's file system. Nothing is flushed to the medium: what is kept here concerns running containers, and a machine
 * that crashes has none. A process that crashes loses nothing that was written.
 */
public final class RealDisk implements Disk {

    @Override
    public void makeDirectory(Path directory) {
        try {
            Files.createDirectory(directory);
        } catch (IOException e) {
            throw failure("make directory", directory, e);
        }
    }

    @Override
    public void makeDirectories(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw failure("make directory", directory, e);
        }
    }

    @Override
    public void create(Path file, String content) {
        try {
            Files.writeString(file, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw failure("write", file, e);
        }
    }

    @Override
    public void replace(Path file, String content) {
        Path part = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(part, content);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw failure("write", file, e);
        }
    }

    @Override
    public boolean move(Path from, Path to) {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            return false;
        } catch (FileSystemException e) {
            if (Files.exists(to)) {
                return false;
            }
            throw failure("move " + from + " to", to, e);
        } catch (IOException e) {
            throw failure("move " + from + " to", to, e);
        }
    }

    @Override
    public void remove(Path path) {
        try {
            TreeRemoval.remove(path);
        } catch (IOException e) {
            throw failure("remove", path, e);
        }
    }

    @Override
    public Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failure("read", file, e);
        }
    }

    @Override
    public boolean exists(Path path) {
        return Files.exists(path);
    }

    @Override
    public void touch(Path file) {
        try {
            Files.setLastModifiedTime(file, FileTime.from(InstantSource.system().instant()));
        } catch (NoSuchFileException e) {
            // nothing to say
        } catch (IOException e) {
            throw failure("touch", file, e);
        }
    }

    @Override
    public Optional<Instant> modified(Path file) {
        try {
            return Optional.of(Files.getLastModifiedTime(file).toInstant());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failure("look at", file, e);
        }
    }

    @Override
    public List<String> list(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of(); // the usual case, and an exception costs more
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(p -> p.getFileName().toString()).sorted().toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (IOException e) {
            throw failure("list", directory, e);
        }
    }

    private static ContainerizerException failure(String operation, Path path, IOException e) {
        return ContainerizerException.of(ErrorCode.CHECKPOINT_FAILED, operation, path.toString(), reason(e))
                .causedBy(e);
    }

    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException n -> Errno.describe(Errno.ENOENT.number());
            case FileAlreadyExistsException f -> Errno.describe(Errno.EEXIST.number());
            case AccessDeniedException a -> Errno.describe(Errno.EACCES.number());
            case FileSystemException f when f.getReason() != null -> Errno.named(f.getReason());
            default -> String.valueOf(e.getMessage());
        };
    }
}
