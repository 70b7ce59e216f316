package io.containerizer.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;

/** Puts words before each line, and writes lines as a whole, so that those of several writers do not mix. */
final class PrefixedLines implements WritableByteChannel {

    /** What is longer is written in pieces. */
    private static final int LONGEST = 64 * 1024;

    private final byte[] prefix;
    private final WritableByteChannel target;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    PrefixedLines(String prefix, WritableByteChannel target) {
        this.prefix = prefix.getBytes(StandardCharsets.UTF_8);
        this.target = target;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        int count = bytes.remaining();
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (line.size() == 0) {
                line.writeBytes(prefix);
            }
            line.write(next);
            if (next == '\n' || line.size() >= LONGEST) {
                flush();
            }
        }
        return count;
    }

    private void flush() throws IOException {
        ByteBuffer whole = ByteBuffer.wrap(line.toByteArray());
        line.reset();
        while (whole.hasRemaining()) {
            target.write(whole);
        }
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    /** Ends a line that has no end. What is below stays open. */
    @Override
    public void close() throws IOException {
        if (line.size() > 0) {
            line.write('\n');
            flush();
        }
    }
}
