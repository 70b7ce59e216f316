package io.containerizer.verify.engine;

import static io.containerizer.verify.engine.EngineFixture.eventually;
import static io.containerizer.verify.engine.EngineFixture.shell;
import static io.containerizer.verify.engine.EngineFixture.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.containerizer.api.ContainerClass;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.lifecycle.Containerizer;
import io.containerizer.lifecycle.Seams;
import io.containerizer.linux.syscall.FfmSyscalls;
import io.containerizer.linux.syscall.Syscalls;
import io.containerizer.testkit.RequiresTool;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** What containers, their owners and the environment may do to the launcher, and what it makes of that. */
@KernelTest
class LauncherFaultsTest {

    private static final ContainerId ID = ContainerId.of("p");
    private static final ContainerId OTHER = ContainerId.of("other");

    /** A container without a PID namespace has a cgroup by which it can be frozen. */
    private static final String FREEZABLE = "filesystem/linux,cgroups/cpu,cgroups/mem";

    @Test
    void aFrozenContainerHoldsUpOnlyWhatIsLaunchedInsideIt(EngineFixture fixture) {
        Containerizer engine = fixture.engine(FREEZABLE);
        engine.launch(shell(ID, "sleep 1000").build());
        CompletableFuture<Integer> inside;
        freeze(fixture, true);
        try {
            inside = CompletableFuture.supplyAsync(() -> within(engine.launch(shell(ID.child("c"), "exit 3")
                                    .containerClass(ContainerClass.DEBUG)
                                    .build())
                            .terminated())
                    .exitCode());
            eventually(
                    "its launch is under way", () -> engine.find(ID.child("c")).isPresent());
            for (int i = 0; i < 3; i++) {
                fixture.run(engine, shell(ContainerId.of("other" + i), "true"));
            }
            assertThat(inside).isNotDone();
        } finally {
            freeze(fixture, false);
        }
        assertThat(within(inside)).isEqualTo(3);
    }

    @Test
    @RequiresTool("taskset")
    void limitsComeFromTheEngineThatAsksAndPrioritiesFromNobody(EngineFixture fixture) throws IOException {
        String lowered = "ulimit -S -t 5000 && ulimit -S -s 4096 && echo 300 > /proc/self/oom_score_adj"
                + " && exec taskset -c 0 nice -n 7 \"$@\"";
        String tell = "cat /proc/self/limits; cut -d ' ' -f 19 /proc/self/stat; cat /proc/self/oom_score_adj;"
                + " grep Cpus_allowed: /proc/self/status";
        String usual = "0\n0\n"
                + Files.readAllLines(Path.of("/proc/self/status")).stream()
                        .filter(l -> l.startsWith("Cpus_allowed:"))
                        .findFirst()
                        .orElseThrow()
                + "\n";
        try (EngineProcess first = EngineProcess.start(
                List.of("sh", "-c", lowered, "sh"),
                fixture.flags(EngineFixture.ISOLATION),
                0,
                tell + "; echo end; sleep 1000")) {
            assertThat(first.awaitReady()).isTrue();
            ContainerId c0 = ContainerId.of("c0");
            eventually("it has told", () -> fixture.stdout(c0).endsWith("end\n"));
            assertThat(fixture.stdout(c0))
                    .containsPattern("Max cpu time +5000 ")
                    .containsPattern("Max stack size +4194304 ")
                    .endsWith(usual + "end\n");
            String limits = Files.readString(Path.of("/proc/self/limits"));
            assertThat(limits).doesNotContainPattern("Max cpu time +5000 ");
            assertThat(fixture.run(fixture.engine(EngineFixture.ISOLATION), shell(ID, tell)))
                    .isEqualTo(limits + usual);
            first.finish();
        }
        fixture.engine(EngineFixture.ISOLATION).remove(ContainerId.of("c0"));
    }

    @Test
    void anEngineWithFewDescriptorsLaunchesAllTheSame(EngineFixture fixture) {
        try (EngineProcess engine = EngineProcess.start(
                List.of("sh", "-c", "ulimit -S -n 200 && JDK_JAVA_OPTIONS=-XX:-MaxFDLimit exec \"$@\"", "sh"),
                fixture.flags(EngineFixture.ISOLATION),
                0,
                "ulimit -n; sleep 1000")) {
            assertThat(engine.awaitReady()).isTrue();
            eventually("it has told", () -> fixture.stdout(ContainerId.of("c0")).equals("200\n"));
            engine.finish();
        }
        fixture.engine(EngineFixture.ISOLATION).remove(ContainerId.of("c0"));
    }

    @Test
    @RequiresTool("setpriv")
    void aLauncherThatMayNotOpenEnoughSaysSo(EngineFixture fixture) {
        Path errors = fixture.top().resolve("errors");
        String lowered = "ulimit -n 200 && exec setpriv --bounding-set -sys_resource --inh-caps -sys_resource \"$@\" 2>"
                + errors;
        try (EngineProcess engine = EngineProcess.start(
                List.of("sh", "-c", lowered, "sh"), fixture.flags(EngineFixture.ISOLATION), 0, "true")) {
            assertThat(engine.awaitReady()).isFalse();
        }
        assertThat(errors)
                .content()
                .contains("launch container c0: use native launcher: EMFILE (Too many open files)", "ulimit -n 1024");
    }

