package io.containerizer.image.unpack;

/** What is made, entry by entry, against the limits. */
final class EntryCount {

    private final UnpackLimits limits;
    private long entries;
    private long implied;
    private long bytes;

    EntryCount(UnpackLimits limits) {
        this.limits = limits;
    }

    long entries() {
        return entries;
    }

    void addEntry(TarEntry entry) {
        entries++;
        check();
        if (entry.size() > limits.fileBytes()) {
            throw new BadArchive("it has " + entry.size() + " bytes, " + limits.fileBytes() + " are allowed");
        }
        bytes += entry.size();
        if (bytes > limits.bytes()) {
            throw new BadArchive("the files of the layer have more than " + limits.bytes() + " bytes together");
        }
    }

    /** A directory that is made without an entry of its own. */
    void addImplied() {
        implied++;
        check();
    }

    private void check() {
        if (entries + implied > limits.entries()) {
            throw new BadArchive("the layer has more than " + limits.entries() + " entries");
        }
    }
}
