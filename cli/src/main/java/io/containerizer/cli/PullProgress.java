package io.containerizer.cli;

import io.containerizer.image.Digest;
import io.containerizer.image.Layer;
import io.containerizer.image.store.PullObserver;
import io.containerizer.linux.syscall.FfmSyscalls;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tells how far an image is. On a terminal each layer has a line that is kept up to date; elsewhere there are lines where
 * a layer begins and where it is done.
 */
final class PullProgress implements PullObserver, AutoCloseable {

    private static final int ID_LENGTH = 12;
    private static final long REPAINT_MILLIS = 100;
    private static final String START_OF_LINE = "\r\033[K";

    private final PrintStream out;
    private final boolean terminal;
    private final InstantSource clock;
    private final Map<Digest, String> lines = new LinkedHashMap<>();
    private int painted;
    private long paintedAt;

    PullProgress(PrintStream out, boolean terminal, InstantSource clock) {
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
    }

    /** On standard error: standard output is the command's result. */
    static PullProgress on(Output output) {
        return new PullProgress(output.err(), new FfmSyscalls().terminal(2).isPresent(), InstantSource.system());
    }

    @Override
    public synchronized void present(Layer layer) {
        say(layer, "already here");
    }

    @Override
    public synchronized void begun(Layer layer) {
        say(layer, layer.size() < 0 ? "fetching" : "fetching " + Figures.bytes((double) layer.size()));
    }

    @Override
    public synchronized void progressed(Layer layer, long bytes) {
        if (terminal) {
            String whole = layer.size() < 0 ? "" : " of " + Figures.bytes((double) layer.size());
            lines.put(layer.diffId(), Figures.bytes((double) bytes) + whole);
            if (clock.millis() - paintedAt >= REPAINT_MILLIS) {
                paint();
            }
        }
    }

    @Override
    public synchronized void done(Layer layer, long bytes) {
        say(layer, "done, " + Figures.bytes((double) bytes) + " unpacked");
    }

    private void say(Layer layer, String what) {
        if (terminal) {
            lines.put(layer.diffId(), what);
            paint();
        } else {
            out.println(line(layer.diffId(), what));
        }
    }

    private void paint() {
        StringBuilder text = new StringBuilder();
        if (painted > 0) {
            text.append("\033[").append(painted).append('A');
        }
        lines.forEach((layer, what) ->
                text.append(START_OF_LINE).append(line(layer, what)).append('\n'));
        out.print(text);
        out.flush();
        painted = lines.size();
        paintedAt = clock.millis();
    }

    private static String line(Digest layer, String what) {
        return layer.hex().substring(0, ID_LENGTH) + ": " + what;
    }

    /** Leaves the last state of all layers. */
    @Override
    public synchronized void close() {
        if (painted > 0) {
            paint();
        }
        lines.clear();
        painted = 0;
    }
}
