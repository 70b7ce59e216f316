package io.containerizer.image.unpack;

import io.containerizer.image.unpack.TarBuilder.Header;
import java.nio.charset.StandardCharsets;

/** Archives that contradict themselves, or the formats. */
final class HostileBytes extends HostileList {

    HostileBytes() {
        headers();
        extendedHeaders();
        holes();
        ends();
    }

    private void headers() {
        add(
                "a wrong checksum",
                t -> t.file("a", "1").add(new Header('0', "b").checksum("000000")),
                h -> h.refused("after 'a'", "checksum"));
        add("a size below zero", t -> t.add(new Header('0', "f").size(-1)), h -> h.refused("size is below 0"));
        add(
                "the largest size",
                t -> t.add(new Header('0', "f").size(Long.MAX_VALUE)),
                h -> h.refused("'f'", "are allowed"));
        add(
                "a size beyond all numbers",
                t -> t.add(new Header('0', "f").put(124, "\u0080\1\1\1\1\1\1\1\1\1\1\1", 12)),
                h -> h.refused("too large"));
        add(
                "a size that is no number",
                t -> t.add(new Header('0', "f").put(124, "12x", 12)),
                h -> h.refused("not octal"));
        add(
                "an extended size below zero",
                t -> t.pax("size", "-5").file("f", "12345"),
                h -> h.refused("'f'", "below 0"));
        add(
                "an extended size beyond all",
                t -> t.pax("size", "9".repeat(30)).file("f", ""),
                h -> h.refused("size that is no number"));
        add(
                "a directory with content",
                t -> t.add(new Header('5', "d").size(512), new byte[512]),
                h -> h.refused("'d'", "content"));
        add(
                "a link with content",
                t -> t.add(new Header('2', "l").target("x").size(3), new byte[3]),
                h -> h.refused("'l'", "content"));
        add("a file with a slash and content", t -> t.file("d/", "1"), h -> h.refused("'d/'", "content"));
        add(
                "content that looks like a header",
                t -> t.add(
                        new Header('0', "f").size(512),
                        new Header('2', "../x").target("/").finish()),
                h -> h.made("f 512"));
    }

    private void extendedHeaders() {
        add(
                "an extended header of 1 GB",
                t -> t.add(new Header('x', "x").size(1 << 30)),
                h -> h.refused("1073741824 bytes"));
        add("a long name of 1 GB", t -> t.add(new Header('L', "x").size(1 << 30)), h -> h.refused("1073741824 bytes"));
        add("a record that is too long", t -> t.meta('x', "99 path=a\n").file("f", ""), h -> h.refused("wrong length"));
        add(
                "a record that is too short",
                t -> t.meta('x', "5 path=abc\n").file("f", ""),
                h -> h.refused("first entry", "record"));
        add("a record of length 0", t -> t.meta('x', "0 path=abc\n").file("f", ""), h -> h.refused("wrong length"));
        add("a record below zero", t -> t.meta('x', "-9 path=a\n").file("f", ""), h -> h.refused("wrong length"));
        add(
                "a length beyond all numbers",
                t -> t.meta('x', "9".repeat(100) + " path=a\n").file("f", ""),
                h -> h.refused("wrong length"));
        add("a record without a key", t -> t.meta('x', "6 =ab\n").file("f", ""), h -> h.refused("KEY=VALUE"));
        add("a record without an end", t -> t.meta('x', "9 path=ab").file("f", ""), h -> h.refused("KEY=VALUE"));
        add("a key with a NUL", t -> t.pax("pa\0th", "x").file("f", ""), h -> h.refused("NUL"));
        add(
                "base64 that is none",
                t -> t.pax("LIBARCHIVE.xattr.user.a", "***").file("f", ""),
                h -> h.refused("base64"));
        add("a time that is none", t -> t.pax("mtime", "1e9").file("f", ""), h -> h.refused("'f'", "time"));
        add(
                "a global header that renames all",
                t -> t.extended('g', "path", "../outside/new").file("f", ""),
                h -> h.refused("all entries"));
        add(
                "a global header with attributes",
                t -> t.extended('g', "SCHILY.xattr.user.a", "x").file("f", ""),
                h -> h.refused("all entries"));
        add(
                "an extended header before the end",
                t -> t.file("a", "").pax("path", "b"),
                h -> h.refused("after 'a'", "between"));
        add(
                "the last of two names counts",
                t -> t.pax("path", "a").meta('L', "b\0").file("c", "1"),
                h -> h.made("b 1", "!a", "!c"));
    }

