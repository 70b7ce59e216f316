package io.containerizer.agent.files;

import io.containerizer.agent.auth.Caller;
import io.containerizer.linux.proc.UserNames;
import io.containerizer.linux.syscall.KernelException;
import io.containerizer.linux.syscall.ServedFiles;
import io.containerizer.linux.syscall.ServedFiles.Facts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Lists and reads what is attached. Whoever owns the files may be changing them meanwhile, and put links anywhere: the kernel
 * resolves every path, and lets none out of what is attached. Every method throws {@link RefusedFileException}.
 */
public final class VirtualFiles {

    /** The most that is read at once. */
    public static final int LARGEST_PIECE = 64 * 1024;

    /** The most files of a directory that are told at once. */
    static final int LONGEST_LISTING = 20_000;

    private final List<Attachments> attachments;
    private final ServedFiles calls;
    private final Supplier<UserNames> users;

    /**
     * @param attachments the first that has a path counts
     * @param users asked at each listing
     */
    public VirtualFiles(List<Attachments> attachments, ServedFiles calls, Supplier<UserNames> users) {
        this.attachments = List.copyOf(attachments);
        this.calls = calls;
        this.users = users;
    }

    /** What is served, whoever may see it. */
    public List<Attachment> attached() {
        return attachments.stream().flatMap(a -> a.all().stream()).toList();
    }

    /** The files in a directory; none, if it is a file. */
    public FileListing list(Caller caller, String path) {
        return at(caller, path, this::list);
    }

    /**
     * A piece of a regular file.
     *
     * @param offset not negative
     * @param length no more than {@link #LARGEST_PIECE} counts
     */
    public FilePiece read(Caller caller, String path, long offset, long length) {
        return at(caller, path, place -> {
            Facts facts = regular(place);
            int most = (int) Math.min(length, LARGEST_PIECE);
            if (most <= 0 || offset >= facts.size() && facts.size() > 0) {
                return new FilePiece(new byte[0], facts.size());
            }
            int file = calls.open(place.found);
            try {
                return new FilePiece(calls.read(file, offset, most), facts.size());
            } finally {
                calls.close(file);
            }
        });
    }

    /** What a regular file is. */
    Facts look(Caller caller, String path) {
        return at(caller, path, this::regular);
    }

    private Facts regular(Place place) {
        Facts facts = calls.facts(place.found);
        if (facts.isDirectory()) {
            throw RefusedFileException.bad(place.path, "it is a directory");
        }
        if (!facts.isRegular()) {
            throw RefusedFileException.bad(place.path, "it is no regular file");
        }
        return facts;
    }

    /** A path with what was found for it. */
    private record Place(String path, int root, String below, int found) {}

    /** Something done at a place; the descriptors are closed afterwards. */
    private interface Use<T> {
        T at(Place place);
    }

    private <T> T at(Caller caller, String given, Use<T> use) {
        String path = VirtualPath.normal(given);
        if (given.indexOf('\0') >= 0) {
            throw RefusedFileException.bad(path.replace('\0', '?'), "it contains a NUL byte");
        }
        Attachment attachment = attachments.stream()
                .map(a -> a.find(path))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> RefusedFileException.unknown(path));
        if (!attachment.access().test(caller)) {
            throw RefusedFileException.forbidden(path);
        }
        String below = VirtualPath.below(attachment.virtualPath(), path);
        try {
            int root = calls.find(attachment.realPath().toString());
            try {
                return use(path, root, below, use);
            } finally {
                calls.close(root);
            }
        } catch (KernelException e) {
            throw RefusedFileException.of(path, e);
        }
    }

    private <T> T use(String path, int root, String below, Use<T> use) {
        if (below.isEmpty()) {
            return use.at(new Place(path, root, below, root));
        }
        int found = calls.findBelow(root, below);
        try {
            return use.at(new Place(path, root, below, found));
        } finally {
            calls.close(found);
        }
    }

    private FileListing list(Place place) {
        if (!calls.facts(place.found).isDirectory()) {
            return new FileListing(List.of(), 0);
        }
        int directory = calls.open(place.found);
        try {
            FirstNames names = new FirstNames(LONGEST_LISTING);
            calls.names(directory, names::add);
            UserNames known = users.get();
            List<FileEntry> entries = new ArrayList<>();
            for (byte[] name : names.inOrder()) {
                look(place, directory, name)
                        .ifPresent(facts -> entries.add(new FileEntry(
                                place.path + "/" + new String(name, StandardCharsets.UTF_8),
                                facts,
                                known.user(facts.uid()),
                                known.group(facts.gid()))));
            }
            return new FileListing(entries, names.omitted());
        } finally {
            calls.close(directory);
        }
    }

    /** Nothing if it is gone already. */
    private Optional<Facts> look(Place place, int directory, byte[] name) {
        Facts facts;
        try {
            facts = calls.facts(directory, name);
        } catch (KernelException e) {
            return Optional.empty();
        }
        return Optional.of(facts.isLink() ? followed(place, name).orElse(facts) : facts);
    }

    private Optional<Facts> followed(Place place, byte[] name) {
        String path = new String(name, StandardCharsets.UTF_8);
        try {
            int target = calls.findBelow(place.root, place.below.isEmpty() ? path : place.below + "/" + path);
            try {
                return Optional.of(calls.facts(target));
            } finally {
                calls.close(target);
            }
        } catch (KernelException e) {
            return Optional.empty(); // it leads nowhere, or outside
        }
    }
}
