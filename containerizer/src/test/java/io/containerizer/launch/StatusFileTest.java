package io.containerizer.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.api.ContainerId;
import io.containerizer.checkpoint.Layout;
import io.containerizer.testkit.RecordingSyscalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusFileTest {

    private static final ContainerId ID = ContainerId.of("c");
    private static final int INIT = 77;

    private RecordingSyscalls calls;
    private StatusFile statusFile;
    private Path file;

    @BeforeEach
    void reserve(@TempDir Path top) throws IOException {
        calls = new RecordingSyscalls(top);
        Layout layout = new Layout(Path.of("/run"), Path.of("/work"));
        statusFile = new StatusFile(calls, layout);
        file = top.resolve("run/containers/c/status");
        Files.createDirectories(file.getParent());
        write("");
    }

    private void write(String content) {
        try {
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "r", "revoked\n", "x", "\n", "12"})
    void whatIsNoStatusIsNone(String content) {
        write(content);
        assertThat(statusFile.read(ID)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0,0", "9,9", "256,256", "32512,32512"})
    void aStatusIsWhatWaitGives(String written, int status) {
        write(written + "\n");
        assertThat(statusFile.read(ID)).contains(new StatusFile.Content(status, Optional.empty()));
        assertThat(statusFile.started(ID)).isTrue();
    }

    @Test
    void aLaunchThatFailedNeverRan() {
        write("256\nfailed 3 2\n");
        assertThat(statusFile.read(ID)).contains(new StatusFile.Content(256, Optional.of("failed 3 2")));
        assertThat(statusFile.started(ID)).isFalse();
    }

    @Test
    void aCommandThatRunsWasStarted() {
        assertThat(statusFile.started(ID)).isFalse();
        write("r");
        assertThat(statusFile.started(ID)).isTrue();
    }

    @Test
    void revokingForbidsALaunchButIsNoEnd() {
        assertThat(statusFile.revoke(ID)).isTrue();
        assertThat(file).isNotEmptyFile();
        assertThat(statusFile.read(ID)).isEmpty();
        assertThat(statusFile.started(ID)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"r", "0\n", "256\nfailed 3 2\n"})
    void revokingKeepsWhatTheInitLeft(String content) {
        write(content);
        assertThat(statusFile.revoke(ID)).isTrue();
        assertThat(file).hasContent(content);
    }

    @Test
    void aLivingInitCannotBeRevoked() {
        calls.process(INIT);
        calls.lockRecord(file, INIT);
        assertThat(statusFile.holder(ID)).hasValue(INIT);
        assertThat(statusFile.revoke(ID)).isFalse();
        assertThat(file).isEmptyFile();
    }

    @Test
    void withoutARecordThereIsNothing() throws IOException {
        Files.delete(file);
        assertThat(statusFile.holder(ID)).isEmpty();
        assertThat(statusFile.read(ID)).isEmpty();
        assertThat(statusFile.started(ID)).isFalse();
        assertThat(statusFile.revoke(ID)).isTrue();
    }

    @Test
    void noDescriptorStaysOpen() {
        statusFile.revoke(ID);
        statusFile.read(ID);
        statusFile.holder(ID);
        assertThat(calls.openDescriptors()).isEmpty();
    }
}
