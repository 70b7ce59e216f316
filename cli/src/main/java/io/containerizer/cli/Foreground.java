package io.containerizer.cli;

import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.Termination;
import io.containerizer.lifecycle.LaunchedContainer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Launches a container and stays with it to its end: passes on output and signals, and at last its exit code. */
final class Foreground {

    /** So long a command may take to notice by itself that nobody reads its output. */
    private static final long BROKEN_PIPE_MILLIS = 200;

    private final Runner runner;
    private final Output output;

    Foreground(Runner runner, Output output) {
        this.runner = runner;
        this.output = output;
    }

    /** @return the exit code, as a shell would give it */
    int run(ContainerSpec spec, Function<LaunchedContainer, Attachment> attach) {
        try (SignalForwarding signals = SignalForwarding.start()) {
            LaunchedContainer container = runner.launch(spec);
            signals.passTo(signal -> send(spec.id(), signal), () -> kill(spec.id()));
            return stay(container, attach);
        }
    }

    private int stay(LaunchedContainer container, Function<LaunchedContainer, Attachment> attach) {
        CompletableFuture<?> ended = CompletableFuture.anyOf(container.exited(), container.terminated());
        try (Attachment attachment = attach.apply(container)) {
            attachment.follow(ended);
            Termination end = container.terminated().join();
            attachment.drain();
            Ending.complain(end, output);
            return end.finalCode();
        } catch (OutputClosedException e) {
            endUnheard(container);
            if (e.isBrokenPipe()) {
                return ExitCode.OUTPUT_CLOSED;
            }
            output.complain("write output: " + e.getMessage());
            return ExitCode.ENGINE;
        } catch (ContainerizerException e) {
            runner.destroy(container.id()).join();
            throw e;
        }
    }

    /** Does to the command what the kernel would do to a program that writes into a closed pipe. */
    private void endUnheard(LaunchedContainer container) {
        send(container.id(), SignalNames.PIPE);
        try {
            container.exited().get(BROKEN_PIPE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // it does not mind: then the hard way
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        runner.destroy(container.id()).join();
    }

    private void send(ContainerId id, int signal) {
        try {
            runner.kill(id, signal);
        } catch (ContainerizerException e) {
            // it has ended, and is about to be told so
        }
    }

    private void kill(ContainerId id) {
        output.complain("interrupted three times: killing container " + id);
        var _ = runner.destroy(id);
    }
}
