package io.containerizer.linux.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.linux.syscall.TreeCalls.Node;
import io.containerizer.testkit.ExtendedAttributes;
import io.containerizer.testkit.RequiresLinux;
import io.containerizer.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real kernel, and what Java sees of the same files. */
@RequiresLinux
class FfmTreeCallsTest {

    private final FfmTreeCalls calls = new FfmTreeCalls();

    @TempDir
    Path top;

    private Path root;
    private int fd;

    @BeforeEach
    void open() throws IOException {
        root = Files.createDirectory(top.resolve("root"));
        fd = calls.openRoot(root.toString());
    }

    @AfterEach
    void close() {
        calls.close(fd);
        calls.close();
    }

    @Test
    void filesHaveWhatWasWritten() throws IOException {
        byte[] content = new byte[300_000];
        new Random(1).nextBytes(content);
        int file = calls.createFile(fd, name("f"));
        calls.write(file, content, 0, content.length);
        calls.seek(file, 400_000);
        calls.write(file, name("xyz"), 1, 1);
        calls.setLength(file, 500_000);
        calls.close(file);
        byte[] read = Files.readAllBytes(root.resolve("f"));
        assertThat(read).hasSize(500_000).startsWith(content);
        assertThat(read[400_000]).isEqualTo((byte) 'y');
        assertThat(read[300_000]).isZero();
    }

    @Test
    void attributesAreThoseThatWereSet() throws IOException {
        int file = calls.createFile(fd, name("f"));
        calls.changeMode(file, 0640);
        calls.changeTimes(file, -5, 999_999_999);
        calls.setAttribute(file, "user.a", name("value"));
        calls.setAttribute(file, "user.empty", new byte[0]);
        calls.close(file);
        assertThat(attribute("f", "mode")).isEqualTo(0100640);
        assertThat(Files.getLastModifiedTime(root.resolve("f")).toInstant())
                .isEqualTo(Instant.ofEpochSecond(-5, 999_999_999));
        assertThat(new ExtendedAttributes().of(root.resolve("f")))
                .containsEntry("user.a", "value")
                .containsEntry("user.empty", "");
    }

    @Test
    @RequiresRoot
    void linksAndNodesGetAttributesWithoutBeingFollowedOrOpened() throws IOException {
        Files.writeString(top.resolve("target"), "");
        calls.makeLink(name("../target"), fd, name("l"));
        calls.makeNode(fd, name("fifo"), Node.FIFO | 0600, 0, 0);
        calls.makeNode(fd, name("disk"), Node.BLOCK_DEVICE | 0600, 259, 70_000);
        for (String each : new String[] {"l", "fifo", "disk"}) {
            int node = calls.openNode(fd, name(each));
            calls.changeOwner(node, 4_000_000_000L, 7);
            calls.changeTimes(node, 5, 6);
            if (!each.equals("l")) {
                calls.changeMode(node, 04711);
            }
            calls.close(node);
            assertThat(attribute(each, "gid")).isEqualTo(7);
            assertThat(attribute(each, "uid")).isEqualTo((int) 4_000_000_000L);
        }
        assertThat(attribute("fifo", "mode")).isEqualTo(0014711);
        assertThat(attribute("disk", "mode")).isEqualTo(0064711);
        Node disk = calls.look(fd, name("disk"));
        assertThat(disk.major()).isEqualTo(259);
        assertThat(disk.minor()).isEqualTo(70_000);
        assertThat(Files.getAttribute(top.resolve("target"), "unix:gid")).isEqualTo(0);
    }

    @Test
    void pathsDoNotLeaveTheRoot() throws IOException {
        Files.createDirectories(root.resolve("in/side"));
        Files.createDirectory(top.resolve("side"));
        Files.createSymbolicLink(root.resolve("absolute"), top);
        Files.createSymbolicLink(root.resolve("up"), Path.of("../../in"));
        Files.createSymbolicLink(root.resolve("magic"), Path.of("/proc/self/cwd"));
        assertThat(same("up/side", root.resolve("in/side"))).isTrue();
        assertThat(same("../..", root)).isTrue();
        assertThat(same("/in/../../in", root.resolve("in"))).isTrue();
        fails(Errno.ENOENT, () -> calls.openDirectory(fd, name("absolute/side")));
        fails(Errno.ENOENT, () -> calls.openDirectory(fd, name("magic")));
    }

