package io.containerizer.api;

import java.util.Optional;

/**
 * What is told of a container's cgroups.
 *
 * @param netCls how its packets are classed; absent: they are not
 */
public record CgroupInfo(Optional<NetCls> netCls) {

    /**
     * The class of a container's packets.
     *
     * @param classid 32 bits without sign, the class {@code AAAA:BBBB} being {@code 0xAAAABBBB}
     */
    public record NetCls(long classid) {}

    public static CgroupInfo ofClassid(long classid) {
        return new CgroupInfo(Optional.of(new NetCls(classid)));
    }
}
