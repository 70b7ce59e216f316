package io.containerizer.testkit;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Extended attributes of all name spaces, of files with any name; Java itself knows only those of users. */
public final class ExtendedAttributes {

    private static final int MOST = 65536;

    private final Linker linker = Linker.nativeLinker();
    private final MethodHandle list =
            handle("llistxattr", FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG));
    private final MethodHandle get =
            handle("lgetxattr", FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG));
    private final MethodHandle set =
            handle("lsetxattr", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT));

    private MethodHandle handle(String function, FunctionDescriptor shape) {
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(function), shape);
    }

    /** Those of the file itself, not of what it links to. A value is one character per byte. */
    public Map<String, String> of(Path file) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(MOST);
            MemorySegment path = path(arena, file);
            String names = text(buffer, (long) list.invokeExact(path, buffer, (long) MOST), file);
            for (String name : names.split("\0")) {
                if (!name.isEmpty()) {
                    MemorySegment label = arena.allocateFrom(name, StandardCharsets.ISO_8859_1);
                    found.put(name, text(buffer, (long) get.invokeExact(path, label, buffer, (long) MOST), file));
                }
            }
            return found;
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    public void set(Path file, String name, String value) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
            MemorySegment content = arena.allocateFrom(JAVA_BYTE, bytes);
            MemorySegment label = arena.allocateFrom(name, StandardCharsets.ISO_8859_1);
            if ((int) set.invokeExact(path(arena, file), label, content, (long) bytes.length, 0) < 0) {
                throw new IOException("cannot set " + name + " of " + file);
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(MemorySegment buffer, long length, Path file) throws IOException {
        if (length < 0) {
            throw new IOException("cannot read the extended attributes of " + file);
        }
        return new String(buffer.asSlice(0, length).toArray(JAVA_BYTE), StandardCharsets.ISO_8859_1);
    }

    /** The bytes that Java keeps of a name, which its text may not show. */
    private static MemorySegment path(Arena arena, Path file) {
        String escaped = file.toAbsolutePath().toUri().getRawPath();
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < escaped.length(); i++) {
            if (escaped.charAt(i) == '%') {
                plain.append((char) Integer.parseInt(escaped.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                plain.append(escaped.charAt(i));
            }
        }
        // a directory's URI ends with a slash, which would follow a link
        int end = plain.length() > 1 && plain.charAt(plain.length() - 1) == '/' ? plain.length() - 1 : plain.length();
        return arena.allocateFrom(plain.substring(0, end), StandardCharsets.ISO_8859_1);
    }
}
