package io.containerizer.checkpoint;

import io.containerizer.api.ContainerId;
import io.containerizer.api.Volume;
import java.nio.file.Path;
import java.util.List;

/**
 * Every path the engine uses:
 *
 * <pre>
 * &lt;runtime_dir&gt;                      lost at a reboot, like the containers
 *   launcher-&lt;version&gt;.sock          where the resident launcher listens
 *   launcher.lock                    held while one is started, looked for, or leaves
 *   adopt.lock                       held while containers change hands
 *   net_cls/&lt;handle&gt;                the container that has it, of isolator cgroups/net_cls
 *   net_cls.new                      one of these that is being written
 *   net_cls.lock                     held while one is given out
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
 *   nested/&lt;id&gt;                      no part of it: its user could put another directory in the way
 *     containers/&lt;child&gt;             of a nested container
 *       sandbox
 *       containers/&lt;grandchild&gt;
 *   xfs_projects.lock                held while isolator disk/xfs gives out a project id
 *   volumes
 *     roles/&lt;role&gt;/&lt;id&gt;            a persistent volume; a blank stands for a slash in the role
 *     new                            one that is being made
 *     removed/&lt;n&gt;                    one that is being removed
 *     runtime_dirs                   where the containers are that may use them
 *     lock                           held while one is made or renamed
 *     removed.lock                   held while what was renamed is emptied
 *     xfs_projects/&lt;role&gt;/&lt;id&gt;     charged to the project of a volume, of isolator disk/xfs
 *   provisioner/containers/&lt;id&gt;      what was made of images for a container
 *     &lt;uuid&gt;.record                 names the container's directory in its runtime directory
 *     &lt;uuid&gt;
 *       rootfs                      its root; with overlay the container alone sees something in it
 *       upperdir, workdir           what the container has changed, with overlay
 *       volumes/&lt;n&gt;                 the same for each volume of an image
 *     containers/&lt;child&gt;            the same for nested containers
 * </pre>
 */
public record Layout(Path runtimeDirectory, Path workDirectory) {

    /** Name of a directory that holds those of containers. */
    public static final String CONTAINERS = "containers";

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
        return below(runtimeDirectory, id.path());
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

    /** Holds the sandboxes of top-level containers. */
    public Path sandboxes() {
        return workDirectory.resolve(CONTAINERS);
    }

    public Path sandbox(ContainerId id) {
        return id.isNested()
                ? nestedSandboxes(id).resolve("sandbox")
                : sandboxes().resolve(id.value());
    }

    /** Holds the sandboxes of the containers nested in {@code id}, and that of {@code id} if it is nested itself. */
    public Path nestedSandboxes(ContainerId id) {
        List<String> path = id.path();
        return below(workDirectory.resolve("nested").resolve(path.getFirst()), path.subList(1, path.size()));
    }

    public Path volumes() {
        return workDirectory.resolve("volumes");
    }

    /** Holds the persistent volumes, by their roles. */
    public Path roles() {
        return volumes().resolve("roles");
    }

    /** Where one is made, before it has its name. */
    public Path newVolume() {
        return volumes().resolve("new");
    }

    /** Holds those that are being removed. */
    public Path removedVolumes() {
        return volumes().resolve("removed");
    }

    public Path volumesLock() {
        return volumes().resolve("lock");
    }

    public Path removedVolumesLock() {
        return volumes().resolve("removed.lock");
    }

    /** Names the runtime directories whose containers may use volumes of this work directory. */
    public Path volumeUsers() {
        return volumes().resolve("runtime_dirs");
    }

    /** A role has no blanks of its own. */
    public Path volume(Volume.Persistent volume) {
        return roles().resolve(volume.role().replace('/', ' ')).resolve(volume.id());
    }

    /** Holds what was made of images, for containers of this work directory. */
    public Path provisioner() {
        return workDirectory.resolve("provisioner");
    }

    public Path provisionedContainers() {
        return provisioner().resolve(CONTAINERS);
    }

    public Path provisioned(ContainerId id) {
        return below(provisioner(), id.path());
    }

    private static Path below(Path top, List<String> ids) {
        Path path = top;
        for (String value : ids) {
            path = path.resolve(CONTAINERS).resolve(value);
        }
        return path;
    }
}
