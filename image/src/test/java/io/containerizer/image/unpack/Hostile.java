package io.containerizer.image.unpack;

import java.util.List;
import java.util.function.Function;

/**
 * An archive that somebody made to get out of the directory, to fool those who use the layer later, or to break what reads
 * it; with what is to become of it.
 *
 * @param archive its bytes, given the path of a directory outside, which is also {@code ../outside}
 * @param refused parts of the message; empty: it is not refused
 * @param made each a path and, behind blanks, parts of its listing; with {@code !} what is not there
 */
record Hostile(String what, Function<String, byte[]> archive, List<String> refused, List<String> made) {

    /** Is refused with a message that has these parts. */
    Hostile refused(String... parts) {
        return new Hostile(what, archive, List.of(parts), made);
    }

    /** Becomes these files: each a path and, behind a blank, parts of its listing; {@code !} before what is not there. */
    Hostile made(String... lines) {
        return new Hostile(what, archive, refused, List.of(lines));
    }

    @Override
    public String toString() {
        return what;
    }
}
