package io.containerizer.linux.proc;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.linux.cgroup.Hierarchies;
import io.containerizer.linux.proc.MountInfo.Mount;
import io.containerizer.testkit.SeededTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

class MountInfoPropertyTest {

    private static final String LETTERS = "abc/.,:- \t\n\\\u00e4";
    private static final List<String> PIECES = List.of(
            "36",
            "x",
            "8:1",
            "/",
            "/mnt",
            "/a\\040b",
            "\\",
            "\\04",
            "\\777",
            "rw",
            "-",
            "cgroup",
            "cgroup2",
            "shared:1",
            "cpu,memory",
            " ",
            "  ",
            "\n",
            "\r\n",
            "\0",
            "\u00e4",
            "99999999999999999999");

    @SeededTest
    void whatTheKernelWritesIsReadBack(long seed) {
        Random random = new Random(seed);
        List<Mount> mounts = new ArrayList<>();
        for (int n = random.nextInt(6); n > 0; n--) {
            mounts.add(new Mount(
                    random.nextInt(1000),
                    random.nextInt(1000),
                    random.nextInt(300) + ":" + random.nextInt(300),
                    "/" + text(random),
                    "/" + text(random),
                    List.of("rw", "noatime"),
                    random.nextBoolean() ? List.of() : List.of("shared:" + random.nextInt(99), "master:1"),
                    "ext4",
                    "s" + text(random),
                    List.of("rw")));
        }
        String lines = mounts.stream().map(MountInfoPropertyTest::line).collect(Collectors.joining());
        assertThat(MountInfo.parse(lines).mounts()).isEqualTo(mounts);
    }

    @SeededTest(count = 500)
    void nothingMakesTheParserFail(long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(60); n > 0; n--) {
            text.append(PIECES.get(random.nextInt(PIECES.size()))).append(random.nextInt(4) > 0 ? " " : "");
        }
        MountInfo parsed = MountInfo.parse(text.toString());
        assertThat(parsed.containing("/mnt/x")).isNotNull();
    }

    @SeededTest(count = 300)
    void lostAndDoubledBytesDoNotMakeItFailEither(long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder("22 27 0:21 / /proc rw,relatime shared:13 - proc proc rw\n".repeat(2)
                + "32 31 0:29 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n"
                + "28 23 0:26 / /sys/fs/cgroup rw shared:4 - cgroup2 cgroup2 rw,nsdelegate\n");
        for (int n = random.nextInt(8); n > 0; n--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, text.charAt(at));
                default -> text.setCharAt(at, (char) random.nextInt(1, 128));
            }
        }
        assertThat(Hierarchies.detect(MountInfo.parse(text.toString()), p -> "cpu")
                        .all())
                .hasSizeLessThanOrEqualTo(2);
    }

    /** As the kernel's show_mountinfo does it. */
    private static String line(Mount m) {
        return "%d %d %s %s %s %s%s - %s %s %s\n"
                .formatted(
                        m.id(),
                        m.parent(),
                        m.device(),
                        escape(m.root()),
                        escape(m.mountPoint()),
                        String.join(",", m.options()),
                        m.propagation().stream().map(p -> " " + p).collect(Collectors.joining()),
                        m.type(),
                        escape(m.source()),
                        String.join(",", m.superOptions()));
    }

    private static String escape(String text) {
        return text.replace("\\", "\\134")
                .replace(" ", "\\040")
                .replace("\t", "\\011")
                .replace("\n", "\\012");
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(12); n > 0; n--) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }
}
