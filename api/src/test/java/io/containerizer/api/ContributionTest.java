package io.containerizer.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.LaunchStep.JoinCgroup;
import io.containerizer.api.LaunchStep.MakeCgroup;
import io.containerizer.api.LaunchStep.Mask;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContributionTest {

    @Test
    void nothingIsSetByDefault() {
        Contribution none = Contribution.NONE;
        assertThat(none.cloneNamespaces()).isEmpty();
        assertThat(none.enterNamespaces()).isEmpty();
        assertThat(none.cgroups()).isEmpty();
        assertThat(none.steps()).isEmpty();
        assertThat(none.environment()).isEmpty();
        assertThat(none.workingDirectory()).isEmpty();
        assertThat(none.command()).isEmpty();
        assertThat(none.rlimits()).isEmpty();
        assertThat(none.capabilities()).isEmpty();
        assertThat(none.noNewPrivileges()).isFalse();
        assertThat(none.groups()).isEmpty();
        assertThat(none.gate()).isFalse();
        assertThat(Contribution.builder().build()).isEqualTo(none);
    }

    @Test
    void everyPartReachesTheContribution() {
        CapabilitySets kill = new CapabilitySets(Set.of(Capability.KILL), Set.of(Capability.KILL));
        Rlimit files = Rlimit.parse("NOFILE=5");
        Contribution all = Contribution.builder()
                .cloneNamespace(Namespace.PID)
                .enterNamespace(Namespace.IPC)
                .cgroup(new MakeCgroup("/c"))
                .cgroups(List.of(new JoinCgroup("/c", true)))
                .step(new Mask("/m"))
                .environment("A", "1")
                .workingDirectory("/w")
                .command(Command.of("x"))
                .rlimits(List.of(files))
                .capabilities(kill)
                .noNewPrivileges()
                .group(7)
                .gate()
                .build();
        assertThat(all.cloneNamespaces()).containsExactly(Namespace.PID);
        assertThat(all.enterNamespaces()).containsExactly(Namespace.IPC);
        assertThat(all.cgroups()).containsExactly(new MakeCgroup("/c"), new JoinCgroup("/c", true));
        assertThat(all.steps()).containsExactly(new Mask("/m"));
        assertThat(all.environment()).containsEntry("A", "1");
        assertThat(all.workingDirectory()).contains("/w");
        assertThat(all.command()).contains(Command.of("x"));
        assertThat(all.rlimits()).containsExactly(files);
        assertThat(all.capabilities()).contains(kill);
        assertThat(all.noNewPrivileges()).isTrue();
        assertThat(all.groups()).containsExactly(7);
        assertThat(all.gate()).isTrue();
    }

    @Test
    void theBuilderCanGoOnWithoutChangingWhatItBuilt() {
        Contribution.Builder builder = Contribution.builder().environment("A", "1");
        Contribution first = builder.build();
        builder.environment("B", "2").step(new Mask("/m")).group(1).cloneNamespace(Namespace.NET);
        assertThat(first.environment()).containsOnlyKeys("A");
        assertThat(first.steps()).isEmpty();
        assertThat(first.groups()).isEmpty();
        assertThat(first.cloneNamespaces()).isEmpty();
    }

    @Test
    void variablesKeepTheirOrder() {
        Contribution.Builder builder = Contribution.builder();
        List.of("Z", "A", "M").forEach(name -> builder.environment(name, ""));
        assertThat(builder.build().environment()).containsOnlyKeys("Z", "A", "M");
        assertThat(builder.build().environment().keySet()).containsExactly("Z", "A", "M");
    }

    @Test
    void nobodyCanChangeIt() {
        Contribution built = Contribution.builder().environment("A", "1").build();
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> built.environment().put("B", "2"));
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> built.steps().add(new Mask("/m")));
    }
}
