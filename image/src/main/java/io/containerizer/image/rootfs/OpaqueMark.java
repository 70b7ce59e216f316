package io.containerizer.image.rootfs;

import io.containerizer.linux.syscall.LayerCalls;
import java.nio.file.Path;
import java.util.List;

/** Overlayfs' mark on a directory that hides what the layers below have in it. */
public final class OpaqueMark {

    static final String NAME = "trusted.overlay.opaque";

    private OpaqueMark() {}

    /** @param directory or a link to one, as the store has them for layers */
    public static boolean isOn(Path directory, LayerCalls calls) {
        return calls.attribute(directory + "/.", NAME).map(OpaqueMark::hides).orElse(false);
    }

    static boolean hides(byte[] value) {
        return value.length == 1 && value[0] == 'y';
    }

    /**
     * Those that can be seen at all: a mark on the root of one hides all below it, which overlayfs does not look at.
     *
     * @param layers the lowest first
     */
    static List<Path> visible(List<Path> layers, LayerCalls calls) {
        int lowest = layers.size() - 1;
        while (lowest > 0 && !isOn(layers.get(lowest), calls)) {
            lowest--;
        }
        return layers.subList(lowest, layers.size());
    }
}
