package io.containerizer.image.unpack;

/**
 * How much one layer may take. What goes beyond is refused while it is unpacked, before it takes more.
 *
 * @param bytes of the archive when unpacked, and of all its files together, holes included
 * @param fileBytes of one file, holes included
 * @param entries of the archive, and directories that are made because it names something in them
 * @param nameBytes of one name with its directories, and of the target of a link
 * @param headerBytes of one extended header, or of one list of the holes of a file
 * @param ratio of unpacked to packed bytes, from {@code ratioFrom} unpacked bytes on; what is smaller may be as dense as it
 *     likes
 */
public record UnpackLimits(
        long bytes, long fileBytes, long entries, int nameBytes, int headerBytes, long ratioFrom, int ratio) {

    /**
     * 64 GiB in files of at most 32 GiB, 4 million entries, names of 4,095 bytes, which is the kernel's limit, headers of
     * 1 MiB, and above 1 GiB no more than 200 times the packed size. The largest layers in use are a few GiB and some
     * hundred thousand files.
     */
    public static final UnpackLimits DEFAULT =
            new UnpackLimits(64L << 30, 32L << 30, 4_000_000, 4095, 1 << 20, 1L << 30, 200);

    public UnpackLimits {
        if (Math.min(Math.min(bytes, fileBytes), Math.min(entries, ratioFrom)) < 0
                || Math.min(Math.min(nameBytes, headerBytes), ratio) <= 0) {
            throw new IllegalArgumentException("a limit is below 0, or is 0 where nothing could be done");
        }
    }
}
