package io.containerizer.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.containerizer.api.Container;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerStatus;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.Contribution;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.ImageDefaults;
import io.containerizer.api.Isolator;
import io.containerizer.api.IsolatorFactory;
import io.containerizer.api.LaunchStep.CgroupStep;
import io.containerizer.api.LaunchStep.SetCgroup;
import io.containerizer.api.Limitation;
import io.containerizer.api.LinuxInfo;
import io.containerizer.api.ResourceStatistics;
import io.containerizer.api.Verdict;
import io.containerizer.linux.syscall.Errno;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What {@link Isolator} promises and demands, checked without root on a fake host of each kind. The test of an isolator
 * extends this and names its factory; where the isolator does nothing for a plain container, it also overrides
 * {@link #request} and {@link #configure}.
 */
public abstract class IsolatorContractTest {

    private static final int AT_ONCE = 8;

    /** Stands for the root of the host's file system. */
    @TempDir(factory = InMemory.class)
    protected Path top;

    private final List<FakeEnvironment> opened = new ArrayList<>();

    protected abstract IsolatorFactory factory();

    /** Sets the flags and names the other isolators that this one needs. */
    protected void configure(FakeEnvironment environment) {}

    /** Completes a request so that the isolator has something to do. */
    protected ContainerSpec.Builder request(ContainerSpec.Builder spec) {
        return spec;
    }

    /** What the image of the container says about itself, where the isolator heeds that. */
    protected Optional<ImageDefaults> image() {
        return Optional.empty();
    }

    /** A host of this kind; it is closed after the test. */
    protected final FakeEnvironment host(CgroupFlavour flavour) {
        FakeEnvironment environment =
                new FakeEnvironment(top, flavour).isolation(factory().name());
        configure(environment);
        opened.add(environment);
        return environment;
    }

    /** The isolator on such a host; the test is skipped where the host cannot support it. */
    protected final Isolator isolator(FakeEnvironment environment) {
        Verdict verdict = factory().probe(environment);
        assumeTrue(verdict.isUsable(), verdict.evidence());
        return factory().create(environment);
    }

    protected final Container container(String name) {
        TestContainer container = TestContainer.named(top, name).with(this::request);
        return image().map(container::of).orElse(container).build();
    }

    @AfterEach
    void closeHosts() {
        opened.forEach(FakeEnvironment::close);
    }

    // ---- being found and chosen

    @Test
    void itHasTheNameOfItsFactory() {
        assertThat(isolator(host(CgroupFlavour.V1)).name()).isEqualTo(factory().name());
    }

    @ParameterizedTest
    @EnumSource
    void lookingAtTheHostChangesNothing(CgroupFlavour flavour) {
        FakeEnvironment host = host(flavour);
        List<Path> before = host.cgroups().cgroups();
        Verdict verdict = factory().probe(host);
        assertThat(verdict.evidence()).isNotBlank();
        assertThat(host.cgroups().cgroups()).isEqualTo(before);
        assertThat(host.kernel().log().calls("mkdir", "write", "rename", "unlink", "rmdir"))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whereItCannotWorkItSaysWhatWouldMendThat(CgroupFlavour flavour) {
        FakeEnvironment host = host(flavour).launcher("posix");
        host.kernel().runAs(1000);
        Verdict verdict = factory().probe(host);
        assertThat(verdict.isUsable() || !verdict.remedy().isBlank()).isTrue();
    }

    // ---- planning

    @ParameterizedTest
    @EnumSource
    void itPlansForEveryContainer(CgroupFlavour flavour) {
        Isolator isolator = isolator(host(flavour));
        Container plain = TestContainer.named(top, "plain").build();
        assertThat(isolator.prepare(container("full"))).isNotNull();
        assertThat(isolator.prepare(plain)).isNotNull();
    }

    @ParameterizedTest
    @EnumSource
    void itPlansForNestedContainersIfItSaysSo(CgroupFlavour flavour) {
        FakeEnvironment host = host(flavour);
        Isolator isolator = isolator(host);
        assumeTrue(isolator.supportsNesting(), "it does not support nesting");
        Container parent = container("parent");
        launch(host, isolator, parent, 1);
        List<Container> children = List.of(
                TestContainer.in(top, parent, "shares").with(this::request).build(),
                TestContainer.in(top, parent, "owns")
                        .with(this::request)
                        .with(s -> s.linux(LinuxInfo.DEFAULT.withShareCgroups(false)))
                        .build(),
                TestContainer.in(top, parent, "debug").debug().build());
        for (Container child : children) {
            launch(host, isolator, child, 2);
            assertThat(isolator.usage(child)).isNotNull();
            assertThat(isolator.status(child)).isNotNull();
            host.kernel().endProcess(2);
            isolator.cleanup(child.id());
        }
        host.kernel().endProcess(1);
        isolator.cleanup(parent.id());
        assertThat(cgroupsNamed(host, "parent")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    protected void containersArePlannedForAtTheSameTime(CgroupFlavour flavour) throws Exception {
        Isolator isolator = isolator(host(flavour));
        List<Container> containers =
                IntStream.range(0, AT_ONCE).mapToObj(i -> container("c" + i)).toList();
        List<Contribution> oneByOne = containers.stream().map(isolator::prepare).toList();
        containers.forEach(c -> isolator.cleanup(c.id()));
        assertThat(atOnce(containers.stream()
                        .<Callable<Contribution>>map(c -> () -> isolator.prepare(c))
                        .toList()))
                .isEqualTo(oneByOne);
        atOnce(containers.stream()
                .<Callable<Boolean>>map(c -> () -> {
                    isolator.cleanup(c.id());
                    return true;
                })
                .toList());
    }

    // ---- the way of a container

    @ParameterizedTest
    @EnumSource
    void nothingIsLeftOfAContainer(CgroupFlavour flavour) {
        FakeEnvironment host = host(flavour);
        Isolator isolator = isolator(host);
        List<Path> before = host.cgroups().cgroups();
        Set<Integer> descriptors = host.kernel().openDescriptors();
        Container container = container("web");
        launch(host, isolator, container, 1);
        List<Limitation> exceeded = new ArrayList<>();
        isolator.watch(container, exceeded::add);
        assertThat(isolator.usage(container)).isNotNull();
        assertThat(isolator.status(container)).isNotNull();
        isolator.update(
                container, container.spec().resources(), container.spec().limits());
        host.kernel().endProcess(1);
        assertThat(isolator.explain(container)).isEmpty();
        isolator.cleanup(container.id());
        assertThat(exceeded).isEmpty();
        assertThat(host.cgroups().cgroups()).isEqualTo(before);
        assertThat(host.kernel().openDescriptors()).isEqualTo(descriptors);
    }

    @ParameterizedTest
    @EnumSource
    void aNameMayBeUsedAgain(CgroupFlavour flavour) {
        FakeEnvironment host = host(flavour);
        Isolator isolator = isolator(host);
        Container container = container("web");
        Contribution first = launch(host, isolator, container, 1);
        host.kernel().endProcess(1);
        isolator.cleanup(container.id());
        assertThat(isolator.prepare(container)).isEqualTo(first);
    }

    @ParameterizedTest
    @EnumSource
    void afterTheEndAContainerUsesNothing(CgroupFlavour flavour) {
        FakeEnvironment host = host(flavour);
        Isolator isolator = isolator(host);
        Container container = container("web");
        launch(host, isolator, container, 1);
        host.kernel().endProcess(1);
        isolator.cleanup(container.id());
        assertThat(isolator.usage(container)).isEqualTo(ResourceStatistics.NONE);
        assertThat(isolator.status(container)).isEqualTo(ContainerStatus.NONE);
    }

    @ParameterizedTest
    @EnumSource
    void figuresMayBeAskedForDuringTheCleanup(CgroupFlavour flavour) throws Exception {
        FakeEnvironment host = host(flavour);
        Isolator isolator = isolator(host);
        Container container = container("web");
        launch(host, isolator, container, 1);
        host.kernel().endProcess(1);
        atOnce(List.of(
                () -> IntStream.range(0, 20)
                        .mapToObj(i -> isolator.usage(container))
                        .toList(),
                () -> IntStream.range(0, 20)
                        .mapToObj(i -> isolator.status(container))
                        .toList(),
                () -> {
                    isolator.cleanup(container.id());
                    return List.of();
                }));
    }

    // ---- cleanup, whatever came before

    @ParameterizedTest
    @EnumSource
    void anUnknownContainerIsNothingToIt(CgroupFlavour flavour) {
        FakeEnvironment host = host(flavour);
        Isolator isolator = isolator(host);
        List<Path> before = host.cgroups().cgroups();
        Container unknown = container("unknown");
        isolator.cleanup(unknown.id());
        isolator.cleanup(ContainerId.parse("a.b.c"));
        assertThat(isolator.usage(unknown)).isEqualTo(ResourceStatistics.NONE);
        assertThat(isolator.status(unknown)).isEqualTo(ContainerStatus.NONE);
        assertThat(isolator.explain(unknown)).isEmpty();
        assertThat(host.cgroups().cgroups()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void whatSomebodyElseMadeIsNotRemoved(CgroupFlavour flavour) {
        FakeEnvironment host = host(flavour);
        Isolator isolator = isolator(host);
        List<Path> foreign = host.cgroups().makeEverywhere("web");
        Container container = container("web");
        try {
            isolator.prepare(container);
        } catch (ContainerizerException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.ALREADY_EXISTS);
        }
        isolator.cleanup(container.id());
        assertThat(foreign).isNotEmpty().allSatisfy(cgroup -> assertThat(cgroup).exists());
    }

    @ParameterizedTest
    @EnumSource
    void cleanupMayComeTwiceAndWithoutALaunch(CgroupFlavour flavour) {
        FakeEnvironment host = host(flavour);
        Isolator isolator = isolator(host);
        Container container = container("web");
        isolator.prepare(container);
        isolator.cleanup(container.id());
        isolator.cleanup(container.id());
        launch(host, isolator, container, 1);
        host.kernel().endProcess(1);
        isolator.cleanup(container.id());
        isolator.cleanup(container.id());
        assertThat(cgroupsNamed(host, "web")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void cleanupFollowsAFailedPrepare(CgroupFlavour flavour) {
        FakeEnvironment host = host(flavour);
        Isolator isolator = isolator(host);
        Container container = container("web");
        List<Path> before = host.cgroups().cgroups();
        for (int calls = 0; failing(host, calls, () -> isolator.prepare(container)); calls++) {
            assertThatNoException().isThrownBy(() -> isolator.cleanup(container.id()));
            assertThat(host.cgroups().cgroups()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCleanupThatFailedIsSimplyRepeated(CgroupFlavour flavour) {
        FakeEnvironment host = host(flavour);
        Isolator isolator = isolator(host);
        Container container = container("web");
        boolean failed = true;
        for (int calls = 0; failed; calls++) {
            launch(host, isolator, container, 1);
            host.kernel().endProcess(1);
            failed = failing(host, calls, () -> isolator.cleanup(container.id()));
            isolator.cleanup(container.id());
            assertThat(cgroupsNamed(host, "web"))
                    .as("failure of call %d", calls)
                    .isEmpty();
        }
    }

    // ---- after a restart of the engine

    @ParameterizedTest
    @EnumSource
    void anotherEngineTakesOver(CgroupFlavour flavour) {
        FakeEnvironment host = host(flavour);
        Container container = container("web");
        launch(host, isolator(host), container, 1);
        Isolator second = isolator(host);
        second.recover(List.of(container), Set.of(container.id()));
        second.isolate(container, 1);
        second.watch(container, limitation -> {});
        assertThat(second.usage(container)).isNotNull();
        assertThat(second.explain(container)).isEmpty();
        host.kernel().endProcess(1);
        second.cleanup(container.id());
        assertThat(cgroupsNamed(host, "web")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void thereMayBeNothingToTakeOver(CgroupFlavour flavour) {
        Isolator isolator = isolator(host(flavour));
        assertThatNoException().isThrownBy(() -> isolator.recover(List.of(), Set.of()));
        assertThatNoException().isThrownBy(() -> isolator.recover(List.of(), Set.of(ContainerId.of("other"))));
    }

    // ---- how, also for the tests that extend this

    /** The values that a plan writes to control files, by the files' names, in order. */
    protected static Map<String, String> settings(Contribution plan) {
        Map<String, String> values = new LinkedHashMap<>();
        for (CgroupStep step : plan.cgroups()) {
            if (step instanceof SetCgroup(String file, String value)) {
                values.put(file.substring(file.lastIndexOf('/') + 1), value);
            }
        }
        return values;
    }

    /** What the engine and its launcher do until the command runs. */
    protected final Contribution launch(FakeEnvironment host, Isolator isolator, Container container, int pid) {
        Contribution plan = isolator.prepare(container);
        host.cgroups().carryOut(plan.cgroups(), pid);
        isolator.isolate(container, pid);
        return plan;
    }

    /** Makes one call fail, the first after {@code others} more. False: there were no more calls, nothing failed. */
    private static boolean failing(FakeEnvironment host, int others, Runnable part) {
        host.kernel().log().failAfter(others, Errno.EIO);
        try {
            part.run();
        } catch (ContainerizerException e) {
            assertThat(e).hasMessageContaining("EIO");
        }
        return host.kernel().log().hasFailed();
    }

    private static List<Path> cgroupsNamed(FakeEnvironment host, String name) {
        return host.cgroups().cgroups().stream().filter(c -> c.endsWith(name)).toList();
    }

    protected static <T> List<T> atOnce(List<Callable<T>> parts) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(parts)) {
                results.add(result.get());
            }
            return results;
        }
    }
}
