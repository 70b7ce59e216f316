package io.containerizer.cli;

import java.util.concurrent.Future;

/** What connects this program's streams with those of a container. */
interface Attachment extends AutoCloseable {

    /** A container that has our streams itself. */
    Attachment NONE = new Attachment() {
        @Override
        public void follow(Future<?> end) {}

        @Override
        public void drain() {}

        @Override
        public void close() {}
    };

    /** Passes bytes on until {@code end} is done, or returns at once when that happens by itself. */
    void follow(Future<?> end) throws OutputClosedException;

    /** The container has ended: passes on what is left. */
    void drain() throws OutputClosedException;

    @Override
    void close();
}
