package io.containerizer.linux.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.linux.syscall.Errno;
import io.containerizer.linux.syscall.KernelException;
import io.containerizer.testkit.InMemory;
import io.containerizer.testkit.RecordingSyscalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CgroupFilesTest {

    @TempDir(factory = InMemory.class)
    Path cgroup;

    private RecordingSyscalls kernel;
    private CgroupFiles files;

    @BeforeEach
    void open() {
        kernel = new RecordingSyscalls(cgroup);
        files = new CgroupFiles(kernel);
    }

    @AfterEach
    void nothingStaysOpen() {
        assertThat(kernel.openDescriptors()).isEmpty();
    }

    @Test
    void aFileIsReadWhole() throws IOException {
        String long_ = "12345\n".repeat(30_000);
        write("cgroup.procs", long_);
        assertThat(files.read(cgroup, "cgroup.procs")).contains(long_);
    }

    @Test
    void whatIsGoneReadsAsNothing() throws IOException {
        assertThat(files.read(cgroup, "none")).isEmpty();
        assertThat(files.readNumber(cgroup, "none")).isEmpty();
        assertThat(files.readTable(cgroup, "none")).isEmpty();
        write("f", "1");
        kernel.log().fail("read", "f", Errno.ENODEV, 1);
        assertThat(files.read(cgroup, "f")).isEmpty();
        kernel.log().fail("open", "f", Errno.ENODEV, 1);
        assertThat(files.read(cgroup, "f")).isEmpty();
    }

    @Test
    void otherFailuresAreFailures() throws IOException {
        write("f", "1");
        kernel.log().fail("open", "f", Errno.EACCES, 1);
        assertThatExceptionOfType(KernelException.class).isThrownBy(() -> files.read(cgroup, "f"));
        kernel.log().fail("read", "f", Errno.EIO, 1);
        assertThatExceptionOfType(KernelException.class).isThrownBy(() -> files.read(cgroup, "f"));
    }

    @ParameterizedTest
    @CsvSource({"'5\n', 5", "5, 5", "9223372036854771712, 9223372036854771712", "' 7 ', 7"})
    void aNumber(String content, long number) throws IOException {
        write("f", content);
        assertThat(files.readNumber(cgroup, "f")).contains(number);
    }

    @ParameterizedTest
    @CsvSource({"'max\n'", "-1", "''", "abc", "'1 2'", "1.5"})
    void noNumber(String content) throws IOException {
        write("f", content);
        assertThat(files.readNumber(cgroup, "f")).isEmpty();
    }

    @Test
    void aTableHasANameAndANumberOnEachLine() throws IOException {
        write("memory.stat", "cache 1024\nrss 0\nbroken\n\n 5\nname max\nwith blank 7\nlast 9");
        assertThat(files.readTable(cgroup, "memory.stat"))
                .isEqualTo(Map.of("cache", 1024L, "rss", 0L, "with blank", 7L, "last", 9L));
    }

    @Test
    void aFailedWriteTellsValuePathAndErrno() throws IOException {
        write("cpu.max", "");
        kernel.log().fail("write", "cpu.max", Errno.EINVAL, 1);
        assertThatExceptionOfType(KernelException.class)
                .isThrownBy(() -> files.write(cgroup, "cpu.max", "5 1"))
                .withMessage("write '5 1' to " + cgroup + "/cpu.max: EINVAL (Invalid argument)");
    }

    @Test
    void aFileThatIsNotThereIsNotMade() {
        assertThatExceptionOfType(KernelException.class)
                .isThrownBy(() -> files.write(cgroup, "cpu.max", "5"))
                .returns(Errno.ENOENT.number(), KernelException::errno);
        assertThat(cgroup).isEmptyDirectory();
    }

    /** Each write to a control file is a request of its own. */
    @Test
    void aValueIsWrittenInOnePiece() throws IOException {
        write("cpu.max", "");
        files.write(cgroup, "cpu.max", "50000 100000");
        assertThat(kernel.log().calls("write")).containsExactly("write /cpu.max 50000 100000");
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(cgroup.resolve(name), content);
    }
}
