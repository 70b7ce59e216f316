package io.containerizer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.cli.CliFixture.Result;
import io.containerizer.testkit.RequiresCgroup;
import io.containerizer.testkit.RequiresLinux;
import io.containerizer.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Containers that outlive the program that started them, and the commands that find them again, by an engine of the program. */
@RequiresLinux
@RequiresRoot
@RequiresCgroup("memory")
class DetachedTest extends DetachedContract {

    @Override
    CliFixture fixture() {
        return new CliFixture();
    }

    @AfterEach
    void close() throws IOException {
        cli.close();
        assertThat(cli.leftovers()).isEmpty();
    }

    @Test
    void flagsAboutLaunchesDoNotConcernLaterCommands() {
        Result started = cli.run(
                "run",
                "-d",
                "--name=web",
                "--isolation=filesystem/linux,docker/runtime",
                "--default_container_info={\"type\":\"MESOS\",\"volumes\":[]}",
                "--image_providers=docker",
                "--image_gc_config={}",
                "sleep",
                "100");
        assertThat(started.err()).isEmpty();
        assertThat(cli.here("kill", "web").err()).isEmpty();
        assertThat(cli.run("wait", "web").out()).isEqualTo("143\n");
    }

    @Test
    void credentialsOfRegistriesAreNotRecorded() throws IOException {
        Path secret = Files.writeString(
                cli.top().resolve("config.json"),
                "{\"auths\": {\"a.test\": {\"username\": \"u\", \"password\": \"p\"}}}");
        Result started = cli.run("run", "-d", "--name=web", "--docker_config=" + secret, "sleep", "100");
        assertThat(started.err()).isEmpty();
        assertThat(cli.here("inspect", "web").out()).contains("sleep").doesNotContain("docker_config");
        assertThat(cli.here("rm", "--force", "web").code()).isZero();
    }
}
