package io.containerizer.image.unpack;

import io.containerizer.image.unpack.TarBuilder.Header;

/** Archives that are well written, of trees that are not well meant. */
final class HostileTrees extends HostileList {

    HostileTrees() {
        names();
        links();
        replacements();
        hardLinks();
        nodes();
        whiteouts();
        attributes();
    }

    private void names() {
        addOutside(
                "an absolute name",
                o -> new TarBuilder().pax("path", o + "/new").file("x", "1"),
                h -> h.made("!new"));
        add("an absolute name with slashes", t -> t.file("//a//b", "1"), h -> h.made("a/b 1"));
        add(
                "a name that leads upwards",
                t -> t.file("../outside/new", "1"),
                h -> h.refused("'../outside/new'", "upwards"));
        add("upwards in the middle", t -> t.file("a/../../outside/new", "1"), h -> h.refused("upwards"));
        add("upwards at the end", t -> t.directory("a/.."), h -> h.refused("'a/..'"));
        add("upwards by a long name", t -> t.meta('L', "../outside/new\0").file("x", "1"), h -> h.refused("upwards"));
        add("upwards by a prefix", t -> t.add(new Header('0', "new").prefix("../outside")), h -> h.refused("upwards"));
        add(
                "upwards by an extended name",
                t -> t.pax("path", "../outside/new").file("x", "1"),
                h -> h.refused("upwards"));
        add("no name", t -> t.file("", "1"), h -> h.refused("its name is empty"));
        add("a dot that is a file", t -> t.file(".", "1"), h -> h.refused("'.'", "root"));
        add("a slash that is a file", t -> t.link("./", "/etc"), h -> h.refused("'./'", "root"));
        add("a slash that is a link", t -> t.hardLink("/", "a"), h -> h.refused("'/'"));
        add("a name with a NUL", t -> t.pax("path", "a\0b").file("x", "1"), h -> h.refused("NUL"));
        add("a name that is no UTF-8", t -> t.file("a\u00ff\u00feb", "1"), h -> h.made("a%FF%FEb 1"));
        add("dots of other kinds", t -> t.file("...", "1").file("a/. .", "2"), h -> h.made("... 1", "a/.%20. 1"));
        add("a backslash", t -> t.file("..\\outside\\new", "1"), h -> h.made("..%5Coutside%5Cnew 1"));
        add("a newline", t -> t.file("a\nb", "1").file("a\nb/..", ""), h -> h.refused("'a\\x0ab/..'"));
        add("a part too long", t -> t.pax("path", "x".repeat(256)).file("x", ""), h -> h.refused("256 bytes"));
        add("a name too long", t -> t.pax("path", "x/".repeat(2048)).file("x", ""), h -> h.refused("4096 bytes"));
        add(
                "a name of many directories",
                t -> t.pax("path", "x/".repeat(500) + "f").file("x", "1"),
                h -> h);
        add(
                "a name that turns the text around",
                t -> t.pax("path", "a\u00e2\u0080\u00aeb/..").file("x", ""),
                h -> h.refused("'a\\xe2\\x80\\xaeb/..'"));
    }

