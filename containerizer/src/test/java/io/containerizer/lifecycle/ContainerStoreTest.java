package io.containerizer.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.Command;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Identity;
import io.containerizer.api.Termination;
import io.containerizer.checkpoint.Disk;
import io.containerizer.checkpoint.Layout;
import io.containerizer.checkpoint.RealDisk;
import io.containerizer.launch.LaunchPlan;
import io.containerizer.launch.Plans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerStoreTest {

    private static final ContainerId WEB = ContainerId.of("web");
    private static final ContainerId NESTED = WEB.child("a");

    @TempDir
    Path top;

    private Layout layout;
    private ContainerStore store;

    @BeforeEach
    void open() {
        layout = new Layout(top.resolve("run"), top.resolve("work"));
        new RealDisk().makeDirectories(layout.containers());
        new RealDisk().makeDirectories(layout.stagingDirectory());
        store = store(new RealDisk());
    }

    private ContainerStore store(Disk disk) {
        return new ContainerStore(layout, disk, "engine");
    }

    @Test
    void aContainerIsFoundWithItsRequest() {
        store.create(stored(WEB));
        assertThat(store.find(WEB)).contains(stored(WEB));
        assertThat(store.list()).containsExactly(WEB);
        assertThat(layout.status(WEB)).isEmptyFile();
        assertThat(layout.stagingDirectory()).isEmptyDirectory();
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThat(store.find(WEB)).isEmpty();
        assertThat(store.plan(WEB)).isEmpty();
        assertThat(store.termination(WEB)).isEmpty();
        assertThat(store.list()).isEmpty();
        assertThat(store.below(WEB)).isEmpty();
        store.remove(WEB);
    }

    @Test
    void aNameIsGivenOnce() {
        store.create(stored(WEB));
        store.writeOwner(WEB, "somebody");
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> store.create(stored(WEB)))
                .returns(ErrorCode.ALREADY_EXISTS, ContainerizerException::code)
                .withMessageContaining("choose another name");
        assertThat(store.owner(stored(WEB))).isEqualTo("somebody");
        assertThat(layout.stagingDirectory()).isEmptyDirectory();
    }

    @Test
    void ofManyWhoWantANameOneGetsIt() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Boolean>> engines = IntStream.range(0, 8)
                    .mapToObj(i -> (Callable<Boolean>) () -> {
                        try {
                            new ContainerStore(layout, new RealDisk(), "engine" + i).create(stored(WEB));
                            return true;
                        } catch (ContainerizerException e) {
                            assertThat(e.code()).isEqualTo(ErrorCode.ALREADY_EXISTS);
                            return false;
                        }
                    })
                    .toList();
            int winners = 0;
            for (Future<Boolean> result : threads.invokeAll(engines)) {
                winners += result.get() ? 1 : 0;
            }
            assertThat(winners).isEqualTo(1);
        }
        assertThat(store.find(WEB)).contains(stored(WEB));
        assertThat(layout.stagingDirectory()).isEmptyDirectory();
    }

    @Test
    void parentsAreListedBeforeTheirChildren() {
        for (ContainerId id : List.of(ContainerId.of("zoo"), WEB, NESTED, NESTED.child("x"), WEB.child("b"))) {
            store.create(stored(id));
        }
        assertThat(store.list()).containsExactly(WEB, NESTED, NESTED.child("x"), WEB.child("b"), ContainerId.of("zoo"));
        assertThat(store.below(WEB)).containsExactly(NESTED, NESTED.child("x"), WEB.child("b"));
        assertThat(store.below(NESTED)).containsExactly(NESTED.child("x"));
    }

    @Test
    void aContainerIsRemovedWithThoseInsideIt() {
        store.create(stored(WEB));
        store.create(stored(NESTED));
        store.create(stored(ContainerId.of("other")));
        store.remove(WEB);
        assertThat(store.list()).containsExactly(ContainerId.of("other"));
        assertThat(layout.stagingDirectory()).isEmptyDirectory();
        store.create(stored(WEB));
        assertThat(store.below(WEB)).isEmpty();
    }

    @Test
    void checkpointsAreReadBack() {
        store.create(stored(WEB));
        LaunchPlan plan = Plans.plan().build();
        store.writePlan(plan);
        store.writeTermination(WEB, Termination.of(256));
        store.writeTermination(WEB, Termination.of(9));
        assertThat(store.plan(WEB)).contains(plan);
        assertThat(store.termination(WEB)).contains(Termination.of(9));
    }

    @Test
    void theOwnerIsTheEngineThatLaunchedItUntilAnotherTakesOver() {
        store.create(stored(WEB));
        assertThat(store.owner(stored(WEB))).isEqualTo("first");
        store.writeOwner(WEB, "second");
        assertThat(store.owner(stored(WEB))).isEqualTo("second");
    }

    @Test
    void aRecordThatCannotBeReadIsNamed() throws IOException {
        store.create(stored(WEB));
        Files.writeString(layout.config(WEB), "{");
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> store.find(WEB))
                .returns(ErrorCode.CHECKPOINT_FAILED, ContainerizerException::code)
                .withMessageContaining(layout.config(WEB).toString());
    }

    @Test
    void whatSomebodyElsePutThereIsPassedOver() throws IOException {
        store.create(stored(WEB));
        store.create(stored(NESTED));
        Files.createFile(layout.containers().resolve("note.txt"));
        Files.createDirectory(layout.containers().resolve("lost found"));
        Files.createFile(layout.children(WEB).resolve(".nfs0001"));
        assertThat(store.list()).containsExactly(WEB, NESTED);
        assertThat(store.below(WEB)).containsExactly(NESTED);
    }

    // ---- failures and crashes

    @Test
    void aFailedCreationLeavesNothing() {
        int operations = 0;
        for (FaultyDisk disk; ; operations++) {
            disk = FaultyDisk.failingAfter(operations);
            FaultyDisk faulty = disk;
            try {
                store(disk).create(stored(WEB));
                break;
            } catch (ContainerizerException e) {
                assertThat(faulty.hasFailed()).isTrue();
            }
            assertThat(store.list()).isEmpty();
            assertThat(layout.stagingDirectory()).isEmptyDirectory();
        }
        assertThat(operations).isGreaterThan(2);
        assertThat(store.find(WEB)).contains(stored(WEB));
    }

    @Test
    void aCrashDuringCreationLeavesTheContainerWholeOrNotAtAll() {
        store.create(stored(WEB));
        for (ContainerId id : List.of(ContainerId.of("new"), NESTED)) {
            int operations = 0;
            for (boolean crashed = true; crashed; operations++) {
                crashed = crash(operations, dying -> dying.create(stored(id)));
                if (store.find(id).isEmpty()) {
                    assertThat(store.list()).containsExactlyInAnyOrderElementsOf(without(id));
                    store.create(stored(id)); // nothing is in the way
                }
                assertThat(store.find(id)).contains(stored(id));
                assertThat(layout.status(id)).exists();
                store.remove(id);
            }
            assertThat(operations).isGreaterThan(3);
        }
    }

    private List<ContainerId> without(ContainerId id) {
        return store.list().stream().filter(i -> !i.equals(id)).toList();
    }

    @Test
    void aCrashDuringRemovalLeavesTheContainerWholeOrNotAtAll() {
        int operations = 0;
        for (boolean crashed = true; crashed; operations++) {
            store.create(stored(WEB));
            store.create(stored(NESTED));
            crashed = crash(operations, dying -> dying.remove(WEB));
            if (store.find(WEB).isPresent()) {
                assertThat(store.list()).containsExactly(WEB, NESTED);
                store.remove(WEB);
            }
            assertThat(store.list()).isEmpty();
        }
        assertThat(operations).isGreaterThan(2);
    }

    /** False: there was no operation left to die in. */
    private boolean crash(int operations, Consumer<ContainerStore> part) {
        FaultyDisk disk = FaultyDisk.crashingAfter(operations);
        try {
            part.accept(new ContainerStore(layout, disk, "dying" + operations));
        } catch (ContainerizerException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.CHECKPOINT_FAILED);
        }
        new RealDisk()
                .list(layout.stagingDirectory())
                .forEach(s -> new RealDisk().remove(layout.stagingDirectory().resolve(s)));
        return disk.hasFailed();
    }

    private static StoredContainer stored(ContainerId id) {
        return new StoredContainer(
                ContainerSpec.builder(id, Command.of("true")).build(),
                new Identity(1, 2, List.of(3)),
                Path.of("/work"),
                List.of("posix/cpu"),
                Map.of("launcher", "posix"),
                "first",
                "posix",
                1.5,
                id.toString());
    }
}
