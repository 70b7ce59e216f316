package io.containerizer.image;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import java.util.regex.Pattern;

/**
 * What an image was built for, in Go's names.
 *
 * @param os {@code linux}
 * @param architecture {@code amd64}, {@code arm64}, …
 * @param variant of the architecture, such as {@code v8}; empty: none, or not said
 */
public record Platform(String os, String architecture, String variant) {

    /** Greater than any distance to something that will do. */
    public static final int NO_SUBSTITUTE = 3;

    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_.-]+");

    public Platform {
        if (!isWord(os) || !isWord(architecture) || !variant.isEmpty() && !isWord(variant)) {
            throw ContainerizerException.of(
                    ErrorCode.INVALID_IMAGE,
                    "read platform",
                    "'" + os + "/" + architecture + "/" + variant + "'",
                    "its parts are not words of letters, digits and . _ -");
        }
    }

    private static boolean isWord(String part) {
        return PART.matcher(part).matches();
    }

    /** {@code os/architecture} or {@code os/architecture/variant}. */
    public static Platform parse(String text) {
        String[] parts = text.split("/", -1);
        boolean wellFormed = parts.length == 2 || parts.length == 3;
        for (String part : parts) {
            wellFormed &= isWord(part);
        }
        if (!wellFormed) {
            throw ContainerizerException.of(
                            ErrorCode.INVALID_FLAG,
                            "read platform",
                            "'" + text + "'",
                            "it is not OS/ARCHITECTURE[/VARIANT]")
                    .withHint("write it like linux/amd64 or linux/arm64/v8");
        }
        return new Platform(parts[0], parts[1], parts.length == 3 ? parts[2] : "");
    }

    /**
     * How far {@code offered} is from what is wanted: 0 is the same, 1 means the same, 2 is for every variant of the
     * architecture, {@link #NO_SUBSTITUTE} will not do.
     */
    public int distance(Platform offered) {
        if (!offered.os.equals(os) || !offered.architecture.equals(architecture)) {
            return NO_SUBSTITUTE;
        } else if (offered.variant.equals(variant)) {
            return 0;
        } else if (offered.wholeVariant().equals(wholeVariant())) {
            return 1;
        }
        return offered.variant.isEmpty() ? 2 : NO_SUBSTITUTE;
    }

    /** With the variant that its absence stands for. */
    private String wholeVariant() {
        if (!variant.isEmpty()) {
            return variant;
        }
        return switch (architecture) {
            case "arm64" -> "v8";
            case "arm" -> "v7";
            case "amd64" -> "v1";
            default -> "";
        };
    }

    /** That of this machine. */
    public static Platform host() {
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> new Platform("linux", "amd64", "");
            case "aarch64" -> new Platform("linux", "arm64", "v8");
            case String other -> new Platform("linux", other, "");
        };
    }

    @Override
    public String toString() {
        return os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
    }
}
