package io.containerizer.api;

/**
 * Where the command's standard streams lead. A number is a descriptor of the engine's process, {@link #NULL} is
 * {@code /dev/null}, {@link #LOG} is the file {@code stdout} or {@code stderr} in the sandbox.
 */
public record Stdio(int stdin, int stdout, int stderr) {

    public static final int NULL = -1;
    public static final int LOG = -2;

    /** No input, output into the sandbox. */
    public static final Stdio SANDBOX = new Stdio(NULL, LOG, LOG);

    public Stdio withStdin(int descriptor) {
        return new Stdio(descriptor, stdout, stderr);
    }
}