    private void links() {
        addOutside(
                "a link outside, then a file through it",
                o -> new TarBuilder().pax("linkpath", o).link("l", "x").file("l/new", "1"),
                h -> h.refused("'l/new'"));
        add("a relative link outside", t -> t.link("l", "../outside").file("l/file", "1"), h -> h.refused("'l/file'"));
        add(
                "a link outside, then a file at it",
                t -> t.link("l", "../outside/file").file("l", "1"),
                h -> h.made("l 1"));
        add(
                "a link outside, then a directory at it",
                t -> t.link("l", "../outside").directory("l").file("l/f", "1"),
                h -> h.made("l/f 1"));
        add(
                "a link to the root, then below it",
                t -> t.link("l", "/").file("l/new", "1"),
                h -> h.made("new 1", "l ->"));
        add("upwards from the root", t -> t.link("l", "../../../..").file("l/new", "1"), h -> h.made("new 1"));
        add(
                "a chain of links",
                t -> t.directory("d")
                        .link("d/a", "..")
                        .link("d/b", "a/..")
                        .link("c", "d/b/../..")
                        .file("c/outside/new", "1"),
                h -> h.made("outside/new 1"));
        add(
                "a chain that is made backwards",
                t -> t.link("c", "b/..").link("b", "a").link("a", "../outside").file("c/new", "1"),
                h -> h.refused("'c/new'"));
        add("a link to itself", t -> t.link("l", "l").file("l/f", "1"), h -> h.refused("'l/f'", "ELOOP"));
        add("two links to each other", t -> t.link("a", "b").link("b", "a").file("a/f", "1"), h -> h.refused("ELOOP"));
        add(
                "a link of the kernel",
                t -> t.link("l", "/proc/self/root").file("l/tmp/new", "1"),
                h -> h.refused("'l/tmp/new'"));
        add("a link to nothing", t -> t.link("l", ""), h -> h.refused("'l'", "nothing"));
        add("a link with a NUL", t -> t.pax("linkpath", "a\0b").link("l", "x"), h -> h.refused("'l'"));
        add("a target too long", t -> t.pax("linkpath", "x".repeat(4096)).link("l", "x"), h -> h.refused("'l'"));
        add(
                "attributes of a link are not those of its target",
                t -> t.add(new Header('2', "l")
                        .target("../outside/file")
                        .mode(04777)
                        .owner(7, 7)),
                h -> h.made("l 120777 7:7 ->"));
        add(
                "a directory through a link outside",
                t -> t.link("l", "../outside/dir")
                        .add(new Header('5', "l/").mode(0777).owner(5, 5)),
                h -> h.made("l 040777 5:5"));
    }

    private void replacements() {
        add(
                "a file, then a link there, then below it",
                t -> t.file("d", "1").link("d", "../outside").file("d/new", "1"),
                h -> h.refused("'d/new'"));
        add(
                "the directory last used becomes a link",
                t -> t.file("d/one", "1").link("d", "../outside").file("d/file", "2"),
                h -> h.refused("'d/file'"));
        add(
                "the directory last used becomes a link to another",
                t -> t.file("e/x", "0").file("d/one", "1").link("d", "e").file("d/two", "2"),
                h -> h.made("e/two 1", "d ->", "!d/one"));
        add(
                "the one above the directory last used becomes a link",
                t -> t.file("e/b/x", "0").file("a/b/one", "1").link("a", "e").file("a/b/two", "2"),
                h -> h.made("e/b/two 1"));
        add(
                "a link on the way to the directory last used is turned",
                t -> t.file("d/x", "")
                        .file("e/x", "")
                        .link("l", "d")
                        .file("l/one", "1")
                        .link("l", "e")
                        .file("l/two", "2"),
                h -> h.made("d/one 1", "e/two 1", "!d/two"));
        add(
                "a link is removed in the very directory it led to",
                t -> t.file("d/k", "")
                        .link("d/l", "..")
                        .link("p", "d/l/d")
                        .file("p/l", "1")
                        .file("p/m", "2"),
                h -> h.refused("'p/m'"));
        add("below a file", t -> t.file("f", "1").file("f/new", "2"), h -> h.refused("'f/new'", "'f' on its way"));
        add("a file twice", t -> t.file("f", "1").file("f", "22"), h -> h.made("f 2"));
        add(
                "a hard link's other name, then new content",
                t -> t.file("a", "old").hardLink("b", "a").file("a", "new!"),
                h -> h.made("a 4", "b 3"));
        add(
                "a directory with links inside is replaced",
                t -> t.directory("d/e")
                        .link("d/l", "../../outside")
                        .link("d/e/m", "/")
                        .file("d", "1"),
                h -> h.made("d 1"));
        add(
                "a directory deeper than any path is replaced",
                t -> {
                    String deep = "x" + ("/" + "x".repeat(200)).repeat(18);
                    t.pax("path", deep).directory("x").pax("linkpath", deep).link("l0", "x");
                    for (int i = 0; i < 4; i++) {
                        String deeper = "l" + i + "/" + deep;
                        t.pax("path", deeper)
                                .directory("x")
                                .pax("linkpath", deeper)
                                .link("l" + (i + 1), "x");
                    }
                    return t.file("x", "1");
                },
                h -> h.made("x 1"));
        add(
                "a directory is made opaque by what it replaces",
                t -> t.link("d", "x").directory("d"),
                h -> h.made("d 040755 trusted.overlay.opaque=y"));
    }

