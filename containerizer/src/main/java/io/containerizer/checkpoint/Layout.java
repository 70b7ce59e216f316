package io.containerizer.checkpoint;

import io.containerizer.api.ContainerId;
import java.nio.file.Path;

/**
 * Every path the engine uses:
 *
 * <pre>
 * &lt;runtime_dir&gt;                      lost at a reboot, like the containers
 *   launcher-&lt;version&gt;.sock          where the resident launcher listens
 *   launcher.lock                    held while one is started, looked for, or leaves
 *   adopt.lock                       held while containers change hands
 *   engines/&lt;engine&gt;                 there for as long as that engine lives
 *   staging/&lt;engine&gt;-&lt;n&gt;             a container directory being filled
 *   containers/&lt;id&gt;
 *     config                         the request
 *     launch_info                    the merged launch plan
 *     pid                            of the supervising shell, with the posix launcher
 *     status                         wait status, written by the init, which also holds a lock on it
 *     termination                    how it ended, once everything is cleaned up
 *     owner                          the engine that took it over from the one that launched it
 *     containers/&lt;child&gt;             the same for nested containers
 *
 * &lt;work_dir&gt;
 *   containers/&lt;id&gt;                  sandbox, with stdout and stderr
 *     containers/&lt;child&gt;             sandbox of a nested container
 * </pre>
 */
public record Layout(Path runtimeDirectory, Path workDirectory) {

    private static final String CONTAINERS = "containers";

    public Path containers() {
        return runtimeDirectory.resolve(CONTAINERS);
    }

    public Path engines() {
        return runtimeDirectory.resolve("engines");
    }

    public Path engine(String engine) {
        return engines().resolve(engine);
    }

    public Path stagingDirectory() {
        return runtimeDirectory.resolve("staging");
    }

    public Path adoptLock() {
        return runtimeDirectory.resolve("adopt.lock");
    }

    public Path launcherLock() {
        return runtimeDirectory.resolve("launcher.lock");
    }

    /** @param version tells builds of the launcher apart, so that a new engine never talks to an old one */
    public Path launcherSocket(String version) {
        return runtimeDirectory.resolve("launcher-" + version + ".sock");
    }

    public Path container(ContainerId id) {
        return below(runtimeDirectory, id);
    }

    public Path config(ContainerId id) {
        return container(id).resolve("config");
    }

    public Path launchInfo(ContainerId id) {
        return container(id).resolve("launch_info");
    }

    public Path pid(ContainerId id) {
        return container(id).resolve("pid");
    }

    public Path status(ContainerId id) {
        return container(id).resolve("status");
    }

    public Path termination(ContainerId id) {
        return container(id).resolve("termination");
    }

    public Path owner(ContainerId id) {
        return container(id).resolve("owner");
    }

    /** Where the containers nested in {@code id} are. */
    public Path children(ContainerId id) {
        return container(id).resolve(CONTAINERS);
    }

    public Path sandbox(ContainerId id) {
        return below(workDirectory, id);
    }

    private static Path below(Path top, ContainerId id) {
        Path path = top;
        for (String value : id.path()) {
            path = path.resolve(CONTAINERS).resolve(value);
        }
        return path;
    }
}
