package io.containerizer.cli;

import java.text.MessageFormat;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * What engine and isolators log, as lines on stderr: warnings and errors, and with {@code --debug} everything. The
 * JDK's own logging would cost every start of the program some ten milliseconds.
 */
public final class StderrLogs extends System.LoggerFinder {

    /** System property: the least level that is printed. */
    static final String LEVEL = "containerizer.log";

    @Override
    public System.Logger getLogger(String name, Module module) {
        return new Lines(name);
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
                System.err.println("containerizer: " + level.getName().toLowerCase(java.util.Locale.ROOT) + ": "
                        + message + cause);
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
