package io.containerizer.linux.proc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserTableTest {

    @TempDir
    Path etc;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(etc.resolve("passwd"), """
                # comment:x:1:1::/:
                root:x:0:0:root:/root:/bin/sh
                +::::::
                broken
                web:x:abc:33::/:
                web:x:33:34:www:/var/www:/bin/false
                web:x:99:99:second:/:/bin/false
                nobody4:x:4294967295:4294967295::/:
                777:x:0:0:a number for a name:/:/bin/sh
                """);
        Files.writeString(etc.resolve("group"), """
                root:x:0:
                www:x:34:
                ssl:x:110:backup,web
                docs:x:111:web
                bad:x:12x:web
                webs:x:112:webmaster
                own:x:34:web
                888:x:0:
                """);
    }

    @Test
    void aNameGivesUidGidAndTheGroupsItIsListedIn() {
        assertThat(resolve("web")).isEqualTo(new Identity(33, 34, List.of(34, 110, 111)));
        assertThat(resolve("root")).isEqualTo(new Identity(0, 0, List.of(0)));
    }

    @Test
    void aNumberThatIsListedHasTheGroupsOfItsName() {
        assertThat(resolve("33")).isEqualTo(resolve("web"));
    }

    @Test
    void aNumberThatIsNotListedStandsForItself() {
        assertThat(resolve("1234")).isEqualTo(new Identity(1234, 1234, List.of(1234)));
        assertThat(resolve("4294967294")).isEqualTo(new Identity(-2, -2, List.of(-2)));
    }

    @Test
    void aGroupMayBeNamedBesideTheUser() {
        assertThat(resolve("web:docs")).isEqualTo(new Identity(33, 111, List.of(111, 110, 34)));
        assertThat(resolve("web:5")).isEqualTo(new Identity(33, 5, List.of(5, 110, 111, 34)));
        assertThat(resolve("5:6")).isEqualTo(new Identity(5, 6, List.of(6)));
    }

    @Test
    void whoeverIsNamedLikeANumberIsNotMeantByIt() {
        assertThat(resolve("777")).isEqualTo(new Identity(777, 777, List.of(777)));
        assertThat(resolve("5:888").gid()).isEqualTo(888);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "nosuch",
                "web:nosuch",
                "web:",
                ":5",
                "-1",
                "+",
                "broken",
                "nobody4",
                "web:bad",
                " web",
                "1.5"
            })
    void whoIsNotThereIsRefused(String user) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> resolve(user))
                .returns(ErrorCode.UNKNOWN_USER, ContainerizerException::code)
                .satisfies(e -> assertThat(e.reason()).startsWith("it is not in " + etc));
    }

    @ParameterizedTest
    @ValueSource(strings = {"4294967295", "web:4294967295", "4294967296", "99999999999999999999"})
    void aNumberThatIsTooLargeIsCalledThat(String user) {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> resolve(user))
                .returns(ErrorCode.UNKNOWN_USER, ContainerizerException::code)
                .withMessageEndingWith("the number is out of range; numbers are 0 to 4294967294");
    }

    @Test
    void withoutTablesNumbersStillWork(@TempDir Path empty) {
        assertThat(new UserTable(empty).resolve("5:6")).isEqualTo(new Identity(5, 6, List.of(6)));
        assertThatExceptionOfType(ContainerizerException.class).isThrownBy(() -> new UserTable(empty).resolve("root"));
    }

    private Identity resolve(String user) {
        return new UserTable(etc).resolve(user);
    }
}
