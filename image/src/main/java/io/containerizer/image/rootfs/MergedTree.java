package io.containerizer.image.rootfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The tree that layers make together, read without mounting it. For layers that nobody changes meanwhile: each component
 * of a path is looked at by itself, and a link leads to where it would lead inside the tree, never out of the layers.
 */
public final class MergedTree {

    private static final int MOST_LINKS = 40;
    private static final int S_IFMT = 0170000;
    private static final int S_IFCHR = 0020000;

    private final List<Path> root;
    private final Predicate<Path> opaque;

    /**
     * @param layers the lowest first
     * @param opaque whether a directory of a layer hides what the layers below have in it
     */
    public MergedTree(List<Path> layers, Predicate<Path> opaque) {
        this.root = layers.reversed();
        this.opaque = opaque;
    }

    /** Where the regular file is that a process with this root would find at {@code path}; nothing if there is none. */
    public Optional<Path> find(String path) {
        Deque<String> left = components(path);
        Deque<List<Path>> way = new ArrayDeque<>(List.of(root)); // the directories above, each with its parts
        for (int links = 0; !left.isEmpty(); ) {
            String name = left.pop();
            if (name.equals("..")) {
                if (way.size() > 1) {
                    way.pop();
                }
                continue;
            }
            List<Path> found = lookUp(way.element(), name);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Path top = found.getFirst();
            if (Files.isSymbolicLink(top)) {
                String target = target(top);
                if (++links > MOST_LINKS || target.isEmpty()) {
                    return Optional.empty();
                }
                if (target.startsWith("/")) {
                    way = new ArrayDeque<>(List.of(root));
                }
                components(target).reversed().forEach(left::push);
            } else if (Files.isDirectory(top, LinkOption.NOFOLLOW_LINKS)) {
                way.push(found);
            } else {
                return left.isEmpty() && Files.isRegularFile(top, LinkOption.NOFOLLOW_LINKS)
                        ? Optional.of(top)
                        : Optional.empty();
            }
        }
        return Optional.empty(); // it is a directory
    }

    private static Deque<String> components(String path) {
        Deque<String> names = new ArrayDeque<>();
        for (String name : path.split("/")) {
            if (!name.isEmpty() && !name.equals(".")) {
                names.add(name);
            }
        }
        return names;
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }

    /** What stands at a name of a directory: of a directory all parts that show, the topmost first. */
    private List<Path> lookUp(List<Path> directory, String name) {
        List<Path> parts = new ArrayList<>();
        for (Path part : directory) {
            Path entry = part.resolve(name);
            if (!Files.exists(entry, LinkOption.NOFOLLOW_LINKS)) {
                continue;
            }
            if (isWhiteout(entry)) {
                break;
            }
            boolean isDirectory = Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS);
            if (isDirectory || parts.isEmpty()) {
                parts.add(entry);
            }
            if (!isDirectory || opaque.test(entry)) {
                break;
            }
        }
        return parts;
    }

    private static boolean isWhiteout(Path entry) {
        try {
            Map<String, Object> node = Files.readAttributes(entry, "unix:mode,rdev", LinkOption.NOFOLLOW_LINKS);
            int mode = (int) Objects.requireNonNull(node.get("mode"));
            return (mode & S_IFMT) == S_IFCHR && Long.valueOf(0).equals(node.get("rdev"));
        } catch (IOException e) {
            return false;
        }
    }
}
