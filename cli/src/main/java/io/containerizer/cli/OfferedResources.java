package io.containerizer.cli;

import io.containerizer.protocol.mesos.Offer;
import io.containerizer.protocol.mesos.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is left of an offer while tasks take their parts. */
final class OfferedResources {

    private final List<Resource.Builder> left;

    OfferedResources(Offer offer) {
        left = new ArrayList<>(
                offer.getResourcesList().stream().map(Resource::toBuilder).toList());
    }

    /**
     * Takes amounts, whatever they are reserved for; what is no amount is left to the master to judge.
     *
     * @return the parts; nothing when there is not enough, and then the rest is of no use
     */
    Optional<List<Resource>> take(List<Resource> wanted) {
        List<Resource> taken = new ArrayList<>();
        for (Resource resource : wanted) {
            if (!resource.hasScalar()) {
                taken.add(resource);
                continue;
            }
            double missing = resource.getScalar().getValue();
            for (Resource.Builder offered : left) {
                if (missing > 0 && isFit(offered, resource.getName())) {
                    double part = Math.min(missing, offered.getScalar().getValue());
                    Resource.Builder piece = offered.build().toBuilder();
                    piece.getScalarBuilder().setValue(part);
                    taken.add(piece.build());
                    offered.getScalarBuilder().setValue(offered.getScalar().getValue() - part);
                    missing -= part;
                }
            }
            if (missing > 0) {
                return Optional.empty();
            }
        }
        return Optional.of(taken);
    }

    private static boolean isFit(Resource.Builder offered, String name) {
        return offered.hasScalar()
                && offered.getScalar().getValue() > 0
                && offered.getName().equals(name)
                && !offered.hasRevocable()
                && !offered.hasDisk();
    }
}