    private void holes() {
        add(
                "overlapping parts",
                t -> t.pax("GNU.sparse.size", "9", "GNU.sparse.map", "0,2,1,2").file("f", "1234"),
                h -> h.refused("'f'", "in order"));
        add(
                "parts beyond the end",
                t -> t.pax("GNU.sparse.size", "9", "GNU.sparse.map", "8,2").file("f", "12"),
                h -> h.refused("'f'", "beyond"));
        add(
                "parts that wrap around",
                t -> t.pax("GNU.sparse.size", "9", "GNU.sparse.map", "9223372036854775807,2")
                        .file("f", "12"),
                h -> h.refused("'f'"));
        add(
                "less content than parts",
                t -> t.pax("GNU.sparse.size", "99", "GNU.sparse.map", "0,9").file("f", "12"),
                h -> h.refused("'f'", "2"));
        add(
                "an odd number of numbers",
                t -> t.pax("GNU.sparse.size", "9", "GNU.sparse.map", "0,1,2").file("f", "1"),
                h -> h.refused("incomplete"));
        add(
                "numbers that are none",
                t -> t.pax("GNU.sparse.size", "9", "GNU.sparse.map", "0,x").file("f", "1"),
                h -> h.refused("'x'"));
        add(
                "two offsets in a row",
                t -> t.pax("GNU.sparse.size", "9", "GNU.sparse.offset", "0", "GNU.sparse.offset", "1")
                        .file("f", "1"),
                h -> h.refused("incomplete"));
        add(
                "a file of holes, too large",
                t -> t.pax("GNU.sparse.size", "" + (1L << 60), "GNU.sparse.map", "0,0")
                        .file("f", ""),
                h -> h.refused("'f'", "are allowed"));
        add(
                "a list that says it is longer",
                t -> t.pax("GNU.sparse.major", "1", "GNU.sparse.realsize", "9").file("f", "999999\n0\n1\n"),
                h -> h.refused("'f'", "does not end"));
        add(
                "a list that is all there is",
                t -> t.pax("GNU.sparse.major", "1", "GNU.sparse.realsize", "9")
                        .add(new Header('0', "f").size(512), new byte[512]),
                h -> h.refused("'f'"));
        add(
                "an old list without end",
                t -> {
                    t.add(new Header('S', "f").gnu().put(482, "\1", 1));
                    byte[] more = new byte[512];
                    more[504] = 1;
                    for (int i = 0; i < 2100; i++) {
                        t.raw(more);
                    }
                    return t;
                },
                h -> h.refused("'f'", "longer than"));
        add(
                "an old list below zero",
                t -> t.add(new Header('S', "f")
                        .gnu()
                        .number(386, 12, -5)
                        .number(398, 12, 5)
                        .number(483, 12, 9)),
                h -> h.refused("'f'", "in order"));
        add(
                "a name for a file with holes",
                t -> t.pax("GNU.sparse.name", "../outside/new", "GNU.sparse.size", "0", "GNU.sparse.map", "0,0")
                        .file("f", ""),
                h -> h.refused("upwards"));
    }

    private void ends() {
        addOpen("no end", t -> t.file("f", "1"), h -> h.made("f 1"));
        addOpen(
                "the end in a header",
                t -> t.file("f", "1").raw(new byte[100]),
                h -> h.refused("after 'f'", "middle of a header"));
        addOpen(
                "the end in a file",
                t -> t.add(new Header('0', "f").size(100_000)).raw(new byte[512]),
                h -> h.refused("'f'", "ends"));
        addOpen(
                "the end before the filling",
                t -> t.add(new Header('0', "f").size(3)).raw(TarBuilder.latin("abc")),
                h -> h.made("f 3"));
        addOpen(
                "the end in the filling",
                t -> t.add(new Header('0', "f").size(3)).raw(TarBuilder.latin("abc\0\0")),
                h -> h.made("f 3"));
        addOpen(
                "the end in an extended header",
                t -> t.add(new Header('x', "x").size(600)).raw(new byte[512]),
                h -> h.refused("middle of an extended"));
        addOpen(
                "one block of zeros, then more",
                t -> t.raw(new byte[512]).file("f", "1"),
                h -> h.refused("single block"));
        add("more after the end", t -> t.file("f", "1").raw(new byte[1024]).file("g", "1"), h -> h.made("f 1", "!g"));
        addOpen(
                "noise",
                t -> t.raw("noise!".repeat(1000).getBytes(StandardCharsets.US_ASCII)),
                h -> h.refused("first entry"));
    }
}
