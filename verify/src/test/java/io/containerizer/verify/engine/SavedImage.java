package io.containerizer.verify.engine;

import com.google.gson.Gson;
import io.containerizer.image.Digest;
import io.containerizer.image.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes archives as {@code docker save} does, with the tar of this machine. */
public final class SavedImage {

    private final Path directory;

    /** @param directory for the archives; made if it is missing */
    public SavedImage(Path directory) {
        this.directory = directory;
    }

    /**
     * Makes {@code <repository>.tar}, an image with this directory as its only layer.
     *
     * @param config what is in the {@code config} of its configuration
     */
    public void make(String repository, Path rootfs, Map<String, Object> config) {
        try {
            Path parts = Files.createDirectories(directory.resolve(repository + ".parts"));
            tar(rootfs, parts.resolve("layer.tar"), ".");
            Digest diffId = Digest.of(Files.readAllBytes(parts.resolve("layer.tar")));
            write(
                    parts.resolve("config.json"),
                    Map.of(
                            "os",
                            "linux",
                            "architecture",
                            Platform.host().architecture(),
                            "config",
                            config,
                            "rootfs",
                            Map.of("type", "layers", "diff_ids", List.of(diffId.toString()))));
            write(
                    parts.resolve("manifest.json"),
                    List.of(Map.of(
                            "Config", "config.json",
                            "RepoTags", List.of(repository + ":latest"),
                            "Layers", List.of("layer.tar"))));
            tar(parts, directory.resolve(repository + ".tar"), "layer.tar", "config.json", "manifest.json");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, Object json) throws IOException {
        Files.writeString(file, new Gson().toJson(json));
    }

    private static void tar(Path from, Path archive, String... names) throws IOException {
        List<String> words = new ArrayList<>(List.of("tar", "-C", from.toString(), "-cf", archive.toString()));
        words.addAll(List.of(names));
        Process process = new ProcessBuilder(words).inheritIO().start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("tar failed: " + words);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
