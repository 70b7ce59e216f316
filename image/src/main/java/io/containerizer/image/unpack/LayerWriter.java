package io.containerizer.image.unpack;

import io.containerizer.image.unpack.TarEntry.Kind;
import io.containerizer.linux.syscall.Errno;
import io.containerizer.linux.syscall.KernelException;
import io.containerizer.linux.syscall.TreeCalls;
import io.containerizer.linux.syscall.TreeCalls.Node;
import java.util.List;

/**
 * Makes the files of a layer. A later entry of the same name takes the place of an earlier one, of whatever kind, but a
 * directory stays and gets new attributes. Whiteouts concern the layers below: what the layer has itself stays, in
 * whatever order.
 */
final class LayerWriter implements AutoCloseable {

    private static final int ROOT_MODE = 0755;
    private static final int OWNER_ONLY = 0700;
    private static final int MOST_MAJOR = 0xfff;
    private static final int MOST_MINOR = 0xfffff;

    private final TreeCalls calls;
    private final UnpackLimits limits;
    private final EntryCount count;
    private final Overlay overlay;
    private final Metadata metadata;
    private final HardLinks hardLinks;
    private final int root;
    private final Directories directories;
    private final DirectoryTimes times;

    /** Makes one thing that may be in the way of another. */
    private interface Making {
        void make();
    }

    LayerWriter(TreeCalls calls, UnpackLimits limits, String directory) {
        this.calls = calls;
        this.limits = limits;
        count = new EntryCount(limits);
        overlay = new Overlay(calls);
        metadata = new Metadata(calls);
        root = calls.openRoot(directory);
        directories = new Directories(calls, count, root);
        hardLinks = new HardLinks(calls, directories, limits);
        times = new DirectoryTimes(calls, directories);
    }

    long entries() {
        return count.entries();
    }

    /** Before the first entry: the root may have none. */
    void begin() {
        calls.changeMode(root, ROOT_MODE);
    }

    void add(TarEntry entry, TarReader archive) {
        count.addEntry(entry);
        EntryName name = EntryName.parse(entry.name(), limits.nameBytes());
        switch (name.kind()) {
            case METADATA -> {}
            case OPAQUE -> overlay.makeOpaque(directories.open(name.directory()));
            case WHITEOUT -> hide(directories.open(name.directory()), name.last());
            case PLAIN -> addPlain(entry, name, archive);
        }
    }

    /** When all entries are there. */
    void finish() {
        times.apply();
    }

    private void hide(int directory, byte[] name) {
        try {
            overlay.makeWhiteout(directory, name);
        } catch (KernelException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
            if (calls.look(directory, name).isDirectory()) {
                makeOpaque(directory, name);
            }
        }
    }

    private void makeOpaque(int directory, byte[] name) {
        int descriptor = calls.openChild(directory, name);
        try {
            overlay.makeOpaque(descriptor);
        } finally {
            calls.close(descriptor);
        }
    }

    private void addPlain(TarEntry entry, EntryName name, TarReader archive) {
        if (name.isRoot()) {
            if (entry.kind() != Kind.DIRECTORY) {
                throw new BadArchive("it would take the place of the root directory");
            }
            metadata.apply(root, entry);
            times.add(name.directory(), root, entry.time());
            return;
        }
        int directory = directories.open(name.directory());
        switch (entry.kind()) {
            case FILE -> addFile(entry, directory, name.last(), archive);
            case DIRECTORY -> addDirectory(entry, directory, name);
            case HARD_LINK -> hardLinks.add(entry, directory, name.last());
            case LINK -> addLink(entry, directory, name.last());
            case CHARACTER_DEVICE -> addNode(entry, Node.CHARACTER_DEVICE, directory, name.last());
            case BLOCK_DEVICE -> addNode(entry, Node.BLOCK_DEVICE, directory, name.last());
            case FIFO -> addNode(entry, Node.FIFO, directory, name.last());
        }
    }

    /** The usual case is that nothing is in the way; only the kernel's word for that is asked. */
    private void replacing(int directory, byte[] name, Making making) {
        try {
            making.make();
        } catch (KernelException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
            directories.remove(directory, name);
            making.make();
        }
    }

    private int createFile(int directory, byte[] name) {
        try {
            return calls.createFile(directory, name);
        } catch (KernelException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
            directories.remove(directory, name);
            return calls.createFile(directory, name);
        }
    }

    private void addFile(TarEntry entry, int directory, byte[] name, TarReader archive) {
        int file = createFile(directory, name);
        try {
            entry.holes()
                    .ifPresentOrElse(
                            holes -> writeParts(file, holes, archive), () -> write(file, entry.stored(), archive));
            metadata.apply(file, entry);
            metadata.applyTime(file, entry);
        } finally {
            calls.close(file);
        }
    }

    private void write(int file, long bytes, TarReader archive) {
        archive.transfer(bytes, (data, offset, part) -> calls.write(file, data, offset, part));
    }

    private void writeParts(int file, SparseMap holes, TarReader archive) {
        List<Long> parts = holes.parts();
        for (int i = 0; i < parts.size(); i += 2) {
            calls.seek(file, parts.get(i));
            write(file, parts.get(i + 1), archive);
        }
        calls.setLength(file, holes.size());
    }

    /** What was hidden by something that is no directory stays hidden when one takes its place. */
    private void addDirectory(TarEntry entry, int parent, EntryName name) {
        boolean opaque = false;
        try {
            calls.makeDirectory(parent, name.last(), OWNER_ONLY);
        } catch (KernelException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
            if (!calls.look(parent, name.last()).isDirectory()) {
                directories.remove(parent, name.last());
                calls.makeDirectory(parent, name.last(), OWNER_ONLY);
                opaque = true;
            }
        }
        int descriptor = calls.openChild(parent, name.last());
        byte[] path = name.path();
        directories.remember(path, descriptor);
        if (opaque) {
            overlay.makeOpaque(descriptor);
        }
        metadata.apply(descriptor, entry);
        times.add(path, descriptor, entry.time());
    }

    private void addLink(TarEntry entry, int directory, byte[] name) {
        byte[] target = entry.target();
        if (target.length == 0 || target.length > limits.nameBytes() || hasNul(target)) {
            throw new BadArchive("it is a link to nothing that could be a path");
        }
        replacing(directory, name, () -> calls.makeLink(target, directory, name));
        finishNode(entry, directory, name);
    }

    private static boolean hasNul(byte[] bytes) {
        for (byte b : bytes) {
            if (b == 0) {
                return true;
            }
        }
        return false;
    }

    private void addNode(TarEntry entry, int type, int directory, byte[] name) {
        if (entry.major() < 0 || entry.major() > MOST_MAJOR || entry.minor() < 0 || entry.minor() > MOST_MINOR) {
            throw new BadArchive("there is no device " + entry.major() + ":" + entry.minor());
        }
        int major = (int) entry.major();
        int minor = (int) entry.minor();
        if (type == Node.CHARACTER_DEVICE && major == 0 && minor == 0) {
            throw new BadArchive("it is the device 0:0, which would take something away without saying so");
        }
        replacing(directory, name, () -> calls.makeNode(directory, name, type | OWNER_ONLY, major, minor));
        finishNode(entry, directory, name);
    }

    /** Without opening it, which would do something to a device. */
    private void finishNode(TarEntry entry, int directory, byte[] name) {
        int node = calls.openNode(directory, name);
        try {
            metadata.apply(node, entry);
            metadata.applyTime(node, entry);
        } finally {
            calls.close(node);
        }
    }

    @Override
    public void close() {
        directories.close();
        calls.close(root);
    }
}
