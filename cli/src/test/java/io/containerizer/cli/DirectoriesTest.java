package io.containerizer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoriesTest {

    @TempDir
    Path temporary;

    private String me() throws Exception {
        return Files.getOwner(temporary).getName();
    }

    @Test
    void aDirectoryAmongTemporaryFilesIsMadeForItsOwnerOnly() throws Exception {
        Path directory = Directories.ownDirectory(temporary.resolve("own"), me());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
        assertThat(Directories.ownDirectory(directory, me())).isEqualTo(directory);
    }

    @Test
    void somebodyElsesDirectoryIsNotUsed() {
        assertThatThrownBy(() -> Directories.ownDirectory(temporary, "somebody-else"))
                .hasMessageContaining("it is no directory of the user somebody-else; name another one");
    }

    @Test
    void aLinkIsNotUsed() throws Exception {
        Path link = Files.createSymbolicLink(temporary.resolve("link"), temporary);
        assertThatThrownBy(() -> Directories.ownDirectory(link, me())).hasMessageContaining("it is no directory");
    }
}
