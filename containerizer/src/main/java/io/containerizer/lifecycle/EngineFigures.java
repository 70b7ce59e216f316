package io.containerizer.lifecycle;

import java.util.Map;

/**
 * What an engine did since it was opened.
 *
 * @param launches containers that were launched
 * @param launchErrors launches that failed
 * @param destroyErrors attempts to take a container away that failed
 * @param phases how long the phases of launches took that came to their ends
 */
public record EngineFigures(long launches, long launchErrors, long destroyErrors, Map<LaunchPhase, Durations> phases) {

    public EngineFigures {
        phases = Map.copyOf(phases);
    }
}
