package io.containerizer.cli;

import io.containerizer.api.ContainerizerException;
import io.containerizer.lifecycle.StoredContainer;
import java.util.concurrent.CompletionException;

/** Does the same to every container that a command line names; what fails for one does not keep the others from it. */
final class EachContainer {

    private final Arguments arguments;
    private final Output output;

    /** What is done to one. */
    @FunctionalInterface
    interface Action {
        void run(Host host, StoredContainer container);
    }

    private EachContainer(Arguments arguments, Output output) {
        this.arguments = arguments;
        this.output = output;
    }

    static EachContainer of(Arguments arguments, Output output) {
        return new EachContainer(arguments, output);
    }

    int run(Action action) {
        int code = ExitCode.OK;
        try (Host host = Host.of(arguments, output)) {
            for (String word : arguments.words("no container is named")) {
                try {
                    action.run(host, host.find(word));
                } catch (ContainerizerException e) {
                    code = failed(e);
                } catch (CompletionException e) {
                    if (!(e.getCause() instanceof ContainerizerException cause)) {
                        throw e;
                    }
                    code = failed(cause);
                }
            }
        }
        return code;
    }

    private int failed(ContainerizerException failure) {
        output.complain(String.valueOf(failure.getMessage()));
        if (arguments.has(Syntax.DEBUG)) {
            failure.printStackTrace(output.err());
        }
        return ExitCode.FAILED;
    }
}
