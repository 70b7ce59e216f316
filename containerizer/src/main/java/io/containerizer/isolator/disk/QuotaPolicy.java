package io.containerizer.isolator.disk;

import io.containerizer.api.Bytes;
import io.containerizer.api.FlagValues;

/**
 * What becomes of a container that uses more disk than it asked for.
 *
 * @param limits whether the kernel gets limits at all
 * @param kills whether the container is ended when it is above its request
 * @param headroom how far the hard limit is above the request
 */
record QuotaPolicy(boolean limits, boolean kills, Bytes headroom) {

    /** Nobody has to ask for limits; only a flag that is given, and false, takes them off. */
    static QuotaPolicy of(FlagValues flags) {
        boolean accountsOnly =
                flags.given().containsKey(DiskFlags.ENFORCE_QUOTA.name()) && !flags.get(DiskFlags.ENFORCE_QUOTA);
        boolean kills = !accountsOnly && flags.get(XfsDiskIsolator.KILL);
        return new QuotaPolicy(!accountsOnly, kills, kills ? flags.get(XfsDiskIsolator.HEADROOM) : Bytes.ZERO);
    }

    /** In bytes; 0: none. */
    long soft(Bytes request) {
        return limits ? request.value() : 0;
    }

    /** In bytes; 0: none. */
    long hard(Bytes request) {
        return limits && request.value() > 0
                ? Math.min(request.value(), Long.MAX_VALUE - headroom.value()) + headroom.value()
                : 0;
    }
}
