package io.containerizer.verify.agent;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.containerizer.protocol.recordio.RecordDecoder;
import io.containerizer.protocol.recordio.RecordEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** A call whose answer, or whose body, is a stream of records. */
final class Stream implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;
    private final RecordDecoder decoder = new RecordDecoder(1 << 20);
    private final Map<String, ByteArrayOutputStream> received = new HashMap<>();

    private Stream(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(60_000);
        this.in = new java.io.BufferedInputStream(socket.getInputStream());
    }

    /** Returns when the answer has begun. */
    static Stream open(AgentProcess agent, String call) throws IOException {
        Stream stream = new Stream(agent.connect());
        request(stream.socket, call);
        int status = stream.status();
        if (status != 200) {
            throw new AssertionError(status + ": " + new String(stream.in.readNBytes(500), StandardCharsets.UTF_8));
        }
        return stream;
    }

    static void request(Socket socket, String call) throws IOException {
        byte[] body = call.getBytes(StandardCharsets.UTF_8);
        String head =
                "POST /api/v1 HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nAccept: application/recordio\r\n"
                        + "Message-Accept: application/json\r\nContent-Length: " + body.length + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(body);
    }

    /** A stream of input to a container, of which the first record is sent. */
    static Stream input(AgentProcess agent, String containerId) throws IOException {
        Stream stream = new Stream(agent.connect());
        stream.socket
                .getOutputStream()
                .write(("POST /api/v1 HTTP/1.1\r\nHost: a\r\nContent-Type: application/recordio\r\n"
                                + "Message-Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        stream.send("""
                {"type": "CONTAINER_ID", "container_id": %s}""".formatted(containerId));
        return stream;
    }

    private void send(String input) throws IOException {
        byte[] record = RecordEncoder.frame("""
                {"type": "ATTACH_CONTAINER_INPUT", "attach_container_input": %s}""".formatted(input).getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        chunk.writeBytes((Integer.toHexString(record.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        chunk.writeBytes(record);
        chunk.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(chunk.toByteArray());
    }

    void sendData(byte[] data) throws IOException {
        send("""
                {"type": "PROCESS_IO", "process_io": {"type": "DATA", "data": {"type": "STDIN", "data": "%s"}}}""".formatted(Base64.getEncoder().encodeToString(data)));
    }

    void resize(int rows, int columns) throws IOException {
        send("""
                {"type": "PROCESS_IO", "process_io": {"type": "CONTROL", "control": {"type": "TTY_INFO", \
                "tty_info": {"window_size": {"rows": %d, "columns": %d}}}}}""".formatted(rows, columns));
    }

    int status() throws IOException {
        String line = line();
        int status = Integer.parseInt(line.substring(9, 12));
        while (!line.isEmpty()) {
            line = line();
        }
        return status;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("the agent hung up");
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    /** Everything until the stream ends, by the name of the container's stream. */
    Map<String, String> readAll() throws IOException {
        while (readChunk()) {
            // to the end
        }
        Map<String, String> all = new HashMap<>();
        received.forEach((name, bytes) -> all.put(name, bytes.toString(StandardCharsets.UTF_8)));
        return all;
    }

    void readUntil(String text) throws IOException {
        while (!received.getOrDefault("STDOUT", new ByteArrayOutputStream())
                .toString(StandardCharsets.UTF_8)
                .contains(text)) {
            if (!readChunk()) {
                throw new AssertionError("the stream ended before '" + text + "': " + readAll());
            }
        }
    }

    void readBytes(int count) throws IOException {
        while (received.getOrDefault("STDOUT", new ByteArrayOutputStream()).size() < count) {
            if (!readChunk()) {
                throw new AssertionError("the stream ended too early");
            }
        }
    }

    private boolean readChunk() throws IOException {
        int length = Integer.parseInt(line().strip(), 16);
        byte[] chunk = in.readNBytes(length);
        line();
        for (byte[] record : decoder.feed(chunk)) {
            JsonObject io = JsonParser.parseString(new String(record, StandardCharsets.UTF_8))
                    .getAsJsonObject();
            if (io.get("type").getAsString().equals("DATA")) {
                JsonObject data = io.getAsJsonObject("data");
                received.computeIfAbsent(data.get("type").getAsString(), n -> new ByteArrayOutputStream())
                        .writeBytes(Base64.getDecoder().decode(data.get("data").getAsString()));
            }
        }
        return length > 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