    private void hardLinks() {
        addOutside(
                "a hard link to a file outside",
                o -> new TarBuilder().pax("linkpath", o + "/file").hardLink("h", "x"),
                h -> h.refused("'h'", "no file of this layer"));
        add("a hard link upwards", t -> t.hardLink("h", "../outside/file"), h -> h.refused("'h'", "upwards"));
        add(
                "a hard link through a link outside",
                t -> t.link("l", "../outside").hardLink("h", "l/file"),
                h -> h.refused("'h'", "'l/file'"));
        add(
                "a hard link to a link, then through it",
                t -> t.link("l", "../outside/file").hardLink("h", "l").file("h", "new"),
                h -> h.made("h 3", "l ->"));
        add(
                "a hard link to a link outside stays a link",
                t -> t.link("l", "../outside/file")
                        .add(new Header('1', "h").target("l").mode(04777).owner(7, 7)),
                h -> h.made("h 120777 0:0 ->", "l 120777 0:0"));
        add(
                "a hard link to a directory",
                t -> t.directory("d").hardLink("h", "d"),
                h -> h.refused("'h'", "a directory"));
        add("a hard link to itself", t -> t.hardLink("h", "h"), h -> h.refused("'h'"));
        add("a hard link to itself that is there", t -> t.file("h", "1").hardLink("h", "./h"), h -> h.made("h 1"));
        add("a hard link to nothing", t -> t.hardLink("h", ""), h -> h.refused("'h'", "empty"));
        add("a hard link to the root", t -> t.hardLink("h", "."), h -> h.refused("'h'"));
        add(
                "a hard link in place of the directory of its file",
                t -> t.file("d/f", "1").hardLink("d", "d/f"),
                h -> h.refused("'d'"));
        add(
                "a hard link to a whiteout",
                t -> t.file(".wh.w", "").hardLink("h", "w"),
                h -> h.refused("'h'", "taken away"));
        add(
                "a hard link to the name of a whiteout",
                t -> t.file(".wh.w", "").hardLink("h", ".wh.w"),
                h -> h.refused("'h'"));
        add(
                "a hard link that tells a size",
                t -> t.file("f", "12").add(new Header('1', "h").target("f").size(9999)),
                h -> h.made("h 2 = f"));
    }

    private void nodes() {
        add("a device that would be a whiteout", t -> t.device('3', "etc", 0, 0), h -> h.refused("'etc'", "0:0"));
        add("a block device 0:0", t -> t.device('4', "b", 0, 0), h -> h.made("b 060644"));
        add(
                "devices",
                t -> t.device('3', "null", 1, 3).device('4', "disk", 259, 300),
                h -> h.made("null 020644 device 259", "disk 060644"));
        add("a device that is none", t -> t.device('3', "c", 4096, 0), h -> h.refused("'c'", "4096:0"));
        add("a device below zero", t -> t.device('3', "c", -1, 3), h -> h.refused("'c'", "-1:3"));
        add("a fifo, then a file there", t -> t.add(new Header('6', "p")).file("p", "1"), h -> h.made("p 100644 1"));
        add(
                "a device, then a file through it",
                t -> t.device('3', "zero", 1, 5).file("zero", "1"),
                h -> h.made("zero 100644 1"));
        add("set-user-id", t -> t.add(new Header('0', "su").mode(06755).owner(0, 5)), h -> h.made("su 106755 0:5"));
        add("a mode with the bits of a type", t -> t.add(new Header('0', "f").mode(0120777)), h -> h.made("f 100777"));
        add(
                "an owner that is none",
                t -> t.add(new Header('0', "f").owner(0xffffffffL, 0)),
                h -> h.refused("'f'", "uid 4294967295"));
        add("an owner below zero", t -> t.add(new Header('0', "f").owner(0, -5)), h -> h.refused("'f'", "gid -5"));
        add("a large owner", t -> t.pax("uid", "4000000000").file("f", ""), h -> h.made("f 100644"));
        add("a time before all", t -> t.add(new Header('0', "f").time(Long.MIN_VALUE)), h -> h.made("f 100644"));
        add("a type nobody knows", t -> t.add(new Header('N', "f")), h -> h.refused("'f'", "type 'N'"));
        add("a part of another volume", t -> t.add(new Header('M', "f")), h -> h.refused("'f'", "type 'M'"));
    }

