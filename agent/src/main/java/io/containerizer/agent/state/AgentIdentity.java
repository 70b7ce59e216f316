package io.containerizer.agent.state;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * The one agent of a work directory: its id, made at the first start and kept in {@code meta/agent_id}, and the lock
 * {@code meta/agent.lock}, which keeps a second agent away for as long as this one runs.
 */
public final class AgentIdentity implements AutoCloseable {

    private final String id;
    private final FileChannel file;
    private final FileLock lock;

    private AgentIdentity(String id, FileChannel file, FileLock lock) {
        this.id = id;
        this.file = file;
        this.lock = lock;
    }

    /** @throws ContainerizerException ALREADY_EXISTS when there is such an agent, naming its process */
    public static AgentIdentity take(Path workDirectory) {
        Path meta = workDirectory.resolve("meta");
        Path lockFile = meta.resolve("agent.lock");
        try {
            Files.createDirectories(meta);
            FileChannel file = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(file);
            if (lock == null) {
                file.close();
                throw ContainerizerException.of(
                                ErrorCode.ALREADY_EXISTS,
                                "use work directory",
                                workDirectory.toString(),
                                "the agent with process "
                                        + Files.readString(lockFile).strip() + " uses it")
                        .withHint("stop that one, or give --work_dir and --runtime_dir other directories");
            }
            file.truncate(0);
            file.write(StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"));
            return new AgentIdentity(id(meta), file, lock);
        } catch (IOException e) {
            throw ContainerizerException.of(
                            ErrorCode.CHECKPOINT_FAILED, "use", meta.toString(), String.valueOf(e.getMessage()))
                    .causedBy(e);
        }
    }

    private static @org.jspecify.annotations.Nullable FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // an agent of this process
        }
    }

    private static String id(Path meta) throws IOException {
        Path file = meta.resolve("agent_id");
        try {
            String known = Files.readString(file).strip();
            if (!known.isEmpty()) {
                return known;
            }
        } catch (NoSuchFileException e) {
            // the first start
        }
        String fresh = UUID.randomUUID() + "-S0";
        Path written = meta.resolve("agent_id.new");
        try (FileChannel out = FileChannel.open(
                written, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            out.write(StandardCharsets.US_ASCII.encode(fresh + "\n"));
            out.force(true);
        }
        try {
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("the file system cannot rename", e);
        }
        return fresh;
    }

    public String id() {
        return id;
    }

    @Override
    public void close() {
        try {
            lock.release();
            file.close();
        } catch (IOException e) {
            System.getLogger(AgentIdentity.class.getName())
                    .log(System.Logger.Level.DEBUG, "release the lock: " + e.getMessage());
        }
    }
}