    @Test
    void linksOfTheKernelAreNotFollowed() {
        int proc = calls.openRoot("/proc");
        try {
            fails(Errno.ELOOP, () -> calls.openDirectory(proc, name("self/cwd")));
        } finally {
            calls.close(proc);
        }
    }

    private boolean same(String path, Path expected) {
        int found = calls.openDirectory(fd, name(path));
        int other = calls.openRoot(expected.toString());
        try {
            return calls.look(found).isSameFile(calls.look(other));
        } finally {
            calls.close(found);
            calls.close(other);
        }
    }

    @Test
    void singleNamesAreNeverFollowed() throws IOException {
        Files.createDirectory(top.resolve("d"));
        Files.createSymbolicLink(root.resolve("l"), Path.of("../d"));
        fails(Errno.ENOTDIR, () -> calls.openChild(fd, name("l")));
        fails(Errno.EEXIST, () -> calls.createFile(fd, name("l")));
        fails(Errno.EEXIST, () -> calls.makeDirectory(fd, name("l"), 0755));
        assertThat(calls.look(fd, name("l")).isDirectory()).isFalse();
        calls.linkFile(fd, name("l"), fd, name("m"));
        assertThat(Files.readSymbolicLink(root.resolve("m"))).hasToString("../d");
        calls.removeFile(fd, name("l"));
        assertThat(top.resolve("d")).exists();
    }

    @Test
    void namesAreBytes() throws IOException {
        byte[] odd = {(byte) 0xff, '\n', (byte) 0xfe};
        calls.makeDirectory(fd, odd, 0755);
        for (int i = 0; i < 3000; i++) {
            calls.close(calls.createFile(fd, name("some-longer-name-" + i)));
        }
        assertThat(calls.names(fd)).hasSize(3001).containsOnlyOnce(odd).doesNotHaveDuplicates();
        assertThat(calls.names(fd)).hasSize(3001);
    }

    @Test
    void movesDoNotReplace() throws IOException {
        Files.createDirectories(root.resolve("a/b"));
        Files.writeString(root.resolve("taken"), "");
        int a = calls.openChild(fd, name("a"));
        fails(Errno.EEXIST, () -> calls.move(a, name("b"), fd, name("taken")));
        calls.move(a, name("b"), fd, name("free"));
        calls.close(a);
        assertThat(root.resolve("free")).isDirectory();
        calls.removeDirectory(fd, name("free"));
        fails(Errno.ENOENT, () -> calls.removeDirectory(fd, name("free")));
    }

    @Test
    void namesThatAreTooLongAreTheKernelsErrors() {
        fails(Errno.ENAMETOOLONG, () -> calls.createFile(fd, name("x".repeat(256))));
        fails(Errno.ENAMETOOLONG, () -> calls.openDirectory(fd, name("x/".repeat(100_000))));
    }

    @Test
    void treesOfAnyDepthAreRemovedAndNothingElse() throws IOException {
        Files.createDirectory(top.resolve("outside"));
        Files.writeString(top.resolve("outside/kept"), "");
        int deep = calls.openRoot(root.toString());
        for (int i = 0; i < 300; i++) {
            byte[] child = name(i % 7 + "x".repeat(200));
            calls.makeDirectory(deep, child, 0700);
            calls.makeDirectory(deep, name("0"), 0700);
            calls.makeLink(name("../outside"), deep, name("l"));
            calls.close(calls.createFile(deep, name("1")));
            int next = calls.openChild(deep, child);
            calls.close(deep);
            deep = next;
        }
        calls.close(deep);
        int parent = calls.openRoot(top.toString());
        new TreeRemoval(calls).remove(parent, name("root"));
        calls.close(parent);
        assertThat(root).doesNotExist();
        assertThat(top.resolve("outside/kept")).exists();
    }

    private Object attribute(String file, String attribute) throws IOException {
        return Files.getAttribute(root.resolve(file), "unix:" + attribute, LinkOption.NOFOLLOW_LINKS);
    }

    private static byte[] name(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void fails(Errno errno, ThrowingCallable call) {
        assertThatExceptionOfType(KernelException.class)
                .isThrownBy(call)
                .returns(errno.number(), KernelException::errno);
    }
}
