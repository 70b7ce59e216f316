package io.containerizer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.cli.CliFixture.Result;
import io.containerizer.testkit.RequiresLinux;
import io.containerizer.testkit.RequiresRoot;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code run --volume persistent:}, {@code volumes} and {@code volumes rm}, on the real kernel. */
@RequiresLinux
@RequiresRoot
class VolumesCommandTest {

    private static final String VOLUME = "--volume=persistent:eng/web/db:data:quota=4MB";

    private final CliFixture cli = new CliFixture();

    @AfterEach
    void close() throws IOException {
        cli.close();
        assertThat(cli.leftovers()).isEmpty();
    }

    @Test
    void aVolumeStaysUntilItIsRemoved() {
        assertThat(cli.run("volumes").out()).isEqualTo("VOLUME   USED BY   DIRECTORY\n");
        assertThat(cli.run("volumes rm", "eng/web/db").err())
                .isEqualTo("containerizer: remove persistent volume eng/web/db: there is no volume of this name;"
                        + " list them with: containerizer volumes\n");
        Result first = cli.run("run", VOLUME, "--shell", "echo kept > data/file");
        assertThat(first.err()).isEmpty();
        assertThat(cli.run("run", VOLUME, "--", "cat", "data/file").out()).isEqualTo("kept\n");
        assertThat(cli.run("volumes", "--quiet").out()).isEqualTo("eng/web/db\n");
        assertThat(cli.run("volumes", "--format=json").out())
                .contains("\"volume\":\"eng/web/db\"", "/volumes/roles/eng web/db\"");
        Result removed = cli.run("volumes rm", "eng/web/db");
        assertThat(removed.err()).isEmpty();
        assertThat(removed.code()).isZero();
        assertThat(cli.run("volumes", "--quiet").out()).isEmpty();
    }

    @Test
    void aVolumeInUseIsNotRemoved() {
        assertThat(cli.run("run", "-d", "--name=web", VOLUME, "--", "sleep", "1000")
                        .code())
                .isZero();
        assertThat(cli.run("volumes").out()).contains("eng/web/db   web       ");
        Result refused = cli.run("volumes rm", "eng/web/db");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err())
                .isEqualTo("containerizer: remove persistent volume eng/web/db: it is used by web;"
                        + " end these containers first\n");
        assertThat(cli.run("stats", "--format=json", "web").out())
                .contains("{\"volume\":\"data\",\"persistence\":{\"id\":\"db\"},\"limit_bytes\":4194304");
        assertThat(cli.run("rm", "--force", "web").code()).isZero();
        assertThat(cli.run("volumes rm", "eng/web/db").code()).isZero();
    }

    @Test
    void withoutMountsAVolumeIsALink() {
        assertThat(cli.run("run", "--launcher=posix", VOLUME, "--", "readlink", "data")
                        .out())
                .endsWith("/volumes/roles/eng web/db\n");
        String posix = "--isolation=filesystem/posix";
        Result linked = cli.run("run", posix, VOLUME, "--", "readlink", "data");
        assertThat(linked.out()).endsWith("/volumes/roles/eng web/db\n");
        assertThat(linked.err())
                .isEqualTo("containerizer: warning: quota= of --volume has no effect without the isolator disk/du or"
                        + " disk/xfs\n");
        assertThat(cli.run("run", posix, VOLUME + ":ro", "--", "true").err())
                .contains("filesystem/posix cannot make a volume read-only");
        assertThat(cli.run("run", posix, VOLUME, "--volume=/etc:/mnt", "--", "true")
                        .err())
                .contains("--volume needs the isolator filesystem/linux in --isolation");
    }
}
