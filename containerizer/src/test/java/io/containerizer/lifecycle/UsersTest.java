package io.containerizer.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.Command;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsersTest {

    private static final Users USERS = new Users(directory -> false);
    private static final Identity SEVEN = new Identity(7, 8, List.of(8));

    @TempDir
    Path rootfs;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectory(rootfs.resolve("etc"));
        Files.writeString(rootfs.resolve("etc/passwd"), "web:x:7:8::/:/bin/sh\n");
    }

    @Test
    void withoutAUserItIsTheParentsElseTheEngines() {
        assertThat(USERS.resolve(spec("").build(), Optional.empty())).isEqualTo(Identity.ROOT);
        assertThat(USERS.resolve(spec("").build(), Optional.of(parent(SEVEN)))).isEqualTo(SEVEN);
    }

    @Test
    void namesAreThoseOfTheRootFileSystem() {
        assertThat(USERS.resolve(spec("web").rootfs(rootfs).build(), Optional.empty()))
                .isEqualTo(SEVEN);
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> USERS.resolve(spec("root").rootfs(rootfs).build(), Optional.empty()))
                .returns(ErrorCode.UNKNOWN_USER, ContainerizerException::code);
    }

    @Test
    void withoutOneTheyAreThoseOfTheParentsElseTheHosts() {
        assertThat(USERS.resolve(spec("web").build(), Optional.of(parent(Identity.ROOT))))
                .isEqualTo(SEVEN);
        assertThat(USERS.resolve(spec("root").build(), Optional.empty()).uid()).isZero();
    }

    private static ContainerSpec.Builder spec(String user) {
        return ContainerSpec.builder(ContainerId.of("web"), Command.of("true")).user(user);
    }

    private StoredContainer parent(Identity identity) {
        return new StoredContainer(
                spec("").rootfs(rootfs).build(),
                identity,
                Path.of("/work"),
                List.of(),
                Map.of(),
                "engine",
                "linux",
                0,
                "web");
    }
}
