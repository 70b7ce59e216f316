package io.containerizer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.api.ContainerId;
import io.containerizer.api.Volume;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LayoutTest {

    private static final ContainerId WEB = ContainerId.of("web");
    private static final ContainerId NESTED = ContainerId.parse("web.a.b");

    private final Layout layout = new Layout(Path.of("/run"), Path.of("/data"));

    @Test
    void aContainerHasADirectoryOfEachKind() {
        assertThat(layout.container(WEB)).hasToString("/run/containers/web");
        assertThat(layout.sandbox(WEB)).hasToString("/data/containers/web");
    }

    @Test
    void recordsAreInsideTheirParents() {
        assertThat(layout.container(NESTED)).hasToString("/run/containers/web/containers/a/containers/b");
        assertThat(layout.children(NESTED.parent().orElseThrow()))
                .isEqualTo(layout.container(NESTED).getParent());
    }

    /** Whoever owns a sandbox can exchange what is in it. */
    @Test
    void noSandboxIsInsideAnother() {
        assertThat(layout.sandbox(NESTED)).hasToString("/data/nested/web/containers/a/containers/b/sandbox");
        assertThat(layout.sandbox(NESTED.parent().orElseThrow())).hasToString("/data/nested/web/containers/a/sandbox");
        assertThat(layout.nestedSandboxes(WEB)).hasToString("/data/nested/web");
        assertThat(layout.nestedSandboxes(NESTED))
                .isEqualTo(layout.sandbox(NESTED).getParent());
    }

    @Test
    void checkpointsAreNamedAsTheReferenceNamesThem() {
        assertThat(layout.config(WEB)).hasToString("/run/containers/web/config");
        assertThat(layout.launchInfo(WEB)).hasToString("/run/containers/web/launch_info");
        assertThat(layout.pid(WEB)).hasToString("/run/containers/web/pid");
        assertThat(layout.status(WEB)).hasToString("/run/containers/web/status");
        assertThat(layout.termination(WEB)).hasToString("/run/containers/web/termination");
    }

    /** No name of a file of the engine's can be the name of a nested container's directory. */
    @Test
    void childrenDoNotMixWithTheFilesOfTheirParent() {
        ContainerId child = WEB.child("config");
        assertThat(layout.container(child)).isNotEqualTo(layout.config(WEB));
    }

    @Test
    void buildsOfTheLauncherHaveSocketsOfTheirOwn() {
        assertThat(layout.launcherSocket("1")).isNotEqualTo(layout.launcherSocket("2"));
    }

    /** As in Mesos, whose volumes these may be. */
    @Test
    void aPersistentVolumeIsInItsRolesDirectory() {
        assertThat(layout.volume(new Volume.Persistent("eng/web", "db"))).hasToString("/data/volumes/roles/eng web/db");
    }
}
