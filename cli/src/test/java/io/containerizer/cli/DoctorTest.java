package io.containerizer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.containerizer.lifecycle.IsolatorFactories;
import io.containerizer.testkit.RequiresLinux;
import io.containerizer.testkit.RequiresRoot;
import org.junit.jupiter.api.Test;

class DoctorTest {

    private final CapturedOutput program = new CapturedOutput();

    @Test
    void whatNeedsNothingIsUsableEverywhere() {
        assertThat(program.run("doctor", "--isolation=filesystem/posix,posix/cpu,posix/mem"))
                .isZero();
        assertThat(program.out()).containsPattern("posix/cpu +usable +nothing is needed");
    }

    @Test
    void withoutTheLauncherTheEvidenceAndTheRemedyAreSaid() {
        assertThat(program.run("doctor", "--launcher=posix", "--isolation=cgroups/cpu"))
                .isEqualTo(1);
        assertThat(program.out())
                .containsPattern("cgroups/cpu +unusable +the launcher is posix")
                .contains("-> run as root on Linux, with --launcher=linux");
    }

    @Test
    void programsReadJson() {
        int code = program.run("doctor", "--format=json");
        JsonObject report = JsonParser.parseString(program.out()).getAsJsonObject();
        assertThat(report.getAsJsonObject("isolators").keySet())
                .containsExactlyInAnyOrderElementsOf(IsolatorFactories.load().keySet());
        assertThat(code == 0).isEqualTo(report.has("usable"));
    }

    @Test
    void anUnknownIsolatorIsNotUsable() {
        assertThat(program.run("doctor", "--isolation=posix/cpu,nope")).isEqualTo(1);
        assertThat(program.out()).containsPattern("nope +unusable +there is no isolator of this name");
    }

    @Test
    @RequiresLinux
    @RequiresRoot
    void theUsualIsolatorsAreUsableForRoot() {
        program.run("doctor");
        assertThat(program.out())
                .containsPattern("filesystem/linux +usable")
                .containsPattern("namespaces/pid +usable")
                .contains("kernel         Linux ");
    }
}
