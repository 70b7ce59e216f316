package io.containerizer.testkit;

import io.containerizer.linux.syscall.Errno;
import io.containerizer.linux.syscall.ProjectCalls.ProjectQuota;
import io.containerizer.linux.syscall.ProjectCalls.ProjectState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The projects of a made-up XFS. Labels belong to directories that exist, and hold for everything below them; what a
 * project uses is what the test says, and a file for each label.
 */
public final class FakeProjects {

    private static final long BLOCK = 4096;

    private boolean xfs;
    private ProjectState state = ProjectState.IGNORED;
    private final Map<Path, Long> labels = new HashMap<>();
    private final Map<Long, Long> used = new TreeMap<>();
    private final Map<Long, Limits> limits = new TreeMap<>();

    FakeProjects() {}

    private record Limits(long soft, long hard) {}

    /** Makes every file system an XFS that was mounted with or without project quotas. */
    public synchronized void mounted(ProjectState how) {
        state = how;
        xfs = true;
    }

    synchronized boolean isXfs() {
        return xfs;
    }

    /** Makes a project use this much. */
    public synchronized void use(long project, long bytes) {
        used.put(project, bytes);
    }

    /** {@code soft/hard} in bytes, as they are now. */
    public synchronized String limits(long project) {
        Limits now = limits.getOrDefault(project, new Limits(0, 0));
        return now.soft + "/" + now.hard;
    }

    synchronized long project(Path path) {
        forgetRemoved();
        return labels.keySet().stream()
                .filter(path::startsWith)
                .max(Comparator.comparingInt(Path::getNameCount))
                .map(labels::get)
                .orElse(0L);
    }

    synchronized void label(Path path, long project) throws IOException {
        if (!xfs) {
            throw CallLog.error(Errno.ENOTTY);
        }
        labels.put(path, project);
    }

    synchronized ProjectState state() {
        return state;
    }

    synchronized Optional<ProjectQuota> next(long from) throws IOException {
        if (state == ProjectState.IGNORED) {
            throw CallLog.error(Errno.ENOSYS);
        }
        forgetRemoved();
        TreeSet<Long> known = new TreeSet<>(used.keySet());
        known.addAll(limits.keySet());
        known.addAll(labels.values());
        return Optional.ofNullable(known.ceiling(from)).map(this::quota);
    }

    private ProjectQuota quota(long project) {
        Limits now = limits.getOrDefault(project, new Limits(0, 0));
        long files = labels.values().stream().filter(p -> p == project).count();
        return new ProjectQuota(project, now.soft, now.hard, used.getOrDefault(project, 0L), files);
    }

    synchronized void limit(long project, long soft, long hard) throws IOException {
        if (state == ProjectState.IGNORED) {
            throw CallLog.error(Errno.ENOSYS);
        }
        limits.put(project, new Limits(Math.ceilDiv(soft, BLOCK) * BLOCK, Math.ceilDiv(hard, BLOCK) * BLOCK));
        limits.values().removeIf(l -> l.equals(new Limits(0, 0)));
    }

    private void forgetRemoved() {
        labels.keySet().removeIf(path -> !Files.exists(path));
    }
}
