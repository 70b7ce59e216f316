package io.containerizer.linux.syscall;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The real kernel. */
public final class FfmLayerCalls implements LayerCalls {

    private static final int AT_FDCWD = -100;
    private static final int FSOPEN = 430;
    private static final int FSCONFIG = 431;
    private static final int SET_FLAG = 0;
    private static final int SET_STRING = 1;
    private static final int CREATE = 6;
    private static final int CLOSE_ON_EXEC = 1;
    private static final int LARGEST_VALUE = 65536;

    private final NativeCall native_ = new NativeCall();
    private final CallNumbers nr = CallNumbers.ofThisMachine();
    private final int lgetxattr = System.getProperty("os.arch").equals("aarch64") ? 9 : 192;

    @Override
    public Optional<byte[]> attribute(String path, String name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(LARGEST_VALUE);
            long r = native_.call(
                    lgetxattr,
                    arena.allocateFrom(path).address(),
                    arena.allocateFrom(name).address(),
                    value.address(),
                    LARGEST_VALUE,
                    0,
                    0);
            if (r == -Errno.ENODATA.number() || r == -Errno.EOPNOTSUPP.number()) {
                return Optional.empty();
            }
            if (r < 0) {
                throw new KernelException("read attribute " + name + " of", path, (int) -r);
            }
            return Optional.of(value.asSlice(0, r).toArray(JAVA_BYTE));
        }
    }

    @Override
    public Optional<Errno> tryOverlay(String lower, String upper, String work) {
        List<Long> opened = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment type = arena.allocateFrom("overlay");
            long context = native_.call(FSOPEN, type.address(), CLOSE_ON_EXEC, 0, 0, 0, 0);
            opened.add(context);
            long r = context < 0 ? context : configure(arena, context, SET_STRING, "source", "overlay");
            r = r < 0 ? r : configure(arena, context, SET_FLAG, "volatile", "");
            String[] options = {"lowerdir", lower, "upperdir", upper, "workdir", work};
            for (int i = 0; r >= 0 && i < options.length; i += 2) {
                r = open(arena, options[i + 1]);
                opened.add(r); // named by its number, since a value has at most 255 characters
                r = r < 0 ? r : configure(arena, context, SET_STRING, options[i], "/proc/self/fd/" + r);
            }
            r = r < 0 ? r : native_.call(FSCONFIG, context, CREATE, 0, 0, 0, 0);
            return r < 0 ? errno(r) : Optional.empty();
        } finally {
            opened.stream().filter(fd -> fd >= 0).forEach(fd -> native_.call(nr.close(), fd, 0, 0, 0, 0, 0));
        }
    }

    private long open(Arena arena, String path) {
        int flags = OpenFlag.PATH_ONLY | OpenFlag.CLOSE_ON_EXEC;
        return native_.call(nr.openat(), AT_FDCWD, arena.allocateFrom(path).address(), flags, 0, 0, 0);
    }

    private long configure(Arena arena, long context, int command, String key, String value) {
        long content = command == SET_FLAG ? 0 : arena.allocateFrom(value).address();
        return native_.call(FSCONFIG, context, command, arena.allocateFrom(key).address(), content, 0, 0);
    }

    private static Optional<Errno> errno(long result) {
        return Arrays.stream(Errno.values())
                .filter(e -> e.number() == -result)
                .findFirst()
                .or(() -> Optional.of(Errno.EINVAL));
    }
}
