package io.containerizer.linux.proc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The mounts of a mount namespace, in the order the kernel lists them:
 *
 * <pre>
 * 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue
 * (1)(2)(3)   (4)   (5)      (6)      (7)   (8) (9)   (10)         (11)
 * (1) id (2) parent's id (3) device (4) root inside the file system (5) mount point (6) options
 * (7) propagation, zero or more fields (8) separator (9) type (10) source (11) the file system's options
 * </pre>
 */
public record MountInfo(List<Mount> mounts) {

    /** One line. Blanks and such in paths are as they are, not escaped. */
    public record Mount(
            int id,
            int parent,
            String device,
            String root,
            String mountPoint,
            List<String> options,
            List<String> propagation,
            String type,
            String source,
            List<String> superOptions) {

        public boolean isShared() {
            return propagation.stream().anyMatch(p -> p.startsWith("shared:"));
        }
    }

    public MountInfo {
        mounts = List.copyOf(mounts);
    }

    public static MountInfo ofThisProcess() {
        return read(Path.of("/proc/self/mountinfo"));
    }

    public static MountInfo read(Path file) {
        try {
            return parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lines that do not have the form above are passed over: a newer kernel may know more. */
    public static MountInfo parse(String text) {
        List<Mount> mounts = new ArrayList<>();
        Arrays.stream(text.split("\n")).map(MountInfo::parseLine).forEach(m -> m.ifPresent(mounts::add));
        return new MountInfo(mounts);
    }

    private static Optional<Mount> parseLine(String line) {
        String[] f = line.split(" ");
        int dash = 6;
        while (dash < f.length && !f[dash].equals("-")) {
            dash++;
        }
        if (dash + 3 >= f.length) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Mount(
                    Integer.parseInt(f[0]),
                    Integer.parseInt(f[1]),
                    f[2],
                    unescape(f[3]),
                    unescape(f[4]),
                    List.of(f[5].split(",")),
                    List.of(f).subList(6, dash),
                    f[dash + 1],
                    unescape(f[dash + 2]),
                    List.of(f[dash + 3].split(","))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The mount that {@code path}, absolute and without links, lies on. */
    public Optional<Mount> containing(String path) {
        Mount best = null;
        for (Mount mount : mounts) {
            String point = mount.mountPoint;
            boolean inside = path.equals(point) || point.equals("/") || path.startsWith(point + "/");
            if (inside && (best == null || point.length() >= best.mountPoint.length())) {
                best = mount; // of two on one point, the later one covers the earlier
            }
        }
        return Optional.ofNullable(best);
    }

    private static String unescape(String field) {
        if (field.indexOf('\\') < 0) {
            return field;
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < field.length(); i++) {
            if (field.charAt(i) == '\\' && i + 3 < field.length() && isOctal(field, i + 1)) {
                out.append((char) Integer.parseInt(field.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                out.append(field.charAt(i));
            }
        }
        return out.toString();
    }

    private static boolean isOctal(String s, int at) {
        return s.substring(at, at + 3).chars().allMatch(c -> c >= '0' && c <= '7');
    }
}
