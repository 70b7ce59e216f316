package io.containerizer.agent.resources;

import io.containerizer.protocol.mesos.Resource;
import io.containerizer.protocol.mesos.Value;
import java.util.SortedSet;
import java.util.TreeSet;

/** How much there is of one resource. */
sealed interface Amount {

    /** In thousandths: sums of what frameworks write have no traces of binary fractions. */
    record Scalar(long thousandths) implements Amount {}

    record Numbers(Ranges ranges) implements Amount {}

    record Items(SortedSet<String> items) implements Amount {}

    static Amount of(Resource resource) {
        return switch (resource.getType()) {
            case RANGES -> new Numbers(Ranges.of(resource.getRanges()));
            case SET -> new Items(new TreeSet<>(resource.getSet().getItemList()));
            case SCALAR, TEXT -> new Scalar(Math.round(resource.getScalar().getValue() * 1000));
        };
    }

    default Amount plus(Amount other) {
        if (this instanceof Scalar a && other instanceof Scalar b) {
            return new Scalar(Math.addExact(a.thousandths, b.thousandths));
        }
        if (this instanceof Numbers a && other instanceof Numbers b) {
            return new Numbers(a.ranges.plus(b.ranges));
        }
        if (this instanceof Items a && other instanceof Items b) {
            SortedSet<String> both = new TreeSet<>(a.items);
            both.addAll(b.items);
            return new Items(both);
        }
        throw new IllegalArgumentException("resources of one kind have values of different types");
    }

    /** What is left; nothing becomes less than nothing. */
    default Amount minus(Amount other) {
        if (this instanceof Scalar a && other instanceof Scalar b) {
            return new Scalar(Math.max(0, a.thousandths - b.thousandths));
        }
        if (this instanceof Numbers a && other instanceof Numbers b) {
            return new Numbers(a.ranges.minus(b.ranges));
        }
        if (this instanceof Items a && other instanceof Items b) {
            SortedSet<String> left = new TreeSet<>(a.items);
            left.removeAll(b.items);
            return new Items(left);
        }
        throw new IllegalArgumentException("resources of one kind have values of different types");
    }

    default boolean isNothing() {
        return switch (this) {
            case Scalar scalar -> scalar.thousandths <= 0;
            case Numbers numbers -> numbers.ranges.isEmpty();
            case Items items -> items.items.isEmpty();
        };
    }

    default void into(Resource.Builder resource) {
        switch (this) {
            case Scalar scalar -> resource.setScalar(Value.Scalar.newBuilder().setValue(scalar.thousandths / 1000.0));
            case Numbers numbers -> resource.setRanges(numbers.ranges.message());
            case Items items -> resource.setSet(Value.Set.newBuilder().addAllItem(items.items));
        }
    }
}
