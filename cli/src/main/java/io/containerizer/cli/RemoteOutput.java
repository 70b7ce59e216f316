package io.containerizer.cli;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.cli.remote.ContainerOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;
import java.util.concurrent.Future;

/** Shows what a container of an agent writes. Ends with the stream, whose end the agent knows best. */
final class RemoteOutput implements Attachment {

    /** Has the agent send what there is, and where it is followed what comes. */
    interface Opener {
        ContainerOutput open(boolean follow);
    }

    private final Opener opener;
    private final Optional<WritableByteChannel> stdout;
    private final Optional<WritableByteChannel> stderr;
    private boolean followed;

    RemoteOutput(Opener opener, Optional<WritableByteChannel> stdout, Optional<WritableByteChannel> stderr) {
        this.opener = opener;
        this.stdout = stdout;
        this.stderr = stderr;
    }

    @Override
    public void follow(Future<?> end) throws OutputClosedException {
        followed = true;
        copy(true);
    }

    @Override
    public void drain() throws OutputClosedException {
        if (!followed) {
            copy(false);
        }
    }

    private void copy(boolean follow) throws OutputClosedException {
        try (ContainerOutput output = opener.open(follow)) {
            for (Optional<ContainerOutput.Piece> next = next(output); next.isPresent(); next = next(output)) {
                Optional<WritableByteChannel> target = next.get().stderr() ? stderr : stdout;
                if (target.isPresent()) {
                    show(target.get(), ByteBuffer.wrap(next.get().bytes()));
                }
            }
        }
    }

    private static Optional<ContainerOutput.Piece> next(ContainerOutput output) {
        try {
            return output.next();
        } catch (IOException e) {
            throw ContainerizerException.of(
                            ErrorCode.UNREACHABLE, "read output", "", "the agent has gone: " + e.getMessage())
                    .causedBy(e);
        }
    }

    private static void show(WritableByteChannel target, ByteBuffer bytes) throws OutputClosedException {
        try {
            while (bytes.hasRemaining()) {
                target.write(bytes);
            }
        } catch (IOException e) {
            throw new OutputClosedException(e);
        }
    }

    @Override
    public void close() {
        // the stream is closed where it was opened
    }
}
