package io.containerizer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.containerizer.cli.CliFixture.Result;
import io.containerizer.testkit.RequiresCgroup;
import io.containerizer.testkit.RequiresLinux;
import io.containerizer.testkit.RequiresRoot;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Containers that outlive the program that started them, and the commands that find them again, here or by an agent. */
@RequiresLinux
@RequiresRoot
@RequiresCgroup("memory")
abstract class DetachedContract {

    private static final String OBEDIENT =
            "echo out; echo err >&2; trap 'echo bye; exit 5' TERM; while :; do sleep 0.02; done";

    final CliFixture cli = fixture();

    /** Where the program's containers are to be. */
    abstract CliFixture fixture();

    private JsonElement json(String command, String... more) {
        Result result = cli.here(command, more);
        assertThat(result.err()).isEmpty();
        return JsonParser.parseString(result.out());
    }

    private void start(String name, String line) {
        Result result = cli.run("run", "-d", "--mem=64MB", "--name", name, "--shell", line);
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo(name + "\n");
        assertThat(result.code()).isZero();
    }

    @Test
    void itsWholeLife() {
        start("web", OBEDIENT);
        assertThat(cli.here("ps", "-q").out()).isEqualTo("web\n");
        assertThat(cli.here("rm", "web").err()).contains("it has not ended: RUNNING");

        JsonObject row = json("ps", "--format=json").getAsJsonArray().get(0).getAsJsonObject();
        assertThat(row.get("id").getAsString()).isEqualTo("web");
        assertThat(row.get("state").getAsString()).isEqualTo("RUNNING");
        assertThat(row.get("pid").getAsInt()).isPositive();
        assertThat(row.get("command").getAsString()).isEqualTo(OBEDIENT);

        assertThat(cli.here("kill", "web").code()).isZero();
        Result waited = cli.run("wait", "web");
        assertThat(waited.out()).isEqualTo("5\n");
        assertThat(waited.code()).isEqualTo(5);

        Result logs = cli.run("logs", "web");
        assertThat(logs.out()).isEqualTo("out\nbye\n");
        assertThat(logs.err()).isEqualTo("err\n");
        assertThat(cli.here("logs", "--stderr", "web").out()).isEmpty();
        assertThat(cli.here("ps").out()).doesNotContain("web");
        assertThat(cli.here("ps", "--all").out()).containsPattern("web +exited 5 +- ");

        JsonObject end =
                json("ps", "-a", "--format=json").getAsJsonArray().get(0).getAsJsonObject();
        assertThat(end.get("exit_code").getAsInt()).isEqualTo(5);
        Result again = cli.here("kill", "web");
        assertThat(again.err()).isEqualTo("containerizer: send signal 15 to web: the container has ended\n");
        assertThat(again.code()).isEqualTo(1);

        assertThat(cli.here("rm", "web").code()).isZero();
        assertThat(cli.here("rm", "web").err()).contains("find container web: there is none of this name");
    }

    @Test
    void logsFollowToTheEnd() throws IOException {
        start("talker", "for i in 1 2 3; do echo $i; sleep 0.3; done; printf tail");
        Process process = cli.builder("logs", "-f", "talker").start();
        assertThat(CliFixture.finish(process).out()).isEqualTo("1\n2\n3\ntail");
    }

    @Test
    void anIdMayBeShortened() {
        start("long-name", "sleep 50");
        start("lonely", "sleep 50");
        assertThat(cli.here("logs", "long").code()).isZero();
        assertThat(cli.here("logs", "lon").err()).contains("find container lon: 2 ids begin like this");
    }

    @Test
    void execRunsInside() {
        start("host", "sleep 50");
        Result processes = cli.run("exec", "host", "--", "ps", "-e", "-o", "comm=");
        assertThat(processes.out().lines())
                .contains("sleep", "ps", "container-init")
                .hasSizeLessThan(8);
        assertThat(cli.run("exec", "host", "--shell", "echo e >&2; exit 9").code())
                .isEqualTo(9);
        assertThat(cli.run("exec", "host", "nosuchprogram").code()).isEqualTo(127);
        Result passed = cli.run(
                "input".getBytes(),
                "exec",
                "-i",
                "-e",
                "A=b",
                "-u",
                "nobody",
                "host",
                "--shell",
                "cat; echo $A; id -un; echo e >&2");
        assertThat(passed.out()).isEqualTo("inputb\nnobody\n");
        assertThat(passed.err()).isEqualTo("e\n");
        assertThat(cli.run("exec", "other", "true").err()).contains("find container other");
        assertThat(cli.here("ps", "-q").out()).isEqualTo("host\n");
    }

