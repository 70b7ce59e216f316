package io.containerizer.agent.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.JsonParser;
import io.containerizer.agent.TestAgent;
import io.containerizer.agent.auth.Action;
import io.containerizer.agent.http.Answer;
import io.containerizer.agent.http.Headers;
import io.containerizer.agent.http.Sink;
import io.containerizer.api.ContainerId;
import io.containerizer.api.Resources;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileEndpointsTest {

    private static final int PIECE = 64 * 1024;

    @TempDir
    Path top;

    private TestAgent agent;
    private Path sandbox;

    @BeforeEach
    void makeSandbox() throws IOException {
        agent = new TestAgent((caller, action, user) -> action != Action.ACCESS_SANDBOXES || user.equals("alice"), top);
        sandbox = Files.createDirectories(top.resolve("containers/web"));
        agent.engine.add(ContainerId.of("web"), "alice", sandbox, Resources.NONE);
        Files.writeString(sandbox.resolve("stdout"), "hello");
    }

    private Answer.Whole get(String target) {
        return agent.get(target);
    }

    private String text(String target) {
        Answer.Whole answer = get(target);
        assertThat(answer.status()).as(TestAgent.text(answer)).isEqualTo(200);
        return TestAgent.text(answer);
    }

    private Iterable<String> browsed(String path) {
        return StreamSupport.stream(
                        JsonParser.parseString(text("/files/browse?path=" + path))
                                .getAsJsonArray()
                                .spliterator(),
                        false)
                .map(entry -> entry.getAsJsonObject().get("path").getAsString())
                .toList();
    }

    @Test
    void aDirectoryIsListedWithWhatLsTells() throws IOException {
        Files.createDirectory(
                sandbox.resolve("d"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
        Files.setLastModifiedTime(
                sandbox.resolve("stdout"), FileTime.from(Instant.ofEpochSecond(1600000000, 500000000)));
        Files.setPosixFilePermissions(sandbox.resolve("stdout"), PosixFilePermissions.fromString("rw-r--r--"));
        String json = text("/files/browse?path=/containers/web");
        assertThat(json)
                .matches("\\[\\{\"gid\":\"\\w+\",\"mode\":\"drwxr-x---\",\"mtime\":\\d+\\.\\d+,\"nlink\":\\d,"
                        + "\"path\":\"/containers/web/d\",\"size\":\\d+,\"uid\":\"\\w+\"},"
                        + "\\{\"gid\":\"\\w+\",\"mode\":\"-rw-r--r--\",\"mtime\":1600000000\\.5,\"nlink\":1,"
                        + "\"path\":\"/containers/web/stdout\",\"size\":5,\"uid\":\"\\w+\"}]");
    }

    @Test
    void aPlainFileHasNoFiles() {
        assertThat(text("/files/browse?path=/containers/web/stdout")).isEqualTo("[]");
    }

    @Test
    void sandboxesHaveTheirRealPathsToo() {
        assertThat(browsed(sandbox.toString())).containsExactly(sandbox + "/stdout");
        assertThat(browsed(sandbox + "//")).containsExactly(sandbox + "/stdout");
    }

    @Test
    void nestedSandboxesAreBelowTheirParents() throws IOException {
        Path nested = Files.createDirectories(top.resolve("nested/web/containers/db/sandbox"));
        Files.writeString(nested.resolve("log"), "x");
        agent.engine.add(ContainerId.parse("web.db"), "alice", nested, Resources.NONE);
        assertThat(browsed("/containers/web/containers/db")).containsExactly("/containers/web/containers/db/log");
        assertThat(browsed(sandbox + "/containers/db")).containsExactly(sandbox + "/containers/db/log");
        assertThat(browsed(nested.toString())).containsExactly(nested + "/log");
    }

    @Test
    void aSandboxStaysReadableAfterItsContainer() {
        agent.engine.end(ContainerId.of("web"));
        assertThat(text("/files/read?path=/containers/web/stdout&offset=0")).contains("hello");
    }

    @Test
    void whatALinkLeadsToIsShownIfItIsServed() throws IOException {
        Files.createSymbolicLink(sandbox.resolve("in"), Path.of("stdout"));
        Files.createSymbolicLink(sandbox.resolve("out"), Path.of("/etc/passwd"));
        Files.createSymbolicLink(sandbox.resolve("nowhere"), Path.of("none"));
        assertThat(text("/files/browse?path=/containers/web"))
                .containsPattern("\"mode\":\"-rw[^}]*\"path\":\"/containers/web/in\",\"size\":5")
                .containsPattern("\"mode\":\"lrwxrwxrwx\"[^}]*\"path\":\"/containers/web/nowhere\",\"size\":4")
                .containsPattern("\"mode\":\"lrwxrwxrwx\"[^}]*\"path\":\"/containers/web/out\",\"size\":11");
    }

    @ParameterizedTest
    @CsvSource({
        "/files/browse?path=/none, 404",
        "/files/browse?path=/containers/none, 404",
        "/files/browse?path=/containers/web/none, 404",
        "/files/browse?path=/containers/web/stdout/below, 404",
        "/files/browse?path=/containers/web/.., 400",
        "/files/browse?path=/containers/web/../../../etc, 400",
        "/files/browse?path=/containers/web/%00, 400",
        "/files/read?path=/containers/web, 400",
        "/files/read?path=/containers/web/none, 404",
        "/files/read?path=/containers/web/stdout&offset=-2, 400",
        "/files/read?path=/containers/web/stdout&offset=x, 400",
        "/files/read?path=/containers/web/stdout&length=-2, 400",
        "/files/read?path=/containers/web/stdout&length=1.5, 400",
        "/files/download?path=/containers/web, 400",
        "/files/download?path=/containers/web/none, 404",
    })
    void whatCannotBeServedIsRefused(String target, int status) {
        assertThat(get(target).status()).isEqualTo(status);
    }

    @Test
    void linksOutOfTheSandboxAreInaccessible() throws IOException {
        Files.createSymbolicLink(sandbox.resolve("file"), Path.of("/etc/passwd"));
        Files.createSymbolicLink(sandbox.resolve("directory"), Path.of("/etc"));
        Files.createSymbolicLink(sandbox.resolve("up"), Path.of("../.."));
        Files.createSymbolicLink(sandbox.resolve("magic"), Path.of("/proc/self/root/etc/passwd"));
        Files.createSymbolicLink(sandbox.resolve("circle"), Path.of("circle"));
        for (String path : new String[] {"file", "directory/passwd", "up/x", "magic", "circle"}) {
            assertThat(get("/files/read?path=/containers/web/" + path).status())
                    .as(path)
                    .isEqualTo(400);
        }
    }

    @Test
    void othersMayNotLook() throws IOException {
        Path bobs = Files.createDirectories(top.resolve("containers/bobs"));
        agent.engine.add(ContainerId.of("bobs"), "bob", bobs, Resources.NONE);
        for (String endpoint : new String[] {"browse", "read", "download"}) {
            Answer.Whole answer = get("/files/" + endpoint + "?path=/containers/bobs");
            assertThat(answer.status()).isEqualTo(403);
            assertThat(TestAgent.text(answer)).isEqualTo("403 Forbidden.");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', 5",
        "'&offset=-1', '', 5",
        "'&offset=0', hello, 0",
        "'&offset=0&length=-1', hello, 0",
        "'&offset=1&length=2', el, 1",
        "'&offset=3&length=100', lo, 3",
        "'&offset=5', '', 5",
        "'&offset=9', '', 9",
        "'&offset=0&length=0', '', 0",
    })
    void aPieceIsReadFromItsOffset(String query, String data, long offset) {
        assertThat(text("/files/read?path=/containers/web/stdout" + query))
                .isEqualTo("{\"data\":\"" + data + "\",\"offset\":" + offset + "}");
    }

    @Test
    void noPieceIsLargerThanSixteenPages() throws IOException {
        Files.writeString(sandbox.resolve("large"), "x".repeat(PIECE + 10));
        String path = "/files/read?path=/containers/web/large&offset=";
        assertThat(text(path + "0")).hasSize("{\"data\":\"\",\"offset\":0}".length() + PIECE);
        assertThat(text(path + "0&length=1000000")).hasSize("{\"data\":\"\",\"offset\":0}".length() + PIECE);
        assertThat(text(path + PIECE)).isEqualTo("{\"data\":\"xxxxxxxxxx\",\"offset\":" + PIECE + "}");
    }

    @Test
    void bytesThatAreNoTextGoOutAsTheyAre() throws IOException {
        byte[] half = {'a', (byte) 0xc3};
        Files.write(sandbox.resolve("half"), half);
        Answer.Whole answer = get("/files/read?path=/containers/web/half&offset=0");
        assertThat(answer.body()).contains(half).startsWith("{\"data\":\"a".getBytes(UTF_8));
        Files.writeString(sandbox.resolve("odd"), "\"\\\n\r\t\u0001\u007f");
        assertThat(text("/files/read?path=/containers/web/odd&offset=0"))
                .isEqualTo("{\"data\":\"\\\"\\\\\\n\\r\\t\\u0001\\u007f\",\"offset\":0}");
    }

    @Test
    void aFileIsDownloadedUnderItsName() throws IOException {
        Files.writeString(sandbox.resolve("a.txt"), "text");
        Answer.Whole answer = get("/files/download?path=/containers/web/a.txt");
        assertThat(TestAgent.text(answer)).isEqualTo("text");
        assertThat(answer.contentType()).isEqualTo("text/plain");
        assertThat(answer.headers()).containsEntry("Content-Disposition", "attachment; filename=a.txt");
        assertThat(get("/files/download?path=/containers/web/stdout").contentType())
                .isEqualTo("application/octet-stream");
    }

    @Test
    void aNameCannotBreakOutOfItsHeader() throws IOException {
        Files.writeString(sandbox.resolve("ä \"b\"\r\nX: y"), "");
        Answer.Whole answer = get("/files/download?path=/containers/web/%C3%A4%20%22b%22%0D%0AX:%20y");
        assertThat(answer.headers())
                .containsEntry(
                        "Content-Disposition",
                        "attachment; filename=\"____b___X:_y\"; filename*=UTF-8''%C3%A4%20%22b%22%0D%0AX%3A%20y");
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-1, 206, he, bytes 0-1/5",
        "bytes=3-, 206, lo, bytes 3-4/5",
        "bytes=3-99, 206, lo, bytes 3-4/5",
        "bytes=-2, 206, lo, bytes 3-4/5",
        "bytes=-9, 206, hello, bytes 0-4/5",
        "bytes=5-, 416, '', bytes */5",
        "'bytes=0-1,3-4', 200, hello, ",
        "bytes=2-1, 200, hello, ",
        "lines=1-2, 200, hello, ",
    })
    void aRangeIsDownloaded(String range, int status, String body, String told) {
        Answer.Whole answer = (Answer.Whole) agent.request(
                "GET", "/files/download?path=/containers/web/stdout", new Headers(Map.of("Range", range)));
        assertThat(answer.status()).isEqualTo(status);
        assertThat(TestAgent.text(answer)).isEqualTo(body);
        assertThat(answer.headers().get("Content-Range")).isEqualTo(told);
    }

    @Test
    void aLargeFileIsDownloadedInPieces() throws Exception {
        byte[] content = new byte[3 * PIECE + 17];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (i * 31);
        }
        Files.write(sandbox.resolve("large"), content);
        Answer.Streamed answer =
                (Answer.Streamed) agent.request("GET", "/files/download?path=/containers/web/large", Headers.NONE);
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        answer.source().writeTo(new Sink() {
            @Override
            public boolean write(byte[] piece) {
                assertThat(piece.length).isLessThanOrEqualTo(PIECE);
                got.writeBytes(piece);
                return true;
            }

            @Override
            public void whenGone(Runnable task) {}
        });
        assertThat(got.toByteArray()).isEqualTo(content);
    }

    @Test
    void aDownloadOfAFileThatBecomesShorterIsBrokenOff() throws Exception {
        Path large = Files.write(sandbox.resolve("large"), new byte[2 * PIECE]);
        Answer.Streamed answer =
                (Answer.Streamed) agent.request("GET", "/files/download?path=/containers/web/large", Headers.NONE);
        Files.write(large, new byte[10]);
        assertThatExceptionOfType(RefusedFileException.class)
                .isThrownBy(() -> answer.source().writeTo(new Sink() {
                    @Override
                    public boolean write(byte[] piece) {
                        return true;
                    }

                    @Override
                    public void whenGone(Runnable task) {}
                }));
    }

    @Test
    void everythingAttachedIsTold() {
        agent.paths.attach("/slave/log", top.resolve("agent.log"), caller -> true);
        assertThat(text("/files/debug"))
                .isEqualTo("{\"/containers/web\":\"" + sandbox + "\",\"/slave/log\":\"" + top.resolve("agent.log")
                        + "\",\"" + sandbox + "\":\"" + sandbox + "\"}");
    }

    @Test
    void theLogIsServedUntilItIsDetached() throws IOException {
        Files.writeString(top.resolve("agent.log"), "line\n");
        agent.paths.attach("/slave/log", top.resolve("agent.log"), caller -> true);
        assertThat(text("/files/read?path=/slave/log&offset=0")).isEqualTo("{\"data\":\"line\\n\",\"offset\":0}");
        agent.paths.detach("/slave/log/");
        assertThat(get("/files/read?path=/slave/log").status()).isEqualTo(404);
    }

    @Test
    void ofTwoAttachmentsTheLongerCounts() throws IOException {
        Path outer = Files.createDirectories(top.resolve("outer/inner"));
        Path inner = Files.createDirectories(top.resolve("elsewhere"));
        Files.writeString(outer.resolve("of-outer"), "");
        Files.writeString(inner.resolve("of-inner"), "");
        agent.paths.attach("/x", top.resolve("outer"), caller -> true);
        agent.paths.attach("/x/inner", inner, caller -> true);
        assertThat(browsed("/x/inner")).containsExactly("/x/inner/of-inner");
        assertThat(get("/files/browse?path=/x/inner2").status()).isEqualTo(404);
    }

    @Test
    void ofAHugeDirectoryTheFirstFilesAreTold() throws IOException {
        Path many = Files.createDirectory(sandbox.resolve("many"));
        int extra = 3;
        for (int i = VirtualFiles.LONGEST_LISTING + extra; i > 0; i--) {
            Files.createFile(many.resolve("f%06d".formatted(i)));
        }
        Answer.Whole answer = get("/files/browse?path=/containers/web/many");
        assertThat(answer.headers()).containsEntry("X-Omitted-Entries", Integer.toString(extra));
        assertThat(JsonParser.parseString(TestAgent.text(answer)).getAsJsonArray())
                .hasSize(VirtualFiles.LONGEST_LISTING);
        assertThat(TestAgent.text(answer)).contains("f000001").doesNotContain("f020001");
    }
}
