package io.containerizer.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The values of flags that are JSON, or in a file. */
public final class FlagText {

    private static final String FILE_SCHEME = "file://";

    private FlagText() {}

    /**
     * The JSON object that the value of a flag stands for: itself, or the content of a file if it is the file's absolute
     * path, with or without {@code file://}. Whether it is well-formed is the caller's to see.
     *
     * @throws ContainerizerException INVALID_FLAG when it is neither, or there is no such file
     */
    public static String json(String value) {
        String text = value.strip();
        if (text.startsWith("{")) {
            return text;
        }
        String path = text.startsWith(FILE_SCHEME) ? text.substring(FILE_SCHEME.length()) : text;
        if (!path.startsWith("/")) {
            throw ContainerizerException.of(
                    ErrorCode.INVALID_FLAG,
                    "read",
                    "'" + value + "'",
                    "it is neither JSON nor the absolute path of a file");
        }
        try {
            return Files.readString(Path.of(path));
        } catch (IOException | InvalidPathException e) {
            throw ContainerizerException.of(ErrorCode.INVALID_FLAG, "read", path, reason(e))
                    .causedBy(e);
        }
    }

    private static String reason(Exception failure) {
        return failure instanceof NoSuchFileException ? "there is no such file" : String.valueOf(failure.getMessage());
    }
}
