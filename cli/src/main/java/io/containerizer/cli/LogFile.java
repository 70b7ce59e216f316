package io.containerizer.cli;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * Writes lines to a file besides where they go anyhow, each with the time. A file that has become large is put aside, and
 * of those only some are kept. A file that cannot be written is no reason to fail: the lines are elsewhere, too.
 */
final class LogFile extends FilterOutputStream {

    private static final long LARGE = 64L << 20;
    private static final int KEPT = 5;

    private final Path file;
    private final InstantSource clock;
    private final long large;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private FileChannel channel;

    /** @throws IOException when the file cannot be opened */
    static LogFile open(OutputStream also, Path file) throws IOException {
        return new LogFile(also, file, InstantSource.system(), LARGE);
    }

    LogFile(OutputStream also, Path file, InstantSource clock, long large) throws IOException {
        super(also);
        this.file = file;
        this.clock = clock;
        this.large = large;
        this.channel = open(file);
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Override
    public synchronized void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int count) throws IOException {
        out.write(bytes, offset, count);
        for (int i = offset; i < offset + count; i++) {
            if (line.size() == 0) {
                line.writeBytes(
                        (clock.instant().truncatedTo(ChronoUnit.MILLIS) + " ").getBytes(StandardCharsets.US_ASCII));
            }
            line.write(bytes[i]);
            if (bytes[i] == '\n') {
                keep(line.toByteArray());
                line.reset();
            }
        }
    }

    private void keep(byte[] whole) {
        try {
            if (channel.size() + whole.length > large && channel.size() > 0) {
                putAside();
            }
            ByteBuffer bytes = ByteBuffer.wrap(whole);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            // a full disk, say
        }
    }

    private void putAside() throws IOException {
        for (int number = KEPT - 1; number > 0; number--) {
            Path from = number == 1 ? file : numbered(number - 1);
            if (Files.exists(from)) {
                Files.move(from, numbered(number), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        channel.close();
        channel = open(file);
    }

    private Path numbered(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }

    @Override
    public synchronized void flush() throws IOException {
        out.flush();
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
        out.close();
    }
}