    @Test
    void execPassesSignalsOn() throws IOException {
        start("host", "sleep 50");
        Process process = cli.builder(
                        "exec", "host", "--shell", "trap 'exit 8' TERM; echo ready; while :; do sleep 0.02; done")
                .start();
        CliFixture.readUntil(process.getInputStream(), "ready");
        CliFixture.signal(process, "TERM");
        assertThat(CliFixture.finish(process).code()).isEqualTo(8);
    }

    @Test
    void statsAndInspect() {
        start("busy", "x=$(head -c 10000000 /dev/zero | tr '\\0' x); while :; do :; done");
        JsonObject figures = json("stats", "--format=json", "busy")
                .getAsJsonArray()
                .get(0)
                .getAsJsonObject()
                .getAsJsonObject("statistics");
        assertThat(figures.get("mem_limit_bytes").getAsLong()).isEqualTo(64 << 20);
        assertThat(figures.get("mem_total_bytes").getAsLong()).isPositive();
        assertThat(figures.get("cpus_user_time_secs").getAsDouble()).isNotNegative();
        assertThat(cli.here("stats").out().lines().toList().get(1))
                .startsWith("busy ")
                .contains("64MB");

        JsonObject all = json("inspect", "busy").getAsJsonObject();
        assertThat(all.get("state").getAsString()).isEqualTo("RUNNING");
        assertThat(all.getAsJsonObject("config").getAsJsonArray("isolation").toString())
                .contains("filesystem/linux", "namespaces/pid", "cgroups/cpu", "cgroups/mem");
        assertThat(all.getAsJsonObject("plan")
                        .getAsJsonArray("clone_namespaces")
                        .toString())
                .contains("MNT", "PID");
        assertThat(cli.here("rm", "--force", "busy").code()).isZero();
        assertThat(cli.here("stats", "busy").code()).isEqualTo(1);
    }

    @Test
    void oneThatFailsDoesNotKeepTheOthersFromIt() {
        start("a", "sleep 50");
        start("b", "sleep 50");
        Result removed = cli.here("rm", "-f", "a", "nobody", "b");
        assertThat(removed.code()).isEqualTo(1);
        assertThat(removed.err()).hasLineCount(1);
        assertThat(cli.here("ps", "-aq").out()).isEmpty();
    }

    @Test
    void waitSeesWhatHappenedMeanwhile() throws Exception {
        start("oom", "head -c 300000000 /dev/zero | tail -c 200000000");
        TimeUnit.SECONDS.sleep(1);
        Result waited = cli.here("wait", "oom");
        assertThat(waited.out()).isEqualTo("137\n");
        assertThat(waited.err())
                .startsWith("containerizer: the container was ended: Memory limit exceeded (OOM): ")
                .hasLineCount(1);
        assertThat(cli.here("ps", "-a").out()).containsPattern("oom +exited 137 \\(OOM\\) ");
        JsonObject end = json("wait", "--format=json", "oom").getAsJsonObject();
        assertThat(end.get("exit_code").getAsInt()).isEqualTo(137);
        assertThat(end.getAsJsonObject("termination").get("message").getAsString())
                .contains("OOM")
                .doesNotContain("MEMORY STATISTICS");
        assertThat(end.getAsJsonObject("termination")
                        .getAsJsonObject("limitation")
                        .get("message")
                        .getAsString())
                .contains("MEMORY STATISTICS");
        String rows = cli.here("ps", "-a", "--format=json").out();
        assertThat(rows).contains("REASON_CONTAINER_LIMITATION_MEMORY").containsPattern("\"created\":\\d{10}[,.]");
        Result exec = cli.here("exec", "oom", "true");
        assertThat(exec.err()).contains("the parent container has ended; what it left is in: containerizer logs oom");
    }
}
