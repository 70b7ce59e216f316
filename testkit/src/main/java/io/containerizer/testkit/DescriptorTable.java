package io.containerizer.testkit;

import io.containerizer.linux.syscall.Errno;
import io.containerizer.testkit.FakeDescriptor.OpenFile;
import io.containerizer.testkit.FakeDescriptor.Queue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What is open in a {@link RecordingSyscalls}, under whose monitor all of this is called. */
final class DescriptorTable {

    /** Above those that the process itself can have, so that a mix-up shows. */
    private static final int FIRST = 100_000;

    private final TreeMap<Integer, FakeDescriptor> open = new TreeMap<>();

    /** Under the lowest number that is free, as the kernel does it. */
    int add(FakeDescriptor descriptor) {
        int fd = FIRST;
        while (open.containsKey(fd)) {
            fd++;
        }
        open.put(fd, descriptor);
        return fd;
    }

    Optional<FakeDescriptor> find(int fd) {
        return Optional.ofNullable(open.get(fd));
    }

    FakeDescriptor get(int fd) throws IOException {
        return find(fd).orElseThrow(() -> CallLog.error(Errno.EBADF));
    }

    /** Of one kind; {@code EBADF} for none, {@code EINVAL} for another. */
    <T extends FakeDescriptor> T get(int fd, Class<T> kind) throws IOException {
        FakeDescriptor found = get(fd);
        if (!kind.isInstance(found)) {
            throw CallLog.error(Errno.EINVAL);
        }
        return kind.cast(found);
    }

    /** What a test knows to be open. */
    <T extends FakeDescriptor> T known(int fd, Class<T> kind) {
        try {
            return get(fd, kind);
        } catch (IOException e) {
            throw new IllegalArgumentException("descriptor " + fd + " is no " + kind.getSimpleName(), e);
        }
    }

    <T extends FakeDescriptor> Stream<T> all(Class<T> kind) {
        return open.values().stream().filter(kind::isInstance).map(kind::cast);
    }

    Set<Integer> numbers() {
        return Set.copyOf(open.keySet());
    }

    /** What is closed is not watched any more. */
    Optional<FakeDescriptor> remove(int fd) {
        FakeDescriptor gone = open.remove(fd);
        all(Queue.class).forEach(queue -> queue.tags.remove(fd));
        if (gone instanceof OpenFile file) {
            try {
                file.channel.close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
        return Optional.ofNullable(gone);
    }

    /** The tags of what is ready, those of late events first. */
    List<Long> ready(Queue queue) {
        List<Long> tags = new ArrayList<>(queue.late);
        queue.late.clear();
        queue.tags.forEach((fd, tag) -> {
            if (find(fd).map(FakeDescriptor::isReady).orElse(false)) {
                tags.add(tag);
            }
        });
        return tags;
    }
}
