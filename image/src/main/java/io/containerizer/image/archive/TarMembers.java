package io.containerizer.image.archive;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.util.Map;
import java.util.Optional;

/** Those of a tar archive, found once: opening one costs nothing, wherever it is. */
record TarMembers(String path, FileChannel archive, Map<String, Place> places) implements Members {

    /** Where a file's bytes are. */
    record Place(long offset, long size) {}

    @Override
    public Optional<Long> size(String name) {
        return Optional.ofNullable(places.get(name)).map(Place::size);
    }

    @Override
    public InputStream open(String name, long offset) throws IOException {
        Place place = places.get(name);
        if (place == null) {
            throw new FileNotFoundException(name + " of " + path);
        }
        return new RangeStream(archive, place.offset + offset, Math.max(0, place.size - offset), false);
    }

    @Override
    public void close() {
        try {
            archive.close();
        } catch (IOException e) {
            return; // it was only read
        }
    }

    @Override
    public String toString() {
        return path;
    }
}
