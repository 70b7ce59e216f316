package io.containerizer.api;

import java.util.List;

/** Who a command runs as: numbers as the kernel of the host knows them. */
public record Identity(int uid, int gid, List<Integer> groups) {

    public static final Identity ROOT = new Identity(0, 0, List.of());

    public Identity {
        groups = List.copyOf(groups);
    }
}
