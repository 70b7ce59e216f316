package io.containerizer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.cli.CliFixture.Result;
import io.containerizer.testkit.RequiresLinux;
import io.containerizer.testkit.RequiresRoot;
import io.containerizer.testkit.RequiresTool;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent that trusts nobody by itself. */
@RequiresLinux
@RequiresRoot
@RequiresTool("openssl")
class RemoteAccessTest {

    @TempDir
    static Path directory;

    private static AgentFixture agent;

    @BeforeAll
    static void start() throws Exception {
        Path key = directory.resolve("key.pem");
        Path certificate = directory.resolve("cert.pem");
        Process made = new ProcessBuilder(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:prime256v1",
                        "-nodes",
                        "-keyout",
                        key.toString(),
                        "-out",
                        certificate.toString(),
                        "-days",
                        "2",
                        "-subj",
                        "/CN=localhost",
                        "-addext",
                        "subjectAltName=IP:127.0.0.1")
                .redirectErrorStream(true)
                .start();
        made.getInputStream().readAllBytes();
        assertThat(made.waitFor()).isZero();
        Path credentials = Files.writeString(
                directory.resolve("credentials"),
                "{\"credentials\": [{\"principal\": \"looker\", \"secret\": \"s1\"}, {\"principal\": \"doer\", \"secret\": \"s2\"}]}");
        Files.writeString(directory.resolve("s1"), "s1\n");
        Files.writeString(directory.resolve("s2"), "s2\n");
        Path acls = Files.writeString(directory.resolve("acls"), """
                {"launch_standalone_containers": [
                   {"principals": {"values": ["doer"]}, "users": {"type": "ANY"}},
                   {"principals": {"type": "ANY"}, "users": {"type": "NONE"}}],
                 "view_standalone_containers": [
                   {"principals": {"values": ["doer"]}, "users": {"type": "ANY"}},
                   {"principals": {"type": "ANY"}, "users": {"type": "NONE"}}],
                 "attach_containers_output": [
                   {"principals": {"values": ["doer"]}, "users": {"type": "ANY"}},
                   {"principals": {"type": "ANY"}, "users": {"type": "NONE"}}],
                 "manage_volumes": [{"principals": {"type": "ANY"}, "roles": {"type": "NONE"}}]}
                """);
        agent = new AgentFixture(
                "--tls_certificate=" + certificate,
                "--tls_key=" + key,
                "--authenticate_http_readonly",
                "--authenticate_http_readwrite",
                "--http_credentials=" + credentials,
                "--acls=file://" + acls);
    }

    @AfterAll
    static void stop() throws Exception {
        agent.close();
    }

    private static Result as(String principal, String secret, String command, String... more) {
        String[] words = new String[more.length + 3];
        words[0] = "--principal=" + principal;
        words[1] = "--secret_file=" + directory.resolve(secret);
        words[2] = "--ca_file=" + directory.resolve("cert.pem");
        System.arraycopy(more, 0, words, 3, more.length);
        return agent.byTls().here(command, words);
    }

    @Test
    void whoIsKnownIsServedOverTls() {
        assertThat(as("doer", "s2", "run", "-d", "--name=mine", "sleep", "60").err())
                .isEmpty();
        assertThat(as("doer", "s2", "ps", "-q").out()).isEqualTo("mine\n");
        assertThat(as("looker", "s1", "ps", "-q").out()).isEmpty();
        Result inspected = as("looker", "s1", "inspect", "mine");
        assertThat(inspected.err()).contains("find container mine: there is none of this name");
        assertThat(as("doer", "s2", "rm", "--force", "mine").err()).isEmpty();
    }

    @Test
    void anAclForbids() {
        Result launched = as("looker", "s1", "run", "-d", "--name=mine", "sleep", "60");
        assertThat(launched.code()).isEqualTo(125);
        assertThat(launched.err()).isEqualTo("containerizer: launch_standalone_containers of user 'root': forbidden\n");
        assertThat(as("doer", "s2", "volumes rm", "web/db").err())
                .isEqualTo("containerizer: remove volume web/db: forbidden\n");
    }

    @Test
    void othersAreToldWhatIsMissing() {
        assertThat(as("doer", "s1", "ps").err())
                .contains("it answers 401")
                .contains("name a principal that it knows, with --principal and --secret_file");
        Result untrusted = agent.byTls().here("ps");
        assertThat(untrusted.code()).isEqualTo(1);
        assertThat(untrusted.err()).contains("ask agent https://127.0.0.1").hasLineCount(1);
        Result halfway = agent.byTls().here("ps", "--principal=doer");
        assertThat(halfway.err()).contains("--principal and --secret_file go together");
        Result plain = agent.byPort().here("ps");
        assertThat(plain.code()).isEqualTo(1);
        assertThat(plain.err()).hasLineCount(1);
    }
}
