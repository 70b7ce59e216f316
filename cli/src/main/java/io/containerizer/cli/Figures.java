package io.containerizer.cli;

import io.containerizer.api.Command;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ImageRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Figures and commands as people like to read them. */
final class Figures {

    private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB", "PB"};
    private static final int COMMAND_WIDTH = 60;

    private Figures() {}

    /** With at most one digit behind the point, and the unit that leaves at least one before it. */
    static String bytes(double count) {
        double rest = count;
        int unit = 0;
        while (rest >= 1024 && unit < UNITS.length - 1) {
            rest /= 1024;
            unit++;
        }
        boolean whole = unit == 0 || rest >= 100 || rest == Math.rint(rest);
        return String.format(Locale.ROOT, whole ? "%.0f%s" : "%.1f%s", rest, UNITS[unit]);
    }

    /** The largest unit that fits, and no other. */
    static String age(double seconds) {
        long s = Math.max(0, (long) seconds);
        return s < 120 ? s + "s" : s < 120 * 60 ? s / 60 + "m" : s < 48 * 3600 ? s / 3600 + "h" : s / (24 * 3600) + "d";
    }

    static String seconds(double seconds) {
        return String.format(Locale.ROOT, seconds < 10 ? "%.2fs" : seconds < 1000 ? "%.1fs" : "%.0fs", seconds);
    }

    static String percent(double part) {
        return String.format(Locale.ROOT, "%.1f%%", 100 * part);
    }

    /** In one line of limited length; with the name of the image in the place of a program that it names; a pod has none. */
    static String command(ContainerSpec spec) {
        Command command = spec.command();
        List<String> words = new ArrayList<>(command.shell() ? List.of() : command.arguments());
        if (command.isOfImage()) {
            words.addFirst("[" + spec.image().map(ImageRequest::name).orElse("pod") + "]");
        }
        String text = words.isEmpty() ? command.value() : String.join(" ", words);
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= COMMAND_WIDTH ? line : line.substring(0, COMMAND_WIDTH - 3) + "...";
    }
}
