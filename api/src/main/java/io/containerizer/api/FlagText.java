package io.containerizer.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The values of flags that may be in a file. */
public final class FlagText {

    private static final String FILE_SCHEME = "file://";

    private FlagText() {}

    /**
     * What the value of a flag stands for: the content of a file, if it is the file's absolute path, with or without
     * {@code file://}; itself otherwise.
     *
     * @throws ContainerizerException INVALID_FLAG when there is no such file
     */
    public static String content(String value) {
        String text = value.strip();
        String path = text.startsWith(FILE_SCHEME) ? text.substring(FILE_SCHEME.length()) : text;
        if (!path.startsWith("/")) {
            return text;
        }
        try {
            return Files.readString(Path.of(path));
        } catch (IOException | InvalidPathException e) {
            throw ContainerizerException.of(ErrorCode.INVALID_FLAG, "read", path, "the file cannot be read")
                    .causedBy(e);
        }
    }
}
