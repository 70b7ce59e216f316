package io.containerizer.agent.files;

import io.containerizer.agent.http.Answer;
import io.containerizer.agent.http.Request;
import io.containerizer.agent.http.Sink;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** {@code /files/download}: a file as it is, or a range of it, in pieces. */
final class Download {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._+-]+");

    private final VirtualFiles files;

    Download(VirtualFiles files) {
        this.files = files;
    }

    Answer answer(Request request, String path) {
        long size = files.look(request.caller(), path).size();
        String name = path.substring(path.lastIndexOf('/') + 1);
        Map<String, String> headers = new TreeMap<>();
        headers.put("Accept-Ranges", "bytes");
        headers.put("Content-Disposition", "attachment; filename=" + fileName(name));
        headers.put("X-Content-Type-Options", "nosniff");
        Optional<ByteRange> asked = request.headers().find("Range").flatMap(field -> ByteRange.parse(field, size));
        ByteRange range = asked.orElse(new ByteRange(0, size));
        if (asked.isPresent() && range.length() == 0) {
            headers.put("Content-Range", "bytes */" + size);
            return new Answer.Whole(416, headers, "", new byte[0]);
        }
        asked.ifPresent(r -> headers.put("Content-Range", "bytes " + r.from() + "-" + (r.end() - 1) + "/" + size));
        int status = asked.isPresent() ? 206 : 200;
        if (range.length() <= VirtualFiles.LARGEST_PIECE) {
            byte[] data = files.read(request.caller(), path, range.from(), range.length())
                    .data();
            return new Answer.Whole(status, headers, MediaTypes.of(name), data);
        }
        return new Answer.Streamed(status, headers, MediaTypes.of(name), sink -> send(request, path, range, sink));
    }

    /**
     * Each piece is found anew, so a slow client holds no file open. If the file has become shorter the answer is broken off: a part
     * of it cannot be mistaken for the whole.
     */
    private void send(Request request, String path, ByteRange range, Sink sink) {
        for (long at = range.from(); at < range.end(); ) {
            byte[] piece =
                    files.read(request.caller(), path, at, range.end() - at).data();
            if (piece.length == 0) {
                throw RefusedFileException.bad(path, "it has become shorter while it was sent");
            }
            if (!sink.write(piece)) {
                return;
            }
            at += piece.length;
        }
    }

    /** As a token, or quoted with the bytes of what is no ASCII as the client will see them percent-encoded. */
    private static String fileName(String name) {
        if (PLAIN.matcher(name).matches()) {
            return name;
        }
        StringBuilder ascii = new StringBuilder();
        StringBuilder encoded = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean safe = c > ' ' && c < 127 && c != '"' && c != '\\' && c != '%';
            ascii.append(safe ? c : '_');
            encoded.append(
                    safe && PLAIN.matcher(Character.toString(c)).matches()
                            ? Character.toString(c)
                            : "%%%02X".formatted((int) c));
        }
        return "\"" + ascii + "\"; filename*=UTF-8''" + encoded;
    }
}
