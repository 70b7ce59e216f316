package io.containerizer.verify.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** An image of one layer with one file, made by umoci. */
record PushedImage(Path layout) {

    /** @param bytes how large the file is; its content does not compress */
    static PushedImage create(Path directory, int bytes) throws IOException, InterruptedException {
        Path layout = directory.resolve("layout");
        Path file = directory.resolve("file");
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        Files.write(file, content);
        String image = layout + ":1";
        Program.run("umoci", "init", "--layout", layout.toString());
        Program.run("umoci", "new", "--image", image);
        Program.run("umoci", "insert", "--image", image, file.toString(), "/file");
        Program.run("umoci", "config", "--image", image, "--config.cmd", "/bin/sh", "--config.env", "A=b");
        return new PushedImage(layout);
    }

    /** @param options of skopeo copy */
    void push(String to, String... options) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("skopeo", "--insecure-policy", "copy", "--dest-tls-verify=false"));
        command.addAll(List.of(options));
        command.addAll(List.of("oci:" + layout + ":1", "docker://" + to));
        Program.run(command.toArray(String[]::new));
    }
}
