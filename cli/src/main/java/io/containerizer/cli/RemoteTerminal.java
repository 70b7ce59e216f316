package io.containerizer.cli;

import io.containerizer.cli.remote.ContainerInput;
import io.containerizer.cli.remote.ContainerOutput;
import java.io.IOException;
import java.util.Optional;

/** The terminal of a container of an agent. */
final class RemoteTerminal implements FarTerminal {

    private final ContainerOutput output;
    private final ContainerInput input;

    /** @param output this object's own, as is {@code input} */
    RemoteTerminal(ContainerOutput output, ContainerInput input) {
        this.output = output;
        this.input = input;
    }

    @Override
    public byte[] read() {
        try {
            Optional<ContainerOutput.Piece> piece = output.next();
            return piece.map(ContainerOutput.Piece::bytes).orElse(new byte[0]);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    @Override
    public boolean write(byte[] typed) {
        try {
            input.write(typed);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void resize(int rows, int columns) {
        try {
            input.resize(rows, columns);
        } catch (IOException e) {
            // the container has just ended
        }
    }

    @Override
    public void close() {
        input.close();
        output.close();
    }
}
