package io.containerizer.isolator.disk;

import io.containerizer.isolator.disk.ProjectRange.Interval;
import io.containerizer.linux.syscall.ProjectCalls;
import io.containerizer.linux.syscall.ProjectCalls.ProjectQuota;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The ids of a range, and which of them are free. The kernel's counts say that, so all engines agree, whatever became of
 * earlier ones: an id is free when not a single file is charged to it, neither in a sandbox, nor moved out of one, nor
 * deleted and still open.
 */
record ProjectIds(ProjectCalls calls, ProjectRange range) {

    /** On the way, limits of free ids are lifted: their sandboxes are gone. */
    OptionalLong lowestFree(int fd) {
        for (Interval interval : range.intervals()) {
            LowestFree search = new LowestFree(interval.first());
            forEachKnown(fd, interval, quota -> {
                if (quota.isUnused()) {
                    calls.limitProject(fd, quota.project(), 0, 0);
                } else {
                    search.isUsed(quota.project());
                }
            });
            if (search.candidate <= interval.last()) {
                return OptionalLong.of(search.candidate);
            }
        }
        return OptionalLong.empty();
    }

    /** Is told of the used ones in ascending order. */
    private static final class LowestFree {
        private long candidate;

        private LowestFree(long first) {
            candidate = first;
        }

        private void isUsed(long project) {
            if (project == candidate) {
                candidate++;
            }
        }
    }

    long countFree(int fd) {
        long[] free = {range.size()};
        for (Interval interval : range.intervals()) {
            forEachKnown(fd, interval, quota -> free[0] -= quota.isUnused() ? 0 : 1);
        }
        return free[0];
    }

    private void forEachKnown(int fd, Interval interval, Consumer<ProjectQuota> each) {
        long from = interval.first();
        while (from <= interval.last()) {
            Optional<ProjectQuota> next =
                    calls.nextProject(fd, from).filter(quota -> quota.project() <= interval.last());
            next.ifPresent(each);
            from = next.map(quota -> quota.project() + 1).orElse(Long.MAX_VALUE);
        }
    }
}
