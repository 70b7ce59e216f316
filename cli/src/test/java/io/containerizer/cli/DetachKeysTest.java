package io.containerizer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DetachKeysTest {

    private final DetachKeys keys = new DetachKeys();

    private String pass(String typed) {
        return new String(keys.pass(typed.getBytes()));
    }

    @Test
    void otherKeysGoToTheContainer() {
        assertThat(pass("ls\r\u0011\u0003")).isEqualTo("ls\r\u0011\u0003");
        assertThat(keys.pressed()).isFalse();
    }

    @Test
    void bothTogetherLeave() {
        assertThat(pass("a\u0010\u0011b")).isEqualTo("a");
        assertThat(keys.pressed()).isTrue();
    }

    @Test
    void bothLeaveOneByOneToo() {
        assertThat(pass("\u0010")).isEmpty();
        assertThat(keys.pressed()).isFalse();
        assertThat(pass("\u0011")).isEmpty();
        assertThat(keys.pressed()).isTrue();
    }

    @Test
    void theFirstAloneComesWithWhatFollows() {
        assertThat(pass("\u0010")).isEmpty();
        assertThat(pass("\u0010x")).isEqualTo("\u0010\u0010x");
        assertThat(keys.pressed()).isFalse();
    }
}
