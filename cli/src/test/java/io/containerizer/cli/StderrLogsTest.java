package io.containerizer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StderrLogsTest {

    @Test
    void aRecordIsALineWhateverIsInIt() {
        assertThat(StderrLogs.line(System.Logger.Level.WARNING, "a\nb\tc\u001b[31m\u0085é", false))
                .isEqualTo("containerizer: warning: a\\nb c?[31m?é");
    }

    @Test
    void theJournalGetsThePriority() {
        assertThat(StderrLogs.line(System.Logger.Level.ERROR, "x", true)).isEqualTo("<3>x");
        assertThat(StderrLogs.line(System.Logger.Level.WARNING, "x", true)).isEqualTo("<4>x");
        assertThat(StderrLogs.line(System.Logger.Level.INFO, "x", true)).isEqualTo("<6>x");
        assertThat(StderrLogs.line(System.Logger.Level.DEBUG, "x", true)).isEqualTo("<7>x");
    }
}
