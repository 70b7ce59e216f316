package io.containerizer.image;

import java.util.Optional;

/**
 * One layer of an image: an archive of what it adds to, changes in and removes from those below it.
 *
 * @param diffId the digest of the archive when unpacked, which names the layer in every image that has it
 * @param blob the digest of the archive as its source has it, packed or not; absent where the source does not say
 * @param size bytes of that; -1 where the source does not say
 * @param compression how it is packed there
 */
public record Layer(Digest diffId, Optional<Digest> blob, long size, Compression compression) {}
