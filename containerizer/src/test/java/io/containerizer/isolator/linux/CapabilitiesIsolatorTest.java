package io.containerizer.isolator.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.Capability;
import io.containerizer.api.CapabilitySets;
import io.containerizer.api.Container;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.LinuxInfo;
import io.containerizer.testkit.CgroupFlavour;
import io.containerizer.testkit.FakeEnvironment;
import io.containerizer.testkit.IsolatorContractTest;
import io.containerizer.testkit.TestContainer;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapabilitiesIsolatorTest extends IsolatorContractTest {

    @Override
    protected IsolatorFactory factory() {
        return new CapabilitiesIsolator.Factory();
    }

    @Override
    protected ContainerSpec.Builder request(ContainerSpec.Builder spec) {
        return spec.linux(LinuxInfo.DEFAULT.withCapabilities(Optional.of(Set.of(Capability.KILL)), Optional.empty()));
    }

    /** Empty: not given; {@code none}: the empty set. The last two are the outcome. */
    @ParameterizedTest(name = "flags {0} in {1}, request {2} in {3}: {4} in {5}")
    @CsvSource({
        "    ,           ,     ,           ,     ,           ",
        "kill,           ,     ,           , kill, kill       ",
        "    , kill;chown,     ,           , kill;chown, kill;chown",
        "kill, kill;chown,     ,           , kill, kill;chown ",
        "kill,           , chown,          , chown, chown     ",
        "kill, kill;chown, chown,          , chown, kill;chown",
        "kill, kill;chown,     , kill      , kill, kill       ",
        "    ,           , none,           , none, none       ",
        "    ,           , kill, kill;chown, kill, kill;chown ",
        "none, kill      ,     ,           , none, kill       ",
    })
    void theRequestWinsOverTheFlagsAndTheEffectiveSetIsTheDefaultBound(
            String flagEffective,
            String flagBounding,
            String effective,
            String bounding,
            String outcomeEffective,
            String outcomeBounding) {
        assertThat(isolator(flags(flagEffective, flagBounding))
                        .prepare(container(effective, bounding))
                        .capabilities())
                .isEqualTo(set(outcomeEffective)
                        .map(e -> new CapabilitySets(e, set(outcomeBounding).orElseThrow())));
    }

    @ParameterizedTest(name = "flags {0} in {1}, request {2} in {3}: {4}")
    @CsvSource({
        "    , kill, chown,      , the effective set goes beyond the bounding set",
        "kill,     ,      , chown, the effective set goes beyond the bounding set",
        "    , kill,      , chown, the bounding set goes beyond --bounding_capabilities",
        "    , kill, kill , kill;chown, the bounding set goes beyond --bounding_capabilities",
    })
    void nobodyGoesBeyondABound(
            String flagEffective, String flagBounding, String effective, String bounding, String why) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> isolator(flags(flagEffective, flagBounding)).prepare(container(effective, bounding)))
                .returns(ErrorCode.INVALID_SPEC, ContainerizerException::code)
                .satisfies(e -> assertThat(e.reason()).isEqualTo(why));
    }

    @ParameterizedTest
    @CsvSource({"chown, kill", "'chown;kill', kill", "kill, none"})
    void flagsThatContradictEachOtherAreRefusedAtTheStart(String effective, String bounding) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> isolator(flags(effective, bounding)))
                .withMessageContaining("--effective_capabilities goes beyond --bounding_capabilities");
    }

    private FakeEnvironment flags(String effective, String bounding) {
        FakeEnvironment host = host(CgroupFlavour.V1);
        if (effective != null) {
            host.flag("effective_capabilities", effective.replace(';', ','));
        }
        if (bounding != null) {
            host.flag("bounding_capabilities", bounding.replace(';', ','));
        }
        return host;
    }

    private Container container(String effective, String bounding) {
        return TestContainer.named(top, "web")
                .with(s -> s.linux(LinuxInfo.DEFAULT.withCapabilities(set(effective), set(bounding))))
                .build();
    }

    private static Optional<Set<Capability>> set(String names) {
        return Optional.ofNullable(names).map(n -> Capability.parse(n.replace(';', ',')));
    }
}
