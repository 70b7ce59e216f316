package io.containerizer.agent.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A client that writes and reads the bytes of HTTP itself. Reads end after a generous time. */
final class Wire implements AutoCloseable {

    /** An answer as it came. */
    record Reply(String statusLine, Map<String, String> fields, byte[] body) {
        int status() {
            return Integer.parseInt(statusLine.split(" ")[1]);
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        String field(String name) {
            return fields.getOrDefault(name, "");
        }
    }

    private final AutoCloseable connection;
    private final InputStream in;
    private final OutputStream out;

    private Wire(AutoCloseable connection, InputStream in, OutputStream out) {
        this.connection = connection;
        this.in = in;
        this.out = out;
    }

    static Wire to(SocketAddress address) throws IOException {
        if (address instanceof InetSocketAddress) {
            Socket socket = new Socket();
            socket.connect(address);
            return over(socket);
        }
        SocketChannel channel = SocketChannel.open(address);
        return new Wire(channel, Channels.newInputStream(channel), Channels.newOutputStream(channel));
    }

    static Wire over(Socket socket) throws IOException {
        socket.setSoTimeout(30_000);
        return new Wire(socket, socket.getInputStream(), socket.getOutputStream());
    }

    Wire send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Wire send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        return this;
    }

    Reply get(String path, String... fields) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nHost: a\r\n" + String.join("", lines(fields)) + "\r\n")
                .reply();
    }

    Reply post(String path, String body, String... fields) throws IOException {
        return send("POST " + path + " HTTP/1.1\r\nHost: a\r\n" + String.join("", lines(fields)) + "Content-Length: "
                        + body.length() + "\r\n\r\n" + body)
                .reply();
    }

    private static String[] lines(String... fields) {
        String[] lines = fields.clone();
        for (int i = 0; i < lines.length; i++) {
            lines[i] = lines[i] + "\r\n";
        }
        return lines;
    }

    /** The next answer, whole. */
    Reply reply() throws IOException {
        return reply(false);
    }

    /** The next answer to HEAD. */
    Reply replyToHead() throws IOException {
        return reply(true);
    }

    private Reply reply(boolean head) throws IOException {
        Reply begin = begin();
        if (head || begin.status() == 204 || begin.status() == 100) {
            return begin;
        }
        if (begin.field("Content-Length").isEmpty()
                && !begin.field("Transfer-Encoding").equals("chunked")) {
            return new Reply(begin.statusLine(), begin.fields(), in.readAllBytes());
        }
        if (begin.field("Transfer-Encoding").equals("chunked")) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (byte[] chunk = chunk(); chunk.length > 0; chunk = chunk()) {
                body.writeBytes(chunk);
            }
            return new Reply(begin.statusLine(), begin.fields(), body.toByteArray());
        }
        byte[] body = in.readNBytes(Integer.parseInt(begin.field("Content-Length")));
        return new Reply(begin.statusLine(), begin.fields(), body);
    }

    /** The beginning of an answer, up to its body. */
    Reply begin() throws IOException {
        String statusLine = line();
        if (statusLine.isEmpty()) {
            throw new IOException("no answer");
        }
        Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        return new Reply(statusLine, fields, new byte[0]);
    }

    /** The next chunk; empty at the end of the answer. */
    byte[] chunk() throws IOException {
        int length = Integer.parseInt(line().toLowerCase(Locale.ROOT), 16);
        byte[] chunk = in.readNBytes(length);
        line();
        return chunk;
    }

    String chunkText() throws IOException {
        return new String(chunk(), StandardCharsets.UTF_8);
    }

    /** Whether the server has closed the connection; waits for it, or for a byte. */
    boolean isClosed() {
        try {
            return in.read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Sends no more; what is still to come can be read. */
    Wire endOfInput() throws IOException {
        if (connection instanceof Socket socket) {
            socket.shutdownOutput();
        }
        return this;
    }

    /** All that comes before the server closes the connection. */
    String rest() {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        try {
            in.transferTo(rest);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the server neither answers nor closes; so far: " + rest, e);
        } catch (IOException e) {
            // closed before it had read all
        }
        return rest.toString(StandardCharsets.ISO_8859_1);
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
