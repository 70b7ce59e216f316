package io.containerizer.linux.syscall;

import java.util.Optional;

/** What has to be asked of unpacked layers to make root file systems of them. */
public interface LayerCalls {

    /**
     * An extended attribute of what stands at {@code path}, which is not followed if it is a link; nothing if it has none
     * of this name.
     */
    Optional<byte[]> attribute(String path, String name);

    /**
     * Puts an overlay together and lets it go again, without mounting it anywhere.
     *
     * @return why the kernel does not; nothing if it does
     */
    Optional<Errno> tryOverlay(String lower, String upper, String work);
}
