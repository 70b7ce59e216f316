package io.containerizer.agent.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.protocol.mesos.Resource;
import io.containerizer.protocol.mesos.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class AmountsTest {

    private static Resource scalar(String name, double value) {
        return Resource.newBuilder()
                .setName(name)
                .setType(Value.Type.SCALAR)
                .setScalar(Value.Scalar.newBuilder().setValue(value))
                .build();
    }

    private static Resource ports(long... ends) {
        Value.Ranges.Builder ranges = Value.Ranges.newBuilder();
        for (int i = 0; i < ends.length; i += 2) {
            ranges.addRange(Value.Range.newBuilder().setBegin(ends[i]).setEnd(ends[i + 1]));
        }
        return Resource.newBuilder()
                .setName("ports")
                .setType(Value.Type.RANGES)
                .setRanges(ranges)
                .build();
    }

    @Test
    void tenTenthsAreOne() {
        Amounts sum = Amounts.NONE;
        for (int i = 0; i < 10; i++) {
            sum = sum.plus(Amounts.of(List.of(scalar("cpus", 0.1))));
        }
        assertThat(sum.scalar("cpus")).isEqualTo(1.0);
        assertThat(sum.minus(Amounts.of(List.of(scalar("cpus", 1)))).isNothing())
                .isTrue();
    }

    @Test
    void reservedAndUnreservedAreOfDifferentKinds() {
        Resource reserved = scalar("cpus", 1).toBuilder()
                .addReservations(Resource.ReservationInfo.newBuilder()
                        .setType(Resource.ReservationInfo.Type.STATIC)
                        .setRole("web"))
                .build();
        Amounts both = Amounts.of(List.of(scalar("cpus", 1), reserved));
        assertThat(both.scalar("cpus")).isEqualTo(2);
        assertThat(both.contains(Amounts.of(List.of(scalar("cpus", 1.5))))).isFalse();
        assertThat(both.contains(Amounts.of(List.of(scalar("cpus", 1), reserved))))
                .isTrue();
        assertThat(both.allocatedTo("web"))
                .extracting(r -> r.getAllocationInfo().getRole())
                .containsExactly("web", "web");
    }

    /** What is allocated to somebody is of the same kind as what is free. */
    @Test
    void allocationIsNoKind() {
        Amounts free = Amounts.of(List.of(scalar("mem", 64)));
        assertThat(free.contains(Amounts.of(free.allocatedTo("web")))).isTrue();
    }

    /** Against sets of bits. */
    @RepeatedTest(100)
    void rangesAreSetsOfNumbers(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        BitSet a = new BitSet();
        BitSet b = new BitSet();
        Amounts x = Amounts.of(List.of(ports(fill(random, a))));
        Amounts y = Amounts.of(List.of(ports(fill(random, b))));
        BitSet both = (BitSet) a.clone();
        both.or(b);
        BitSet left = (BitSet) a.clone();
        left.andNot(b);
        assertThat(bits(x.plus(y))).isEqualTo(both);
        assertThat(bits(x.minus(y))).isEqualTo(left);
        BitSet missing = (BitSet) b.clone();
        missing.andNot(a);
        assertThat(x.contains(y)).isEqualTo(missing.isEmpty());
    }

    private static long[] fill(Random random, BitSet bits) {
        List<Long> ends = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            int begin = random.nextInt(60);
            int end = begin + random.nextInt(10);
            bits.set(begin, end + 1);
            ends.add((long) begin);
            ends.add((long) end);
        }
        return ends.stream().mapToLong(Long::longValue).toArray();
    }

    private static BitSet bits(Amounts amounts) {
        BitSet bits = new BitSet();
        amounts.allocatedTo("*")
                .forEach(resource -> resource.getRanges()
                        .getRangeList()
                        .forEach(range -> bits.set((int) range.getBegin(), (int) range.getEnd() + 1)));
        return bits;
    }
}
