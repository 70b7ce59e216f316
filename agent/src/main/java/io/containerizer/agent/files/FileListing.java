package io.containerizer.agent.files;

import java.util.List;

/**
 * The files of a directory, by path.
 *
 * @param omitted how many more there are, with later names: too many to tell at once
 */
public record FileListing(List<FileEntry> entries, long omitted) {
    public FileListing {
        entries = List.copyOf(entries);
    }
}
