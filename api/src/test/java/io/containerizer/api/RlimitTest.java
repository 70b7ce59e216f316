package io.containerizer.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RlimitTest {

    @ParameterizedTest
    @CsvSource({
        "NOFILE=1024:4096, NOFILE, 1024, 4096",
        "NOFILE=1024, NOFILE, 1024, 1024",
        "nofile=1:1, NOFILE, 1, 1",
        "CORE=0, CORE, 0, 0",
        "CORE=unlimited, CORE, -1, -1",
        "STACK=8192:unlimited, STACK, 8192, -1",
        "CPU=9223372036854775807, CPU, 9223372036854775807, 9223372036854775807",
    })
    void parses(String text, Rlimit.Type type, long soft, long hard) {
        assertThat(Rlimit.parse(text)).isEqualTo(new Rlimit(type, soft, hard));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "NOFILE",
                "=1",
                "NOFILE=",
                "NOFILE=:",
                "NOFILE=1:2:3",
                "NOFILE=x",
                "NOFILE=-1",
                "NOFILE=Unlimited",
                "NOFILE=1.5",
                "NOFILE=9223372036854775808",
                "NOFILE=18446744073709551615",
                "NOFILE=+1",
                "NOFILE=99999999999999999999"
            })
    void refusesWhatItCannotRead(String text) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> Rlimit.parse(text))
                .returns(ErrorCode.INVALID_FLAG, ContainerizerException::code)
                .withMessage("read rlimit '" + text
                        + "': it does not parse; write for example NOFILE=1024:4096 or CORE=unlimited");
    }

    @ParameterizedTest
    @CsvSource({
        "NOFIL=1, did you mean NOFILE?",
        "nofil=1, did you mean NOFILE?",
        "'NOFILE =1', did you mean NOFILE?",
        "FILEHANDLES=1, names are CPU FSIZE DATA STACK CORE RSS NPROC NOFILE MEMLOCK AS LOCKS SIGPENDING MSGQUEUE NICE "
                + "RTPRIO RTTIME",
    })
    void aNameThatIsNotKnownIsSaid(String text, String hint) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> Rlimit.parse(text))
                .returns(ErrorCode.INVALID_FLAG, ContainerizerException::code)
                .withMessage("read rlimit '" + text + "': there is no limit of this name; " + hint);
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "-1, 5", "-2, 5", "5, -2"})
    void theSoftLimitIsAtMostTheHardOne(long soft, long hard) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> new Rlimit(Rlimit.Type.CPU, soft, hard))
                .returns(ErrorCode.INVALID_SPEC, ContainerizerException::code)
                .withMessageContaining("check rlimit CPU " + soft + ":" + hard);
    }

    /** RLIMIT_* of the kernel's resource.h, for machines that share the generic one. */
    @Test
    void theOrdinalIsTheKernelsNumber() {
        assertThat(Rlimit.Type.CPU.ordinal()).isZero();
        assertThat(Rlimit.Type.CORE.ordinal()).isEqualTo(4);
        assertThat(Rlimit.Type.NPROC.ordinal()).isEqualTo(6);
        assertThat(Rlimit.Type.NOFILE.ordinal()).isEqualTo(7);
        assertThat(Rlimit.Type.AS.ordinal()).isEqualTo(9);
        assertThat(Rlimit.Type.RTTIME.ordinal()).isEqualTo(15);
        assertThat(Rlimit.Type.values()).hasSize(16);
    }
}
