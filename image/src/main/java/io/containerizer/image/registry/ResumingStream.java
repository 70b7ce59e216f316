package io.containerizer.image.registry;

import io.containerizer.api.ContainerizerException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;

/**
 * A blob that comes over connections which may break: it goes on where the last one ended. Only so many breaks without a
 * byte between them are put up with.
 */
final class ResumingStream extends InputStream {

    /** Opens the rest of a blob. */
    @FunctionalInterface
    interface Opener {
        /** @throws ContainerizerException after all tries */
        Answer open(long offset);
    }

    private final Subject subject;
    private final Opener opener;
    private final Retries retries;
    private final long size;
    private Answer answer;
    private long position;
    private int failures;

    /**
     * @param offset where to begin
     * @param size of the whole; -1: not known
     */
    ResumingStream(Subject subject, Opener opener, Retries retries, long offset, long size) {
        this.subject = subject;
        this.opener = opener;
        this.retries = retries;
        this.size = size;
        this.position = offset;
        this.answer = opener.open(offset);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (position == size) {
            return -1;
        }
        int most = size < 0 ? length : (int) Math.min(length, size - position);
        while (true) {
            try {
                int count = answer.body().read(target, offset, most);
                if (count < 0 && size >= 0) {
                    throw new EOFException("it ended after " + position + " of " + size + " bytes");
                }
                position += Math.max(count, 0);
                failures = 0;
                return count;
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                reopen(e);
            }
        }
    }

    private void reopen(IOException cause) throws IOException {
        answer.close();
        failures++;
        ContainerizerException failure = subject.failure(
                        "the connection to " + answer.from().getRawAuthority()
                                + " broke after " + position + (size < 0 ? "" : " of " + size) + " bytes: "
                                + cause.getMessage())
                .causedBy(cause);
        if (!retries.goesOn(failures)) {
            throw new IOException(failure.getMessage(), failure);
        }
        try {
            retries.pause(failure, failures, Duration.ZERO);
            answer = opener.open(position);
        } catch (ContainerizerException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        answer.close();
    }
}
