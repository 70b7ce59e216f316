package io.containerizer.image.manifest;

import io.containerizer.image.Digest;
import io.containerizer.image.ImageConfig;
import java.util.List;

/** Reads the configurations of images, OCI's and Docker's, which differ in nothing that matters here. */
public final class Configs {

    private static final List<String> SHELL = List.of("/bin/sh", "-c");

    private Configs() {}

    /**
     * @param subject which configuration, and where it is, for messages
     * @throws io.containerizer.api.ContainerizerException INVALID_IMAGE, with what is missing or wrong
     */
    public static ImageConfig parse(String subject, byte[] json) {
        Fields fields = Fields.parse("read configuration", subject, json);
        Fields rootfs = fields.object("rootfs").orElseThrow(() -> fields.wrong("it has no 'rootfs'"));
        rootfs.optionalText("type").filter(type -> !type.equals("layers")).ifPresent(type -> {
            throw fields.wrong("its root file system is '" + type + "', not layers");
        });
        return config(fields, rootfs.digests("diff_ids"));
    }

    private static ImageConfig config(Fields fields, List<Digest> diffIds) {
        ImageConfig silent = new ImageConfig(fields.platform(), List.of(), List.of(), List.of(), "", "", diffIds);
        return fields.object("config").map(run -> config(run, silent)).orElse(silent);
    }

    private static ImageConfig config(Fields run, ImageConfig silent) {
        return new ImageConfig(
                silent.platform(),
                words(run, "Entrypoint"),
                words(run, "Cmd"),
                run.texts("Env"),
                run.optionalText("WorkingDir").orElse(""),
                run.optionalText("User").orElse(""),
                silent.diffIds());
    }

    /** A text in place of a list is a line for the shell. */
    private static List<String> words(Fields run, String name) {
        if (!run.isText(name)) {
            return run.texts(name);
        }
        String line = run.text(name);
        return line.isEmpty() ? List.of() : List.of(SHELL.get(0), SHELL.get(1), line);
    }
}