    @Test
    void anEngineTooManyIsTurnedAway(EngineFixture fixture) {
        Syscalls calls = new FfmSyscalls();
        Containerizer engine = fixture.engine(EngineFixture.ISOLATION);
        fixture.run(engine, shell(ID, "true"));
        List<Integer> others = new ArrayList<>();
        Containerizer last = fixture.engine(EngineFixture.ISOLATION);
        try {
            for (int i = 0; i < 63; i++) {
                others.add(calls.connect(socket(fixture)));
            }
            assertThatThrownBy(() -> last.launch(shell(OTHER, "true").build()))
                    .hasMessageContaining("launch container other: use native launcher: EUSERS")
                    .hasMessageContaining("64 engines");
        } finally {
            others.forEach(calls::close);
        }
        eventually("there is room again", () -> succeeds(() -> fixture.run(last, shell(OTHER, "true"))));
    }

    @Test
    @RequiresTool("prlimit")
    void aLauncherOutOfDescriptorsWaitsForBetterTimes(EngineFixture fixture) throws IOException {
        Syscalls calls = new FfmSyscalls();
        Containerizer engine = fixture.engine(EngineFixture.ISOLATION);
        fixture.run(engine, shell(ID, "true"));
        long launcher = launcher(fixture);
        int hard = limitOpenFiles(launcher, 5);
        int waiting = calls.connect(socket(fixture));
        try {
            long before = cpuTicks(launcher);
            LockSupport.parkNanos(500_000_000);
            assertThat(cpuTicks(launcher) - before).as("of 50 ticks").isLessThan(15);
        } finally {
            limitOpenFiles(launcher, hard);
            calls.close(waiting);
        }
        fixture.run(fixture.engine(EngineFixture.ISOLATION), shell(OTHER, "true"));
    }

    @Test
    void aStoppedLauncherIsNotWaitedForForEver(EngineFixture fixture) {
        Map<String, String> flags = fixture.flags(EngineFixture.ISOLATION);
        flags.put("launch_timeout", "300ms");
        Containerizer engine = fixture.engine(flags);
        fixture.run(engine, shell(ID, "true"));
        long launcher = launcher(fixture);
        run("kill", "-STOP", Long.toString(launcher));
        try {
            assertThatThrownBy(() -> engine.launch(shell(OTHER, "true").build()))
                    .hasMessageContaining(
                            "launch container other: wait for native launcher " + launcher + ": no answer within 300ms")
                    .hasMessageContaining("kill -CONT " + launcher);
            assertThat(engine.find(OTHER)).isEmpty();
        } finally {
            run("kill", "-CONT", Long.toString(launcher));
        }
        fixture.assertNothingLeft();
        fixture.run(fixture.engine(EngineFixture.ISOLATION), shell(OTHER, "true"));
    }

    @Test
    @RequiresTool("mkfifo")
    void standardOutputGoesToARegularFileOnly(EngineFixture fixture) throws IOException {
        Path stdout = fixture.sandbox(ID).resolve("stdout");
        Path elsewhere = fixture.top().resolve("elsewhere");
        Path fifo = fixture.top().resolve("fifo");
        run("mkfifo", fifo.toString());
        AtomicReference<String> plant = new AtomicReference<>();
        Containerizer engine = fixture.engine(fixture.flags(EngineFixture.ISOLATION), beforeEachRequest(() -> {
            if (Files.isDirectory(stdout.getParent())) {
                run("sh", "-c", plant.get(), fifo.toString(), stdout.toString());
            }
        }));
        ContainerSpec spec = shell(ID, "echo output").build();

        plant.set("ln -f $0 $1");
        assertThatThrownBy(() -> engine.launch(spec))
                .hasMessageStartingWith("launch container p: open " + stdout + ": ENXIO")
                .hasMessageContaining("regular files");
        try (RandomAccessFile reader = new RandomAccessFile(fifo.toFile(), "rw")) { // now it can be opened
            assertThatThrownBy(() -> engine.launch(spec)).hasMessageContaining("open " + stdout + ": EINVAL");
            assertThat(reader.getChannel().isOpen()).isTrue();
        }
        plant.set("ln -sfn " + elsewhere + " $1");
        assertThatThrownBy(() -> engine.launch(spec)).hasMessageContaining("open " + stdout + ": ELOOP");
        assertThat(elsewhere).doesNotExist();
        plant.set(":");
        assertThat(fixture.run(engine, shell(ID, "echo output"))).isEqualTo("output\n");
    }

