package io.containerizer.image.unpack;

import io.containerizer.image.Digest;

/**
 * What a layer turned out to be.
 *
 * @param diffId of the archive, unpacked: the layer's name in its images
 * @param blob of the bytes as they came
 * @param packedBytes of those
 * @param bytes of the archive, unpacked
 * @param entries of the archive, including those that only take something away
 */
public record UnpackedLayer(Digest diffId, Digest blob, long packedBytes, long bytes, long entries) {}
