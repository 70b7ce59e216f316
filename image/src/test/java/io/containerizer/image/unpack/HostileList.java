package io.containerizer.image.unpack;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Collects them. */
class HostileList {

    private final List<Hostile> all = new ArrayList<>();

    List<Hostile> all() {
        return all;
    }

    final void add(String what, UnaryOperator<TarBuilder> archive, UnaryOperator<Hostile> result) {
        all.add(result.apply(
                new Hostile(what, outside -> archive.apply(new TarBuilder()).end(), List.of(), List.of())));
    }

    final void addOutside(String what, Function<String, TarBuilder> archive, UnaryOperator<Hostile> result) {
        all.add(result.apply(new Hostile(what, outside -> archive.apply(outside).end(), List.of(), List.of())));
    }

    final void addOpen(String what, UnaryOperator<TarBuilder> archive, UnaryOperator<Hostile> result) {
        all.add(result.apply(
                new Hostile(what, outside -> archive.apply(new TarBuilder()).open(), List.of(), List.of())));
    }
}
