package io.containerizer.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequirementTest {

    private static final Host BARE = new Host(Path.of("/nonexistent"), "Plan 9", "");

    @Test
    void everyAnnotationIsRead() {
        assertThat(Requirement.of(Demanding.class))
                .extracting(Requirement::capability)
                .containsExactly(
                        "linux", "root", "cgroup memory", "cgroup pids", "cgroup v2 io", "tool crun", "tool runc");
    }

    @Test
    void aBareHostMeetsNothingAndEverySentenceNamesWhatIsMissing() {
        List<Requirement> requirements = Requirement.of(Demanding.class);
        assertThat(requirements).noneMatch(requirement -> requirement.metBy(BARE));
        assertThat(requirements)
                .extracting(Requirement::missing)
                .allSatisfy(sentence -> assertThat(sentence).startsWith("needs "))
                .anySatisfy(sentence -> assertThat(sentence).contains("memory"))
                .anySatisfy(sentence -> assertThat(sentence).contains("crun"));
    }

    @RequiresLinux
    @RequiresRoot
    @RequiresCgroup({"memory", "pids"})
    @RequiresCgroupV2("io")
    @RequiresTool("crun")
    @RequiresTool("runc")
    private static final class Demanding {}
}
