package io.containerizer.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.containerizer.api.ContainerizerException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoppingTest {

    private final TestServer server = new TestServer();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    @AfterEach
    void stop() {
        server.close();
    }

    private void startSlow() {
        server.route("/slow", request -> {
                    begun.countDown();
                    try {
                        assertThat(mayEnd.await(20, TimeUnit.SECONDS)).isTrue();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return Answer.text(200, "done");
                })
                .start();
    }

    @Test
    void waitsForAnswersThatAreUnderWay() throws Exception {
        startSlow();
        try (Wire wire = server.connect();
                Wire other = server.connect()) {
            wire.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            Thread stop = Thread.ofVirtual().start(server::close);
            while (other.get("/nope").status() != 503) {
                // it has not begun to stop
                Thread.onSpinWait();
            }
            mayEnd.countDown();
            assertThat(wire.reply().text()).isEqualTo("done");
            stop.join();
        }
        assertThatThrownBy(server::connect).isInstanceOf(IOException.class);
    }

    @Test
    void doesNotWaitForEver() throws Exception {
        server.limits(TestServer.patience(Duration.ofSeconds(20)));
        startSlow();
        try (Wire wire = server.connect()) {
            wire.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            server.close();
            assertThat(wire.isClosed()).isTrue();
        }
        mayEnd.countDown();
    }

    @Test
    void mayBeRepeatedAndHappenBeforeTheStart() {
        server.close();
        server.start();
        server.close();
        server.close();
    }

    @Test
    void aPortInUseIsSaidAndNothingElseListens(@TempDir Path directory) throws IOException {
        server.start();
        InetSocketAddress taken = (InetSocketAddress) server.address();
        Listener.Unix file = new Listener.Unix(
                directory.resolve("s"), PosixFilePermissions.fromString("rw-------"), Optional.empty());
        try (TestServer second = new TestServer()) {
            second.listen(file).listen(new Listener.Tcp(taken));
            assertThatThrownBy(second::start)
                    .isInstanceOf(ContainerizerException.class)
                    .hasMessage("listen on localhost:" + taken.getPort()
                            + ": Address already in use; choose an address of this host, and a port that is free");
            assertThat(directory).isEmptyDirectory();
        }
        try (Wire wire = server.connect()) {
            assertThat(wire.get("/nope").status()).isEqualTo(404);
        }
    }
}
