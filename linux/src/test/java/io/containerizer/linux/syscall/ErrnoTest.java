package io.containerizer.linux.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.containerizer.api.ErrorCode;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrnoTest {

    @Test
    void anErrnoIsDescribedByItsNameAndTheKernelsSentence() {
        assertThat(Errno.describe(2)).isEqualTo("ENOENT (No such file or directory)");
        assertThat(Errno.describe(133)).isEqualTo("errno 133");
        assertThat(Errno.describe(0)).isEqualTo("errno 0");
    }

    @Test
    void theKernelsSentenceGetsItsName() {
        assertThat(Errno.named("Not a directory")).isEqualTo("ENOTDIR (Not a directory)");
        assertThat(Errno.named("no sentence of the kernel")).isEqualTo("no sentence of the kernel");
    }

    /** The C library has the same table. */
    @ParameterizedTest
    @EnumSource
    void numberAndSentenceBelongTogether(Errno errno) {
        assumeTrue(
                Linker.nativeLinker()
                        .defaultLookup()
                        .find("gnu_get_libc_version")
                        .isPresent(),
                "only glibc has the kernel's sentences word by word");
        NativeCall native_ = new NativeCall();
        long text = native_.callFunction(native_.find("strerror"), errno.number(), 0, 0, 0, 0, 0);
        assertThat(Errno.describe(errno.number()))
                .isEqualTo(errno.name() + " ("
                        + MemorySegment.ofAddress(text).reinterpret(200).getString(0) + ")");
    }

    @Test
    void noNumberIsListedTwice() {
        assertThat(Arrays.stream(Errno.values()).map(Errno::number)).doesNotHaveDuplicates();
    }

    @Test
    void aKernelExceptionKnowsItsErrno() {
        KernelException e = new KernelException("open", "/x", 2);
        assertThat(e).hasMessage("open /x: ENOENT (No such file or directory)");
        assertThat(e.code()).isEqualTo(ErrorCode.KERNEL);
        assertThat(e.errno()).isEqualTo(2);
        assertThat(e.is(Errno.ENOENT)).isTrue();
        assertThat(e.is(Errno.EPERM)).isFalse();
    }
}
