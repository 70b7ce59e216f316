package io.containerizer.verify.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.containerizer.testkit.RequiresRoot;
import io.containerizer.verify.engine.EngineFixture;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever is sent to an agent, it answers, or closes the connection, and goes on. */
@RequiresRoot
@ExtendWith(EngineFixture.Resolver.class)
class FuzzTest {

    private static final int REQUESTS = 100_000;
    private static final int CLIENTS = 8;
    private static final int PATIENCE_MILLIS = 30_000;

    /** The failures that docs/http-api.md has with status 500. */
    private static final String DOCUMENTED = "Unknown root container|has not terminated yet|has no input";

    @Test
    void aHundredThousandRequestsDoNoHarm(EngineFixture fixture) throws InterruptedException {
        try (AgentProcess agent = AgentProcess.start(fixture.top(), fixture.flags(EngineFixture.ISOLATION));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int seed = i;
                all.add(threads.submit(() -> attack(agent, new Requests(new Random(seed)), REQUESTS / CLIENTS)));
            }
            int answered = 0;
            for (Future<Integer> one : all) {
                answered += count(one, agent);
            }
            assertThat(answered).isGreaterThan(REQUESTS / 2);
            assertThat(agent.isAlive()).isTrue();
            try (AgentClient client = agent.client()) {
                assertThat(client.healthy()).isPresent();
                client.containers().forEach(id -> client.call(AgentClient.about("KILL_CONTAINER", id)));
            }
            assertThat(agent.log()).doesNotContain("\tat ").doesNotContain("a fault of this program");
            assertThat(agent.stop()).isZero();
        }
    }

    private static int count(Future<Integer> one, AgentProcess agent) throws InterruptedException {
        try {
            return one.get();
        } catch (ExecutionException e) {
            String told = agent.log()
                    .lines()
                    .filter(line -> !line.contains("info: HTTP "))
                    .limit(60)
                    .collect(Collectors.joining("\n"));
            throw new AssertionError("the agent logged:\n" + told, e.getCause());
        }
    }

    private static int attack(AgentProcess agent, Requests requests, int count) throws IOException {
        int answered = 0;
        Socket socket = open(agent);
        for (int i = 0; i < count; i++) {
            Requests.Bytes next = requests.next();
            byte[] request = next.bytes();
            boolean goesOn = false;
            try {
                socket.getOutputStream().write(request);
                if (!next.intact()) {
                    socket.shutdownOutput(); // the agent may expect more than there is
                }
                int status = status(socket.getInputStream());
                if (status > 0) {
                    answered++;
                    assertThat(status)
                            .as(() -> text(request))
                            .isBetween(100, 505)
                            .isNotIn(502, 503, 504);
                    Rest rest = rest(socket.getInputStream());
                    if (status == 500) {
                        assertThat(rest.body()).as(() -> text(request)).containsPattern(DOCUMENTED);
                    }
                    goesOn = rest.reusable() && next.intact();
                }
            } catch (java.net.SocketTimeoutException e) {
                throw new AssertionError("no answer to " + text(request), e);
            } catch (IOException e) {
                goesOn = false; // it hung up, as it may
            }
            if (!goesOn) {
                socket.close();
                socket = open(agent);
            }
        }
        socket.close();
        return answered;
    }

    private static Socket open(AgentProcess agent) throws IOException {
        Socket socket = agent.connect();
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static String text(byte[] request) {
        String text = new String(request, StandardCharsets.ISO_8859_1);
        return text + "\n" + HexFormat.of().formatHex(request);
    }

    /** 0: the connection was closed. */
    private static int status(InputStream in) throws IOException {
        String line = line(in);
        return line.startsWith("HTTP/1.1 ") ? Integer.parseInt(line.substring(9, 12)) : 0;
    }

    /** What follows the first line of an answer, and whether another request may be sent behind it. */
    private record Rest(String body, boolean reusable) {}

    private static Rest rest(InputStream in) throws IOException {
        int length = -1;
        boolean close = false;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String lower = line.toLowerCase(java.util.Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).strip());
            }
            close |= lower.startsWith("connection: close");
        }
        byte[] body = in.readNBytes(Math.max(0, length));
        return new Rest(new String(body, StandardCharsets.UTF_8), length == body.length && !close);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }
}
