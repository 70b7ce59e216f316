package io.containerizer.checkpoint;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Removes a tree that may have been filled by somebody who does not want it removed. No link is followed, whatever is
 * exchanged for a link meanwhile: every step goes by an open directory. No depth is too deep: a directory that is not
 * empty is emptied by moving its directories up, so that two of them are open at a time.
 */
final class TreeRemoval {

    /** More often somebody is filling directories as fast as they are emptied. */
    private static final int MOST_LEFT_OVER = 100;

    private final SecureDirectoryStream<Path> top;
    private final String prefix = ".removed-" + UUID.randomUUID() + "-"; // nobody else's name
    private long moved;
    private int leftOver;

    private TreeRemoval(SecureDirectoryStream<Path> top) {
        this.top = top;
    }

    /** Removes a file or a tree; nothing happens where there is nothing. The directories on the way to it are trusted. */
    static void remove(Path path) throws IOException {
        try (DirectoryStream<Path> parent =
                Files.newDirectoryStream(path.toAbsolutePath().getParent())) {
            if (parent instanceof SecureDirectoryStream<Path> secure) {
                removeEntry(secure, path.getFileName());
            } else {
                removeByPath(path);
            }
        } catch (NoSuchFileException e) {
            return; // somebody else was quicker
        }
    }

    private static void removeEntry(SecureDirectoryStream<Path> parent, Path name) throws IOException {
        if (!isDirectory(parent, name)) {
            parent.deleteFile(name);
            return;
        }
        try (SecureDirectoryStream<Path> directory = parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            new TreeRemoval(directory).empty();
        }
        parent.deleteDirectory(name);
    }

    private static boolean isDirectory(SecureDirectoryStream<Path> parent, Path name) throws IOException {
        return parent.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes()
                .isDirectory();
    }

    private void empty() throws IOException {
        List<Path> directories = new ArrayList<>();
        for (Path entry : top) {
            if (!isDeleted(top, entry.getFileName())) {
                directories.add(entry.getFileName());
            }
        }
        while (!directories.isEmpty()) {
            Path name = directories.removeLast();
            try (SecureDirectoryStream<Path> directory = top.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                for (Path entry : directory) {
                    if (!isDeleted(directory, entry.getFileName())) {
                        directories.add(moveUp(directory, entry.getFileName()));
                    }
                }
            }
            if (!isDeleted(top, name)) { // some file systems skip entries while others go
                if (++leftOver > MOST_LEFT_OVER) {
                    throw new DirectoryNotEmptyException(name.toString());
                }
                directories.add(name);
            }
        }
    }

    /** False: it is a directory with something in it. */
    private static boolean isDeleted(SecureDirectoryStream<Path> directory, Path name) throws IOException {
        try {
            if (isDirectory(directory, name)) {
                directory.deleteDirectory(name);
            } else {
                directory.deleteFile(name);
            }
            return true;
        } catch (DirectoryNotEmptyException e) {
            return false;
        } catch (NoSuchFileException e) {
            return true;
        }
    }

    private Path moveUp(SecureDirectoryStream<Path> directory, Path name) throws IOException {
        Path free = Path.of(prefix + moved++);
        directory.move(name, top, free);
        return free;
    }

    /** Where directories cannot be held open. */
    private static void removeByPath(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
                for (Path entry : entries) {
                    removeByPath(entry);
                }
            }
        }
        Files.deleteIfExists(path);
    }
}
