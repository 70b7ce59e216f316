package io.containerizer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentFlagsTest {

    private static Map<String, String> read(String... line) {
        Arguments arguments = ArgumentReader.read(RunCommand.SYNTAX, List.of(line));
        return AgentFlags.of(arguments).given();
    }

    @Test
    void flagsOfEngineAndIsolatorsAreTaken() {
        assertThat(read("--cgroups_root=x", "--cgroups_pids_max=10", "true"))
                .containsEntry("cgroups_root", "x")
                .containsEntry("cgroups_pids_max", "10");
    }

    @Test
    void booleansNeedNoValue() {
        assertThat(read("--cgroups_enable_cfs", "--no-cgroups_limit_swap", "true"))
                .containsEntry("cgroups_enable_cfs", "true")
                .containsEntry("cgroups_limit_swap", "false");
    }

    @Test
    void directoriesAreMadeAbsolute() {
        assertThat(read("--work_dir=/a/../b", "--runtime_dir=/r", "true"))
                .containsEntry("work_dir", "/b")
                .containsEntry("runtime_dir", "/r");
        assertThat(read("--work_dir=w", "--runtime_dir=/r", "true").get("work_dir"))
                .startsWith("/");
    }

    @ParameterizedTest(name = "run {0}: {1}")
    @CsvSource({
        "--cgroup_root=x, '--cgroup_root is not known, did you mean --cgroups_root?'",
        "--detatch, '--detatch is not known, did you mean --detach?'",
        "--volumes=a:b, '--volumes is not known, did you mean --volume?'",
        "--zzzzzzzzzzzzzzzzz, --zzzzzzzzzzzzzzzzz is not known",
        "--sandbox_directory=box, '--sandbox_directory is ''box'', which is no absolute path'",
        "--cgroups_root, --cgroups_root needs a value: write --cgroups_root=TEXT",
        "--no-cgroups_root, --no-cgroups_root is not known",
        "--no-cgroups_enable_cfs=x, --no-cgroups_enable_cfs is not known",
    })
    void unknownFlagsNameTheNearestKnownOne(String flag, String message) {
        assertThatThrownBy(() -> read(flag, "true"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(message);
    }
}
