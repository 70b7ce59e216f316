package io.containerizer.agent.endpoints;

import io.containerizer.agent.http.Answer;
import io.containerizer.agent.http.Handler;
import io.containerizer.agent.http.Request;
import io.containerizer.agent.state.LogLevel;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.MesosDuration;
import java.time.Duration;
import java.util.Optional;

/** {@code /logging/toggle}: tells how much the agent logs, or has it log more for a while. */
final class LoggingEndpoint implements Handler {

    private final LogLevel level;

    LoggingEndpoint(LogLevel level) {
        this.level = level;
    }

    @Override
    public Answer handle(Request request) {
        Optional<String> wanted = request.parameter("level");
        Optional<String> duration = request.parameter("duration");
        if (wanted.isEmpty() && duration.isEmpty()) {
            return Answer.text(200, level.level() + "\n");
        }
        if (wanted.isEmpty()) {
            return refused("Expecting 'level=value' in query.");
        }
        if (duration.isEmpty()) {
            return refused("Expecting 'duration=value' in query.");
        }
        int number;
        try {
            number = Integer.parseInt(wanted.get());
        } catch (NumberFormatException e) {
            return refused("'level' is not an integer.");
        }
        if (number < 0) {
            return refused("'level' is negative: " + number + ".");
        }
        if (number < level.lowest()) {
            return refused("'level' is below the level that the agent was started with: " + number + " < "
                    + level.lowest() + ".");
        }
        Duration time;
        try {
            time = MesosDuration.parse(duration.get());
        } catch (ContainerizerException e) {
            return refused("'duration' cannot be read: " + e.getMessage() + ".");
        }
        level.set(number, time);
        return Answer.empty(200);
    }

    private static Answer refused(String why) {
        return Answer.text(400, why);
    }
}
