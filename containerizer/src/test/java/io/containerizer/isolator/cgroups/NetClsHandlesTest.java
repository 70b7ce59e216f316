package io.containerizer.isolator.cgroups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerizerException;
import io.containerizer.linux.syscall.Errno;
import io.containerizer.linux.syscall.KernelException;
import io.containerizer.testkit.InMemory;
import io.containerizer.testkit.RecordingSyscalls;
import io.containerizer.testkit.SeededTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetClsHandlesTest {

    private static final int PRIMARY = 0xfff0;

    @TempDir(factory = InMemory.class)
    Path top;

    private NetClsHandles handles(NetClsRange range) {
        return new NetClsHandles(new RecordingSyscalls(top), top.resolve("net_cls"), PRIMARY, range);
    }

    private static ContainerId id(int number) {
        return ContainerId.of("c" + number);
    }

    /** Against the simplest model there is: what is given is the lowest that nobody has. Engines come and go meanwhile. */
    @SeededTest
    void theLowestFreeHandleIsGiven(long seed) {
        Random random = new Random(seed);
        int first = random.nextInt(1, 0x10000 - 12);
        NetClsRange range = new NetClsRange(first, first + random.nextInt(1, 12));
        NetClsHandles handles = handles(range);
        Map<ContainerId, Long> model = new TreeMap<>();
        for (int step = 0; step < 60; step++) {
            ContainerId id = id(random.nextInt(20));
            switch (random.nextInt(5)) {
                case 0 -> handles = handles(range);
                case 1, 2 -> {
                    handles.free(id);
                    model.remove(id);
                }
                default -> allocate(handles, range, model, id);
            }
            assertThat(new HashSet<>(model.values())).hasSameSizeAs(model.values());
        }
    }

    private static void allocate(
            NetClsHandles handles, NetClsRange range, Map<ContainerId, Long> model, ContainerId id) {
        if (model.containsKey(id)) {
            return; // the engine never asks twice
        }
        Set<Long> taken = new HashSet<>(model.values());
        LongStream.rangeClosed(range.first(), range.last())
                .map(secondary -> 0xfff0_0000L + secondary)
                .filter(h -> !taken.contains(h))
                .findFirst()
                .ifPresentOrElse(
                        lowest -> {
                            assertThat(handles.allocate(id)).isEqualTo(lowest);
                            model.put(id, lowest);
                        },
                        () -> assertThatExceptionOfType(ContainerizerException.class)
                                .isThrownBy(() -> handles.allocate(id))
                                .withMessageContaining("no free handles remaining for primary 0xfff0"));
    }

    @Test
    void anotherPrimaryHandleIsAnotherRange() {
        NetClsRange range = new NetClsRange(1, 1);
        RecordingSyscalls kernel = new RecordingSyscalls(top);
        Path directory = top.resolve("net_cls");
        assertThat(new NetClsHandles(kernel, directory, 1, range).allocate(id(1)))
                .isEqualTo(0x1_0001);
        assertThat(new NetClsHandles(kernel, directory, 2, range).allocate(id(2)))
                .isEqualTo(0x2_0001);
    }

    @Test
    void freeingWhatIsNotTakenDoesNothing() throws Exception {
        NetClsHandles handles = handles(NetClsRange.ALL);
        handles.free(id(1));
        handles.allocate(id(2));
        handles.free(id(1));
        handles.free(id(2));
        handles.free(id(2));
        try (Stream<Path> files = Files.list(top.resolve("net_cls"))) {
            assertThat(files).isEmpty();
        }
    }

    /** Of an engine that died before its file had its name. */
    @Test
    void aFileThatWasNotFinishedTakesNoHandle() throws Exception {
        Files.writeString(top.resolve("net_cls.new"), "half a na");
        assertThat(handles(NetClsRange.ALL).allocate(id(1))).isEqualTo(0xfff0_0001L);
        assertThat(top.resolve("net_cls/fff00001")).hasContent("c1");
        assertThat(top.resolve("net_cls.new")).doesNotExist();
    }

    @Test
    void aHandleIsFoundWithoutALookIntoTheOthers() {
        RecordingSyscalls kernel = new RecordingSyscalls(top);
        NetClsHandles handles = new NetClsHandles(kernel, top.resolve("net_cls"), PRIMARY, NetClsRange.ALL);
        for (int i = 1; i <= 100; i++) {
            assertThat(handles.allocate(id(i))).isEqualTo(0xfff0_0000L + i);
            assertThat(kernel.log().calls("open"))
                    .as("the lock and the new file")
                    .hasSize(2 * i);
        }
    }

    @Test
    void aHandleThatCouldNotBeWrittenDownIsNotLost() {
        RecordingSyscalls kernel = new RecordingSyscalls(top);
        NetClsHandles handles = new NetClsHandles(kernel, top.resolve("net_cls"), PRIMARY, NetClsRange.ALL);
        kernel.log().fail("write", "net_cls.new", Errno.ENOSPC, 1);
        assertThatExceptionOfType(KernelException.class).isThrownBy(() -> handles.allocate(id(1)));
        handles.free(id(1));
        assertThat(handles.allocate(id(2))).isEqualTo(0xfff0_0001L);
        assertThat(kernel.openDescriptors()).isEmpty();
    }

    @Test
    void severalEnginesShareTheHandles() {
        List<NetClsHandles> engines = List.of(handles(NetClsRange.ALL), handles(NetClsRange.ALL));
        Set<Long> given = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            assertThat(given.add(engines.get(i % 2).allocate(id(i)))).isTrue();
        }
        engines.get(0).free(id(1)); // which the other one allocated
        assertThat(engines.get(1).allocate(id(10))).isEqualTo(0xfff0_0002L);
    }
}
