package io.containerizer.cli;

import io.containerizer.cli.remote.ContainerInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.Future;

/** Sends standard input to a container of an agent, beside what is done with its output. */
final class InputPump implements Attachment {

    private static final int AT_ONCE = 32 << 10;

    private final ContainerInput input;
    private final Attachment output;

    InputPump(ContainerInput input, Attachment shown, Output output) {
        this.input = input;
        this.output = shown;
        var _ = input.refusal().thenAccept(why -> output.complain(String.valueOf(why.getMessage())));
        Thread.ofPlatform().daemon().name("standard-input").start(() -> copy(System.in));
    }

    /** Ends with this program at the latest: a read that waits cannot be ended otherwise. */
    private void copy(InputStream from) {
        byte[] buffer = new byte[AT_ONCE];
        try {
            for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                input.write(Arrays.copyOf(buffer, count));
            }
            input.end();
        } catch (IOException e) {
            // the container reads no more
        }
    }

    @Override
    public void follow(Future<?> end) throws OutputClosedException {
        output.follow(end);
    }

    @Override
    public void drain() throws OutputClosedException {
        output.drain();
    }

    @Override
    public void close() {
        output.close();
        input.close();
    }
}
