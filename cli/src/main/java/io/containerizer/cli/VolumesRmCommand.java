package io.containerizer.cli;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.Volume.Persistent;
import java.util.List;

/** Removes persistent volumes by their names. */
final class VolumesRmCommand implements Subcommand {

    static final Syntax SYNTAX = Syntax.of(
                    "volumes rm",
                    "ROLE/ID...",
                    "Remove persistent volumes, with all that is in them.",
                    List.of(),
                    List.of("volumes rm web/db"))
            .withDetails("A volume that a container uses is not removed.")
            .remote();

    @Override
    public Syntax syntax() {
        return SYNTAX;
    }

    @Override
    public int run(Arguments arguments, Output output) {
        List<Persistent> volumes = arguments.words("no volume is named").stream()
                .map(word -> VolumeOptions.named(arguments, word))
                .toList();
        int code = ExitCode.OK;
        try (Host host = Host.of(arguments, output)) {
            for (Persistent volume : volumes) {
                try {
                    host.removeVolume(volume);
                } catch (ContainerizerException e) {
                    output.complain(String.valueOf(e.getMessage()));
                    code = ExitCode.FAILED;
                }
            }
        }
        return code;
    }
}