    @Test
    void whatRootWritesIntoItsStatusIsNotTakenForMoreThanItIs(EngineFixture fixture) {
        Containerizer engine = fixture.engine(EngineFixture.ISOLATION);
        String garbage = "head -c 1000000 /dev/urandom > /proc/1/fd/3 && exit 4; exit 5";
        assertThat(within(engine.launch(shell(ID, garbage).build()).terminated())
                        .exitCode())
                .isEqualTo(4);
        String ended = "until read x < /proc/1/fd/3; [ \"$x\" = r ]; do sleep 0.01; done;"
                + " echo 0 > /proc/1/fd/3 && sleep 1000"; // the init writes r when this runs already
        engine.launch(shell(OTHER, ended).build());
        Path status = fixture.runtimeDirectory().resolve("containers/other/status");
        eventually("it says that it has ended", () -> EngineFixture.read(status).equals("0\n"));
        assertThat(fixture.engine(EngineFixture.ISOLATION)
                        .find(OTHER)
                        .orElseThrow()
                        .pid())
                .isPresent();
    }

    @Test
    void withoutTheCapabilityRootDoesNotReachTheStatus(EngineFixture fixture) {
        Map<String, String> flags = fixture.flags(EngineFixture.ISOLATION + ",linux/capabilities");
        flags.put("effective_capabilities", "DAC_OVERRIDE,CHOWN");
        assertThat(fixture.run(fixture.engine(flags), shell(ID, "(echo 5 > /proc/1/fd/3) 2>&1 || echo refused")))
                .contains("Permission denied")
                .endsWith("refused\n");
    }

    @Test
    void anEngineLeavesContainersOfAnotherLauncherAlone(EngineFixture fixture) {
        ContainerId c0 = ContainerId.of("c0");
        try (EngineProcess engine = EngineProcess.start(fixture.flags(EngineFixture.ISOLATION), 0, "sleep 1000")) {
            assertThat(engine.awaitReady()).isTrue();
            engine.kill();
        }
        Map<String, String> flags = fixture.flags("posix/cpu,posix/mem");
        flags.put("launcher", "posix");
        Containerizer posix = fixture.engine(flags);
        assertThat(fixture.run(posix, shell(ID, "echo here"))).isEqualTo("here\n");
        posix.recover();
        Containerizer linux = fixture.engine(EngineFixture.ISOLATION);
        linux.recover();
        assertThat(linux.find(c0).orElseThrow().pid()).isPresent();
        assertThat(within(linux.destroy(c0)).exitCode()).isEqualTo(137);
        linux.remove(c0);
    }

    /** What somebody else does at the worst moment: when all is ready for the launcher. */
    private static Seams beforeEachRequest(Runnable deed) {
        Seams real = Seams.real();
        return new Seams(real.disk(), real.clock(), calls -> (Syscalls) Proxy.newProxyInstance(
                Syscalls.class.getClassLoader(), new Class<?>[] {Syscalls.class}, (proxy, method, args) -> {
                    if (method.getName().equals("send")) {
                        deed.run();
                    }
                    try {
                        return method.invoke(calls, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private static void run(String... words) {
        try {
            new ProcessBuilder(words).inheritIO().start().onExit().join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean succeeds(Runnable task) {
        try {
            task.run();
            return true;
        } catch (ContainerizerException e) {
            return false;
        }
    }

    static String socket(EngineFixture fixture) {
        try (Stream<Path> files = Files.list(fixture.runtimeDirectory())) {
            return files.map(Path::toString)
                    .filter(f -> f.endsWith(".sock"))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static long launcher(EngineFixture fixture) {
        return ProcessHandle.allProcesses()
                .filter(p ->
                        p.info().arguments().map(List::of).orElse(List.of()).contains(socket(fixture)))
                .filter(p -> EngineFixture.read(Path.of("/proc/" + p.pid() + "/comm"))
                        .equals("ctzr-launcher\n"))
                .findFirst()
                .orElseThrow()
                .pid();
    }

    /** Returns the limit that was. */
    private static int limitOpenFiles(long pid, int soft) throws IOException {
        String row = Files.readAllLines(Path.of("/proc/" + pid + "/limits")).stream()
                .filter(l -> l.startsWith("Max open files"))
                .findFirst()
                .orElseThrow();
        run("prlimit", "--pid", Long.toString(pid), "--nofile=" + soft + ":");
        return Integer.parseInt(row.substring(14).strip().split(" +", -1)[0]);
    }

    /** User and system time, in hundredths of a second. */
    private static long cpuTicks(long pid) {
        String[] fields = EngineFixture.read(Path.of("/proc/" + pid + "/stat")).split(" ", -1);
        return Long.parseLong(fields[13]) + Long.parseLong(fields[14]);
    }

    private static void freeze(EngineFixture fixture, boolean frozen) {
        Path cgroup = fixture.cgroups().stream()
                .filter(c -> c.endsWith(ID.value()))
                .filter(c -> Files.exists(c.resolve("freezer.state")) || Files.exists(c.resolve("cgroup.freeze")))
                .findFirst()
                .orElseThrow(() -> new TestAbortedException("needs the freezer"));
        boolean first = Files.exists(cgroup.resolve("freezer.state"));
        try {
            if (first) {
                Files.writeString(cgroup.resolve("freezer.state"), frozen ? "FROZEN" : "THAWED");
            } else {
                Files.writeString(cgroup.resolve("cgroup.freeze"), frozen ? "1" : "0");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
