package io.containerizer.testkit;

import io.containerizer.linux.syscall.Errno;
import io.containerizer.linux.syscall.OpenFlag;
import io.containerizer.linux.syscall.Syscalls.FileInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The calls about paths, made of what Java has, with the errno that the kernel would give. */
final class FakeFiles {

    private final Path root;
    private final Map<Path, int[]> owners = new HashMap<>();
    private PseudoFiles pseudo = PseudoFiles.NONE;

    FakeFiles(Path root) {
        this.root = root;
    }

    void mount(PseudoFiles files) {
        pseudo = files;
    }

    PseudoFiles pseudo() {
        return pseudo;
    }

    /** The kernel's path as one of the test's: below the root, unless it is there already. */
    Path at(String path) {
        Path asked = Path.of(path);
        return asked.startsWith(root) ? asked : root.resolve(path.replaceFirst("^/+", ""));
    }

    FakeDescriptor.OpenFile open(Path path, int flags, int mode) throws IOException {
        if ((flags & OpenFlag.CREATE) != 0) {
            StandardOpenOption create =
                    (flags & OpenFlag.EXCLUSIVE) != 0 ? StandardOpenOption.CREATE_NEW : StandardOpenOption.CREATE;
            FileChannel.open(
                            path,
                            EnumSet.of(StandardOpenOption.WRITE, create),
                            PosixFilePermissions.asFileAttribute(permissions(mode)))
                    .close();
        }
        Set<StandardOpenOption> options = EnumSet.noneOf(StandardOpenOption.class);
        if ((flags & OpenFlag.WRITE) == 0) {
            options.add(StandardOpenOption.READ);
        }
        if ((flags & (OpenFlag.WRITE | OpenFlag.READ_WRITE)) != 0) {
            options.add(StandardOpenOption.WRITE);
        }
        if ((flags & OpenFlag.TRUNCATE) != 0) {
            options.add(StandardOpenOption.TRUNCATE_EXISTING);
        }
        FileChannel channel = FileChannel.open(path, options);
        Object identity = Files.getAttribute(path, "unix:fileKey");
        return new FakeDescriptor.OpenFile(path, identity, channel, (flags & OpenFlag.APPEND) != 0);
    }

    /** A path below a directory, unless a link or ".." is on the way. */
    Path beneath(Path directory, String path) throws IOException {
        Path at = directory;
        for (Path part : Path.of(path)) {
            at = at.resolve(part);
            if (path.startsWith("/") || part.toString().equals("..")) {
                throw failure(at, Errno.EXDEV);
            }
            if (Files.isSymbolicLink(at)) {
                throw failure(at, Errno.ELOOP);
            }
        }
        return at;
    }

    void write(FakeDescriptor.OpenFile file, byte[] data) throws IOException {
        if (pseudo.covers(file.path)) {
            Optional<Errno> refused = pseudo.write(file.path, new String(data, StandardCharsets.UTF_8));
            if (refused.isPresent()) {
                throw failure(file.path, refused.get());
            }
            return;
        }
        if (file.appends) {
            file.channel.write(ByteBuffer.allocate(0)); // fails where nothing may be written, before anything moves
            file.channel.position(file.channel.size());
        }
        file.channel.write(ByteBuffer.wrap(data));
    }

    void mkdir(Path path, int mode) throws IOException {
        Files.createDirectory(path, PosixFilePermissions.asFileAttribute(permissions(mode)));
        if (pseudo.covers(path)) {
            pseudo.made(path);
        }
    }

    void rmdir(Path path) throws IOException {
        mustExist(path);
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw failure(path, Errno.ENOTDIR);
        }
        if (pseudo.covers(path)) {
            Optional<Errno> refused = pseudo.refusesRemoval(path);
            if (refused.isPresent()) {
                throw failure(path, refused.get());
            }
            removeFiles(path);
        }
        Files.delete(path);
    }

    private static void removeFiles(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    void unlink(Path path) throws IOException {
        mustExist(path);
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw failure(path, Errno.EISDIR);
        }
        Files.delete(path);
    }

    /** Java says "no such file" of a path that leads through a file, too. */
    private static void mustExist(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw failure(path, isBelowAFile(path) ? Errno.ENOTDIR : Errno.ENOENT);
        }
    }

    private static boolean isBelowAFile(Path path) {
        for (Path above = path.getParent(); above != null; above = above.getParent()) {
            if (Files.exists(above) && !Files.isDirectory(above)) {
                return true;
            }
        }
        return false;
    }

    void rename(Path from, Path to) throws IOException {
        for (Path needed : List.of(from.resolveSibling("."), to.resolveSibling("."), from)) {
            mustExist(needed); // the kernel looks in this order
        }
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Only remembered: changing owners is root's business. */
    void chown(Path path, int uid, int gid) throws IOException {
        owners.put(path.toRealPath(), new int[] {uid, gid});
    }

    void chmod(Path path, int mode) throws IOException {
        Files.setAttribute(path, "unix:mode", mode);
    }

    Optional<FileInfo> stat(Path path) throws IOException {
        Map<String, Object> found;
        try {
            found = Files.readAttributes(path, "unix:mode,uid,gid,dev,ino,nlink");
        } catch (IOException e) {
            if (errno(e) == Errno.ENOENT || errno(e) == Errno.ENOTDIR) {
                return Optional.empty();
            }
            throw e;
        }
        int[] owner = owners.getOrDefault(
                path.toRealPath(), new int[] {(int) number(found, "uid"), (int) number(found, "gid")});
        long dev = number(found, "dev");
        long major = dev >> 8 & 0xfff | dev >> 32 & ~0xfffL;
        long minor = dev & 0xff | dev >> 12 & 0xffffff00L;
        return Optional.of(new FileInfo(
                (int) number(found, "mode"),
                owner[0],
                owner[1],
                major << 32 | minor,
                number(found, "ino"),
                number(found, "nlink")));
    }

    private static long number(Map<String, Object> attributes, String name) {
        return ((Number) Objects.requireNonNull(attributes.get(name), name)).longValue();
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> all = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] values = PosixFilePermission.values();
        for (int i = 0; i < values.length; i++) {
            if ((mode & 0400 >> i) != 0) {
                all.add(values[i]);
            }
        }
        return all;
    }

    static IOException failure(Path path, Errno errno) {
        return new FileSystemException(path.toString(), null, sentence(errno));
    }

    private static String sentence(Errno errno) {
        String text = Errno.describe(errno.number());
        return text.substring(text.indexOf('(') + 1, text.length() - 1);
    }

    /** Java keeps the kernel's sentence where it has no exception of its own. */
    static Errno errno(IOException e) {
        return switch (e) {
            case NoSuchFileException n -> Errno.ENOENT;
            case FileAlreadyExistsException f -> Errno.EEXIST;
            case DirectoryNotEmptyException d -> Errno.ENOTEMPTY;
            default -> {
                String text = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
                String reason = text == null ? "Permission denied" : text;
                yield Arrays.stream(Errno.values())
                        .filter(errno -> reason.startsWith(sentence(errno)))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("no errno for " + e, e));
            }
        };
    }
}
