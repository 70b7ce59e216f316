package io.containerizer.verify;

import java.nio.file.Files;
import java.nio.file.Path;

/** The source tree that is being tested. */
public final class Checkout {

    private Checkout() {}

    /** Its top directory: told by the build, or else the nearest one upwards with a {@code bin/containerizer}. */
    public static Path root() {
        String told = System.getProperty("project.root");
        if (told != null) {
            return Path.of(told);
        }
        for (Path directory = Path.of("").toAbsolutePath(); directory != null; directory = directory.getParent()) {
            if (Files.exists(directory.resolve("bin/containerizer"))) {
                return directory;
            }
        }
        throw new IllegalStateException("not inside a checkout: set -Dproject.root");
    }
}
