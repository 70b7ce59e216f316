package io.containerizer.linux.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.linux.syscall.Errno;
import io.containerizer.testkit.InMemory;
import io.containerizer.testkit.RecordingSyscalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptFilesTest {

    @TempDir(factory = InMemory.class)
    Path top;

    private RecordingSyscalls kernel;
    private KeptFiles kept;
    private CgroupFiles files;
    private Path web;
    private Path db;

    @BeforeEach
    void open() throws IOException {
        kernel = new RecordingSyscalls(top);
        keep(3);
        web = Files.createDirectory(top.resolve("web"));
        db = Files.createDirectory(top.resolve("db"));
        Files.writeString(web.resolve("cpu.stat"), "user 1\nsystem 2\n");
        Files.writeString(web.resolve("usage"), "10\n");
        Files.writeString(db.resolve("cpu.stat"), "user 3\n");
        Files.writeString(db.resolve("usage"), "30\n");
    }

    private void keep(int most) {
        kept = new KeptFiles(kernel, () -> new KeptFiles.Room(most, Integer.MAX_VALUE));
        files = new CgroupFiles(kernel).keeping(kept);
    }

    private long opened(String file) {
        return kernel.log().calls("open").stream()
                .filter(line -> line.contains(file))
                .count();
    }

    @Test
    void aFileIsOpenedOnceAndTellsWhatItSaysNow() throws IOException {
        assertThat(files.readNumber(web, "usage")).contains(10L);
        Files.writeString(web.resolve("usage"), "11\n");
        assertThat(files.readNumber(web, "usage")).contains(11L);
        assertThat(files.readTable(web, "cpu.stat")).isEqualTo(Map.of("user", 1L, "system", 2L));
        assertThat(files.readTable(web, "cpu.stat")).isEqualTo(Map.of("user", 1L, "system", 2L));
        assertThat(kept.size()).isEqualTo(2);
        assertThat(kernel.openDescriptors()).hasSize(2);
    }

    @Test
    void longFilesAreReadWhole() throws IOException {
        String text = "12345\n".repeat(3_000);
        Files.writeString(web.resolve("long"), text);
        assertThat(files.read(web, "long")).contains(text);
    }

    @Test
    void beyondTheLimitFilesAreClosedEachTime() {
        files.readNumber(web, "usage");
        files.readTable(web, "cpu.stat");
        files.readNumber(db, "usage");
        assertThat(files.readTable(db, "cpu.stat")).isEqualTo(Map.of("user", 3L));
        assertThat(files.readTable(db, "cpu.stat")).isEqualTo(Map.of("user", 3L));
        assertThat(kept.size()).isEqualTo(3);
        assertThat(kernel.openDescriptors()).hasSize(3);
    }

    @Test
    void whatIsForgottenIsClosed() {
        files.readNumber(web, "usage");
        files.readNumber(db, "usage");
        kept.forget(web);
        kept.forget(top.resolve("unknown"));
        assertThat(kept.size()).isEqualTo(1);
        assertThat(files.readNumber(web, "usage")).contains(10L);
    }

    @Test
    void aRemovedCgroupReadsAsNothingAndIsClosed() throws IOException {
        files.readNumber(web, "usage");
        Files.delete(web.resolve("usage"));
        kernel.log().fail("readAt", "", Errno.ENODEV, 1);
        assertThat(files.readNumber(web, "usage")).isEmpty();
        assertThat(kernel.openDescriptors()).isEmpty();
        assertThat(kept.size()).isZero();
    }

    @Test
    void whereThereIsNoRoomTheFilesOfRemovedCgroupsGo() throws IOException {
        keep(2);
        files.readNumber(web, "usage");
        files.readTable(web, "cpu.stat");
        try (var all = Files.list(web)) {
            for (Path file : all.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(web);
        assertThat(files.readNumber(db, "usage")).contains(30L);
        assertThat(kept.size()).isZero();
        assertThat(files.readNumber(db, "usage")).contains(30L);
        assertThat(kept.size()).isEqualTo(1);
    }

    @Test
    void aFileThatACgroupLacksIsNotLookedForAgain() {
        files.readNumber(web, "usage");
        assertThat(files.readNumber(web, "memory.swap.current")).isEmpty();
        long tries = opened("memory.swap.current");
        assertThat(files.readNumber(web, "memory.swap.current")).isEmpty();
        assertThat(opened("memory.swap.current")).isEqualTo(tries);
        assertThat(kept.size()).isEqualTo(1);
    }

    @Test
    void nothingIsOpenAfterItsEnd() {
        files.readNumber(web, "usage");
        files.readNumber(db, "usage");
        kept.close();
        assertThat(kernel.openDescriptors()).isEmpty();
    }

    @Test
    void whereOthersHaveManyDescriptorsNothingIsKept() {
        int lowest = kernel.eventFd();
        kept = new KeptFiles(kernel, () -> new KeptFiles.Room(3, lowest));
        assertThat(new CgroupFiles(kernel).keeping(kept).readNumber(web, "usage"))
                .contains(10L);
        assertThat(kept.size()).isZero();
        assertThat(kernel.openDescriptors()).containsExactly(lowest);
    }
}