    private void whiteouts() {
        String opaque = "trusted.overlay.opaque=y";
        add("a whiteout of nothing", t -> t.file(".wh.", ""), h -> h.refused("'.wh.'", "nothing"));
        add("a whiteout of the directory", t -> t.file("d/.wh..", ""), h -> h.refused("'d/.wh..'", "nothing"));
        add("a whiteout of the one above", t -> t.file("d/.wh...", ""), h -> h.refused("'d/.wh...'", "nothing"));
        add("a whiteout with something in it", t -> t.file(".wh.a/b", ""), h -> h.refused("'.wh.a/b'"));
        add("a whiteout that is a directory", t -> t.directory(".wh.a/"), h -> h.made("a 020000 0:0 device 0"));
        add(
                "a whiteout that is a link",
                t -> t.link(".wh.a", "../outside"),
                h -> h.made("a 020000 device 0", "!.wh.a"));
        add(
                "a whiteout through a link outside",
                t -> t.link("l", "../outside").file("l/.wh.file", ""),
                h -> h.refused("'l/.wh.file'"));
        add(
                "opaque through a link outside",
                t -> t.link("l", "../outside").file("l/.wh..wh..opq", ""),
                h -> h.refused("'l/.wh..wh..opq'"));
        add(
                "opaque through a link inside",
                t -> t.directory("d").link("l", "d").file("l/.wh..wh..opq", ""),
                h -> h.made("d " + opaque));
        add(
                "opaque where a file is",
                t -> t.file("f", "").file("f/.wh..wh..opq", ""),
                h -> h.refused("'f/.wh..wh..opq'"));
        add("the root is opaque", t -> t.file(".wh..wh..opq", "").file("f", "1"), h -> h.made(". " + opaque, "f 1"));
        add(
                "what aufs kept",
                t -> t.file(".wh..wh.plnk/1.2", "x").directory("d/.wh..wh.orph/"),
                h -> h.made("!.wh..wh.plnk", "!d"));
        add("something in an opaque marker", t -> t.file("d/.wh..wh..opq/../../x", ""), h -> h.refused("upwards"));
        add("a whiteout, then the file", t -> t.file("d/.wh.f", "").file("d/f", "1"), h -> h.made("d/f 100644 1"));
        add("the file, then a whiteout", t -> t.file("d/f", "1").file("d/.wh.f", ""), h -> h.made("d/f 100644 1"));
        add(
                "a whiteout, then something below",
                t -> t.file(".wh.d", "").file("d/f", "1"),
                h -> h.made("d/f 1", "d 040755 " + opaque));
    }

    private void attributes() {
        add(
                "opaque by attribute",
                t -> t.pax("SCHILY.xattr.trusted.overlay.opaque", "y").directory("d"),
                h -> h.made("d 040755 !overlay"));
        add(
                "a redirection",
                t -> t.pax("SCHILY.xattr.trusted.overlay.redirect", "/etc").directory("d"),
                h -> h.made("d !overlay"));
        add(
                "a redirection of users",
                t -> t.pax("SCHILY.xattr.user.overlay.redirect", "/etc").directory("d"),
                h -> h.made("d !overlay"));
        add(
                "an attribute in libarchive's way",
                t -> t.pax("LIBARCHIVE.xattr.trusted.overlay.m%65tacopy", "eA==")
                        .directory("d"),
                h -> h.made("d !overlay"));
        add(
                "an escaped overlay attribute",
                t -> t.pax("LIBARCHIVE.xattr.%75ser.overlay.origin", "eA==").file("f", ""),
                h -> h.made("f !overlay"));
        add("a label", t -> t.pax("SCHILY.xattr.security.selinux", "x").file("f", ""), h -> h.made("f !selinux"));
        add(
                "a capability that is none",
                t -> t.pax("SCHILY.xattr.security.capability", "x").file("f", ""),
                h -> h.refused("'f'", "security.capability", "EINVAL"));
        add(
                "an attribute that is too large",
                t -> t.pax("SCHILY.xattr.user.x", "x".repeat(70_000)).file("f", ""),
                h -> h.refused("'f'", "user.x"));
        add(
                "an attribute without a name",
                t -> t.pax("SCHILY.xattr.user.", "x").file("f", ""),
                h -> h.refused("'f'", "attribute"));
        add(
                "an attribute of a link",
                t -> t.pax("SCHILY.xattr.user.x", "x").link("l", "../outside/file"),
                h -> h.refused("'l'", "user.x"));
    }
}
