package io.containerizer.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IsolatorNamesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                              | filesystem/posix",
                "' , ,'                          | filesystem/posix",
                "posix/mem,posix/cpu             | filesystem/posix,posix/cpu,posix/mem",
                "' posix/mem , posix/cpu '       | filesystem/posix,posix/cpu,posix/mem",
                "process                         | filesystem/posix,posix/cpu,posix/mem",
                "cgroups                         | filesystem/posix,cgroups/cpu,cgroups/mem",
                "posix/disk                      | filesystem/posix,disk/du",
                "filesystem/linux                | filesystem/linux,volume/sandbox_path,volume/host_path",
                "volume/host_path,filesystem/linux | filesystem/linux,volume/sandbox_path,volume/host_path",
                "filesystem/shared               | filesystem/shared",
                "namespaces/pid,namespaces/ipc,linux/nnp,linux/capabilities,cgroups/pids,posix/rlimits,filesystem/shared"
                        + " | filesystem/shared,posix/rlimits,cgroups/pids,linux/capabilities,linux/nnp,namespaces/ipc,"
                        + "namespaces/pid",
                "com/second,posix/cpu,com/first  | filesystem/posix,posix/cpu,com/second,com/first",
            })
    void namesAreCompletedAndPutInOrder(String isolation, String names) {
        assertThat(IsolatorNames.resolve(isolation)).isEqualTo(List.of(names.split(",")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix/cpu,posix/cpu", "process,posix/mem", "cgroups,cgroups/cpu", "x,x"})
    void noIsolatorIsNamedTwice(String isolation) {
        refused(isolation, "is named twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"filesystem/linux,filesystem/posix", "filesystem/shared,filesystem/linux"})
    void thereIsOneFileSystem(String isolation) {
        refused(isolation, "can be used at a time");
    }

    @Test
    void whatFollowsFromAnotherMayBeNamedToo() {
        assertThat(IsolatorNames.resolve("filesystem/linux,volume/sandbox_path"))
                .isEqualTo(IsolatorNames.resolve("filesystem/linux"));
    }

    private static void refused(String isolation, String why) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> IsolatorNames.resolve(isolation))
                .returns(ErrorCode.INVALID_FLAG, ContainerizerException::code)
                .withMessageContaining("--isolation '" + isolation + "'")
                .withMessageContaining(why);
    }
}
