package io.containerizer.cli;

import io.containerizer.api.Verdict;
import java.util.Map;

/**
 * What {@code doctor --format=json} shows.
 *
 * @param user who runs it
 * @param usable whether all isolators are that were looked at
 */
public record DoctorReport(
        String version,
        String kernel,
        String machine,
        String user,
        String launcher,
        String cgroups,
        boolean usable,
        Map<String, Verdict> isolators) {}
