package io.containerizer.image.unpack;

/** Takes the packing off. */
interface Decoder {

    /**
     * Reads {@code packed} to its end. Throws {@link BadArchive} when it is damaged.
     */
    void decode(PipeInput packed, PipeOutput plain) throws InterruptedException;
}
