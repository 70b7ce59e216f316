package io.containerizer.agent.files;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The first names, in order, of ever so many: no more than these are remembered. */
final class FirstNames {

    private static final Comparator<byte[]> BY_BYTES = Arrays::compareUnsigned;

    private final int most;
    private final PriorityQueue<byte[]> lastOnTop = new PriorityQueue<>(BY_BYTES.reversed());
    private long omitted;

    FirstNames(int most) {
        this.most = most;
    }

    void add(byte[] name) {
        lastOnTop.add(name);
        if (lastOnTop.size() > most) {
            lastOnTop.remove();
            omitted++;
        }
    }

    List<byte[]> inOrder() {
        return lastOnTop.stream().sorted(BY_BYTES).toList();
    }

    long omitted() {
        return omitted;
    }
}
