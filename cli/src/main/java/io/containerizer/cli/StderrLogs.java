package io.containerizer.cli;

import io.containerizer.linux.proc.Journal;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * What engine and isolators log, as lines on stderr: warnings and errors, and with {@code --debug} everything. The
 * JDK's own logging would cost every start of the program some ten milliseconds.
 */
public final class StderrLogs extends System.LoggerFinder {

    /** System property: the least level that is printed. */
    static final String LEVEL = "containerizer.log";

    private static final boolean JOURNAL = Journal.isStandardError(System.getenv());

    @Override
    public System.Logger getLogger(String name, Module module) {
        return new Lines(name);
    }

    /** A record is a line, whatever names and texts of others are in it. */
    static String line(System.Logger.Level level, String message, boolean journal) {
        StringBuilder line = new StringBuilder(
                journal
                        ? "<" + priority(level) + ">"
                        : "containerizer: " + level.getName().toLowerCase(Locale.ROOT) + ": ");
        message.chars().forEach(c -> {
            switch (c) {
                case '\n' -> line.append("\\n");
                case '\t' -> line.append(' ');
                default -> line.append(c < ' ' || c >= 0x7f && c < 0xa0 ? '?' : (char) c);
            }
        });
        return line.toString();
    }

    /** As syslog numbers them, and the journal reads them. */
    private static int priority(System.Logger.Level level) {
        return switch (level) {
            case ERROR, OFF -> 3;
            case WARNING -> 4;
            case INFO -> 6;
            case DEBUG, TRACE, ALL -> 7;
        };
    }

    private record Lines(String name) implements System.Logger {

        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean isLoggable(Level level) {
            Level least = Level.valueOf(System.getProperty(LEVEL, "WARNING"));
            return level.getSeverity() >= least.getSeverity() && level != Level.OFF;
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable thrown) {
            if (isLoggable(level)) {
                String cause = thrown == null ? "" : ": " + thrown;
                System.err.println(line(level, message + cause, JOURNAL));
                if (thrown != null && isLoggable(Level.DEBUG)) {
                    thrown.printStackTrace(System.err);
                }
            }
        }

        @Override
        public void log(
                Level level,
                @Nullable ResourceBundle bundle,
                @Nullable String format,
                @Nullable Object @Nullable ... parameters) {
            if (isLoggable(level)) {
                boolean plain = format == null || parameters == null || parameters.length == 0;
                log(level, bundle, plain ? format : MessageFormat.format(format, parameters), (Throwable) null);
            }
        }
    }
}
