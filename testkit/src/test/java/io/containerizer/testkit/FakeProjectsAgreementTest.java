package io.containerizer.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.linux.syscall.FfmSyscalls;
import io.containerizer.linux.syscall.KernelException;
import io.containerizer.linux.syscall.OpenFlag;
import io.containerizer.linux.syscall.ProjectCalls.ProjectState;
import io.containerizer.linux.syscall.Syscalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fake kernel's projects are those of a real XFS, the one of the lab. */
@Tag("lab")
class FakeProjectsAgreementTest {

    private static final long PROJECT = 4_000_000_000L;

    @Test
    void labelsAndLimitsHaveTheSameAnswers(@TempDir Path top) throws IOException {
        Path disk = Files.createTempDirectory(Path.of("/mnt/xfs"), "projects");
        RecordingSyscalls fake = new RecordingSyscalls(top);
        fake.projects().mounted(ProjectState.ENFORCED);
        try {
            assertThat(answers(fake, top)).isEqualTo(answers(new FfmSyscalls(), disk));
        } finally {
            remove(disk);
        }
    }

    @Test
    void aFileSystemWithoutProjectsHasTheSameAnswers(@TempDir Path top, @TempDir Path memory) {
        assertThat(refusals(new RecordingSyscalls(top), top)).isEqualTo(refusals(new FfmSyscalls(), memory));
    }

    private static List<String> answers(Syscalls calls, Path root) throws IOException {
        List<String> answers = new ArrayList<>();
        Path directory = Files.createDirectory(root.resolve("a"));
        int a = calls.open(directory.toString(), OpenFlag.READ, 0);
        answers.add(calls.projectState(a) + " " + calls.project(a));
        calls.setProject(a, PROJECT);
        answers.add(calls.project(a) + " " + calls.nextProject(a, PROJECT));
        calls.limitProject(a, PROJECT, 1000, 1 << 20);
        answers.add("" + calls.nextProject(a, PROJECT - 1));
        Files.createDirectories(directory.resolve("b/c"));
        int c = calls.openBeneath(a, "b/c", OpenFlag.NONBLOCK);
        answers.add("" + calls.project(c));
        Files.createSymbolicLink(directory.resolve("link"), Path.of("b"));
        for (String path : List.of("link", "link/c", "../a", "none", "/etc", "b/../../a")) {
            answers.add(path + ": " + answer(() -> calls.openBeneath(a, path, OpenFlag.READ)));
        }
        calls.close(c);
        remove(directory);
        calls.close(a);
        int above = calls.open(root.toString(), OpenFlag.READ, 0);
        awaitUnused(calls, above);
        answers.add("" + calls.nextProject(above, PROJECT));
        calls.limitProject(above, PROJECT, 0, 0);
        answers.add("" + calls.nextProject(above, PROJECT));
        calls.close(above);
        return answers;
    }

    /** Removed files are counted a moment longer. */
    private static void awaitUnused(Syscalls calls, int fd) {
        while (!calls.nextProject(fd, PROJECT).orElseThrow().isUnused()) {
            var _ = calls.nextProject(fd, 0);
        }
    }

    private static List<String> refusals(Syscalls calls, Path directory) {
        int fd = calls.open(directory.toString(), OpenFlag.READ, 0);
        List<String> answers = List.of(
                "" + calls.projectState(fd),
                answer(() -> calls.project(fd)),
                answer(() -> calls.nextProject(fd, 1)),
                answer(() -> {
                    calls.limitProject(fd, 1, 0, 0);
                    return "";
                }));
        calls.close(fd);
        return answers;
    }

    private static String answer(Supplier<Object> call) {
        try {
            return "" + call.get();
        } catch (KernelException e) {
            return e.reason();
        }
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
