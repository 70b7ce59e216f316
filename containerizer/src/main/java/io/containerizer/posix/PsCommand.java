package io.containerizer.posix;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Asks ps(1), for systems without a /proc. */
final class PsCommand {

    private PsCommand() {}

    static Optional<Long> residentBytes(long pid) {
        try {
            Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid))
                    .redirectError(Redirect.DISCARD)
                    .start();
            String kilobytes = new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return kilobytes.isEmpty() ? Optional.empty() : Optional.of(Long.parseLong(kilobytes) * 1024);
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}
