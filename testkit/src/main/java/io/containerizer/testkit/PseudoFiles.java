package io.containerizer.testkit;

import io.containerizer.linux.syscall.Errno;
import java.nio.file.Path;
import java.util.Optional;

/** A part of the fake kernel's file system whose files come and go with their directory, and mean something. */
interface PseudoFiles {

    /** No such part. */
    PseudoFiles NONE = new PseudoFiles() {
        @Override
        public boolean covers(Path path) {
            return false;
        }

        @Override
        public void made(Path directory) {}

        @Override
        public Optional<Errno> refusesRemoval(Path directory) {
            return Optional.empty();
        }

        @Override
        public Optional<Errno> write(Path file, String value) {
            return Optional.empty();
        }

        @Override
        public void died(int pid) {}
    };

    boolean covers(Path path);

    /** Fills a new directory. */
    void made(Path directory);

    Optional<Errno> refusesRemoval(Path directory);

    /** Does what writing to the file means. */
    Optional<Errno> write(Path file, String value);

    /** A process is gone. */
    void died(int pid);
}
