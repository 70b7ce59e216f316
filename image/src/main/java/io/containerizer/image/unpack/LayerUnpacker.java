package io.containerizer.image.unpack;

import io.containerizer.image.Compression;
import io.containerizer.linux.syscall.FfmTreeCalls;
import io.containerizer.linux.syscall.TreeCalls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Makes the files of layers, in the form that overlayfs has for them: what a layer takes away from those below is a
 * character device 0:0 of that name, and a directory that hides what is below has the attribute
 * {@code trusted.overlay.opaque}; also the layer's root may have it, which overlayfs itself does not look at. What has no
 * entry of its own, the root included, gets mode 0755.
 *
 * <p>Archives are not trusted. No name, link or order of entries leads out of the directory, because it is the kernel that
 * resolves them, in it. Names with {@code ..}, devices 0:0 and whatever different programs would read differently are
 * refused. Of extended attributes {@code user.*}, {@code security.capability} and access control lists are kept; others
 * are left out, above all those of overlayfs itself.
 *
 * <p>An instance may be used by several threads at once.
 */
public final class LayerUnpacker {

    private final UnpackLimits limits;
    private final Supplier<TreeCalls> calls;

    public LayerUnpacker(UnpackLimits limits) {
        this(limits, FfmTreeCalls::new);
    }

    /** @param calls makes those of one thread, which closes them */
    LayerUnpacker(UnpackLimits limits, Supplier<TreeCalls> calls) {
        this.limits = limits;
        this.calls = calls;
    }

    /**
     * Unpacks one layer. Reads {@code packed} to its end, also behind the archive's, and does not close it. After a failure
     * the directory holds a part of the layer, and nobody works on it any more.
     *
     * @param emptyDirectory exists, and is nobody else's
     * @throws io.containerizer.api.ContainerizerException INVALID_IMAGE, with the name of the entry, for an archive that is
     *     damaged, hostile or beyond the limits; KERNEL when this host could not do what a good archive wants
     * @throws IOException when {@code packed} fails, or the thread is interrupted
     */
    public UnpackedLayer unpack(InputStream packed, Compression compression, Path emptyDirectory) throws IOException {
        return new Unpacking(limits, calls, compression, emptyDirectory).run(packed);
    }
}
