package io.containerizer.linux.proc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserNamesTest {

    @TempDir
    Path etc;

    @Test
    void numbersHaveTheNamesOfTheTables() throws IOException {
        Files.writeString(
                etc.resolve("passwd"), "root:x:0:0::/:/bin/sh\nalice:x:1000:1000::/:\nalias:x:1000:1::/:\nbad\n");
        Files.writeString(etc.resolve("group"), "root:x:0:\nstaff:x:50:alice\nodd:x:many:\n");
        UserNames names = UserNames.read(etc);
        assertThat(names.user(1000)).isEqualTo("alice");
        assertThat(names.group(50)).isEqualTo("staff");
    }

    @Test
    void whoHasNoNameIsANumber() {
        UserNames names = UserNames.read(etc);
        assertThat(names.user(1234)).isEqualTo("1234");
        assertThat(names.group(-2)).isEqualTo("4294967294");
    }
}
