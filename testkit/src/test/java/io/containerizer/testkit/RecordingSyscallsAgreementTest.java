package io.containerizer.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.linux.syscall.FfmSyscalls;
import io.containerizer.linux.syscall.KernelException;
import io.containerizer.linux.syscall.OpenFlag;
import io.containerizer.linux.syscall.Syscalls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** The fake kernel answers as the real one: the same calls, made up at random, in two directories, step by step. */
class RecordingSyscallsAgreementTest {

    private static final List<String> PATHS = List.of("a", "b", "a/x", "a/y", "a/x/deep", "b/x", "a/../b", "link");
    private static final List<Integer> MODES = List.of(OpenFlag.READ, OpenFlag.WRITE, OpenFlag.READ_WRITE);
    private static final List<Integer> FLAGS = List.of(
            0,
            OpenFlag.CREATE,
            OpenFlag.CREATE | OpenFlag.EXCLUSIVE,
            OpenFlag.CREATE | OpenFlag.APPEND,
            OpenFlag.APPEND);

    @TempDir
    Path top;

    /** One of the two kernels, with the descriptors it gave, in the order of the calls. */
    private static final class Side {
        private final Syscalls calls;
        private final Path root;
        private final List<Integer> descriptors = new ArrayList<>();

        private Side(Syscalls calls, Path root) throws IOException {
            this.calls = calls;
            this.root = Files.createDirectory(root);
            Files.createSymbolicLink(root.resolve("link"), Path.of("a"));
        }

        private String path(String name) {
            return root.resolve(name).toString();
        }

        private int descriptor(int n) {
            return descriptors.get(n % descriptors.size());
        }

        /** What the call gave, or how it failed, without what differs in any case. */
        private String answer(Function<Side, Object> call) {
            try {
                return String.valueOf(call.apply(this));
            } catch (KernelException e) {
                return e.step().replace(root.toString(), "ROOT") + ": " + e.reason();
            }
        }

        private int open(String name, int flags) {
            descriptors.add(calls.open(path(name), flags, 0644));
            return descriptors.size();
        }

        private void close(int n) {
            calls.close(descriptors.remove(n % descriptors.size()));
        }

        private void closeAll() {
            descriptors.forEach(calls::close);
        }
    }

    @SeededTest(count = 60)
    void aSequenceOfCallsHasTheSameAnswers(long seed) throws IOException {
        Random random = new Random(seed);
        Path fakeRoot = top.resolve("fake" + seed);
        Side fake = new Side(new RecordingSyscalls(fakeRoot), fakeRoot);
        Side real = new Side(new FfmSyscalls(), top.resolve("real" + seed));
        for (int i = 0; i < 60; i++) {
            Step step = step(random, fake.descriptors.isEmpty());
            String answer = real.answer(step.call());
            assertThat(fake.answer(step.call()))
                    .as("call %d, %s", i, step.name())
                    .isEqualTo(answer);
        }
        assertThat(listing(fake.root)).isEqualTo(listing(real.root));
        fake.closeAll();
        real.closeAll();
        assertThat(((RecordingSyscalls) fake.calls).openDescriptors()).isEmpty();
    }

    private record Step(String name, Function<Side, Object> call) {}

    private static Step step(Random random, boolean nothingIsOpen) {
        String path = PATHS.get(random.nextInt(PATHS.size()));
        String other = PATHS.get(random.nextInt(PATHS.size()));
        int n = random.nextInt(1000);
        return switch (random.nextInt(nothingIsOpen ? 9 : 13)) {
            case 0, 1 -> step("mkdir " + path, s -> s.calls.mkdir(s.path(path), 0755));
            case 2 -> step("rmdir " + path, s -> s.calls.rmdir(s.path(path)));
            case 3 -> step("unlink " + path, s -> s.calls.unlink(s.path(path)));
            case 4 -> {
                String from = path.equals("link") ? "a" : path; // Java cannot tell a loop of links from nothing
                yield step("rename " + from + " " + other, s -> s.calls.rename(s.path(from), s.path(other)));
            }
            case 5 ->
                new Step(
                        "stat " + path,
                        s -> s.calls
                                .stat(s.path(path))
                                .map(i -> i.isDirectory() + " " + Integer.toOctalString(i.permissions()) + " "
                                        + i.links()));
            case 6 -> step("chmod " + path, s -> s.calls.chmod(s.path(path), 0700 | n & 077));
            case 7, 8 -> {
                int flags = MODES.get(random.nextInt(MODES.size())) | FLAGS.get(random.nextInt(FLAGS.size()));
                yield new Step("open " + path + " " + flags, s -> s.open(path, flags));
            }
            case 9 -> step("write", s -> s.calls.write(s.descriptor(n), bytes("text" + n)));
            case 10 ->
                new Step("read", s -> new String(s.calls.read(s.descriptor(n), 1 + n % 9), StandardCharsets.UTF_8));
            case 11 -> new Step("lock", s -> s.calls.tryLock(s.descriptor(n)));
            default -> step("close", s -> s.close(n));
        };
    }

    private static Step step(String name, Consumer<Side> call) {
        return new Step(name, side -> {
            call.accept(side);
            return "done";
        });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> listing(Path root) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted().toList()) {
                lines.add(root.relativize(path) + (Files.isRegularFile(path) ? ": " + Files.readString(path) : ""));
            }
        }
        return lines;
    }
}
