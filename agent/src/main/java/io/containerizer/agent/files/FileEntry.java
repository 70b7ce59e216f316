package io.containerizer.agent.files;

import io.containerizer.linux.syscall.ServedFiles.Facts;

/**
 * A file in a directory.
 *
 * @param path its virtual path
 * @param facts of what a link leads to, if that is served; otherwise of the link itself
 * @param user the name of its owner, or the number where there is none
 * @param group likewise
 */
public record FileEntry(String path, Facts facts, String user, String group) {

    private static final int TYPE = 0170000;
    private static final String LETTERS = "rwxrwxrwx";

    /** As {@code ls -l} prints it. */
    String modeText() {
        StringBuilder text = new StringBuilder();
        text.append(
                switch (facts.mode() & TYPE) {
                    case 0040000 -> 'd';
                    case 0020000 -> 'c';
                    case 0060000 -> 'b';
                    case 0010000 -> 'p';
                    case 0120000 -> 'l';
                    case 0140000 -> 's';
                    default -> '-';
                });
        for (int i = 0; i < LETTERS.length(); i++) {
            text.append((facts.mode() & 0400 >> i) != 0 ? LETTERS.charAt(i) : '-');
        }
        return text.toString();
    }

    /** Of the last change, in seconds since 1970. */
    double changed() {
        return facts.seconds() + facts.nanos() / 1e9;
    }
}
