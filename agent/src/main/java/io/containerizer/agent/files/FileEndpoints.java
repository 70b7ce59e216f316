package io.containerizer.agent.files;

import io.containerizer.agent.answer.JsonAnswer;
import io.containerizer.agent.answer.StatusAnswer;
import io.containerizer.agent.auth.Action;
import io.containerizer.agent.auth.Authorizer;
import io.containerizer.agent.auth.Realm;
import io.containerizer.agent.endpoints.Endpoint;
import io.containerizer.agent.http.Answer;
import io.containerizer.agent.http.Handler;
import io.containerizer.agent.http.Request;
import io.containerizer.protocol.json.JsonText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code /files/*}: files over HTTP. */
public final class FileEndpoints {

    private static final String DEBUG = "/files/debug";
    private static final String PATH = "path";
    private static final String JSONP = "jsonp";
    private static final String SANDBOXES = "access_sandboxes, access_mesos_logs";

    private final VirtualFiles files;
    private final Authorizer authorizer;

    public FileEndpoints(VirtualFiles files, Authorizer authorizer) {
        this.files = files;
        this.authorizer = authorizer;
    }

    public List<Endpoint> endpoints() {
        Download download = new Download(files);
        return List.of(
                of("/files/browse", List.of(PATH, JSONP), "the files in a directory", withPath(this::browse)),
                new Endpoint(
                        DEBUG,
                        Realm.READONLY,
                        List.of(JSONP),
                        "get_endpoints",
                        "virtual paths, and what they stand for",
                        this::debug),
                of("/files/download", List.of(PATH), "a file as it is, or a range of it", withPath(download::answer)),
                of(
                        "/files/read",
                        List.of(PATH, "offset", "length", JSONP),
                        "a piece of a file as text, at most 64 KiB",
                        withPath(this::read)));
    }

    private static Endpoint of(String path, List<String> parameters, String meaning, Handler handler) {
        return new Endpoint(path, Realm.READONLY, parameters, SANDBOXES, meaning, handler);
    }

    /** An answer to a request for a file. */
    private interface OfPath {
        Answer answer(Request request, String path);
    }

    private static Handler withPath(OfPath endpoint) {
        return request -> {
            Optional<String> path = request.parameter(PATH).filter(p -> !p.isEmpty());
            if (path.isEmpty()) {
                return Answer.text(400, "Expecting 'path=value' in query.");
            }
            try {
                return endpoint.answer(request, path.get());
            } catch (RefusedFileException e) {
                return e.status() == StatusAnswer.FORBIDDEN ? StatusAnswer.of(StatusAnswer.FORBIDDEN) : e.answer();
            }
        };
    }

    private Answer browse(Request request, String path) {
        FileListing listing = files.list(request.caller(), path);
        JsonText json = new JsonText().beginArray();
        for (FileEntry entry : listing.entries()) {
            json.beginObject();
            json.field("gid", entry.group());
            json.field("mode", entry.modeText());
            json.field("mtime", entry.changed());
            json.field("nlink", entry.facts().links());
            json.field("path", entry.path());
            json.field("size", entry.facts().size());
            json.field("uid", entry.user());
            json.endObject();
        }
        Map<String, String> headers =
                listing.omitted() == 0 ? Map.of() : Map.of("X-Omitted-Entries", Long.toString(listing.omitted()));
        return JsonAnswer.of(request, json.endArray(), headers);
    }

    private Answer read(Request request, String path) {
        Optional<Long> offset = number(request, "offset");
        Optional<Long> length = number(request, "length");
        if (offset.isEmpty() || length.isEmpty()) {
            String name = offset.isEmpty() ? "offset" : "length";
            return Answer.text(400, "'" + name + "' is not an integer of at least -1.");
        }
        if (offset.get() < 0) {
            FilePiece probe = files.read(request.caller(), path, 0, 0);
            return JsonAnswer.ofBytes(request, "{\"data\":\"", new byte[0], "\",\"offset\":" + probe.size() + "}");
        }
        long most = length.get() < 0 ? VirtualFiles.LARGEST_PIECE : length.get();
        FilePiece piece = files.read(request.caller(), path, offset.get(), most);
        return JsonAnswer.ofBytes(request, "{\"data\":\"", piece.data(), "\",\"offset\":" + offset.get() + "}");
    }

    /** -1 if it is not given, nothing if it is none. */
    private static Optional<Long> number(Request request, String name) {
        Optional<String> text = request.parameter(name);
        if (text.isEmpty()) {
            return Optional.of(-1L);
        }
        try {
            return Optional.of(Long.parseLong(text.get())).filter(n -> n >= -1);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private Answer debug(Request request) {
        if (!authorizer.allows(request.caller(), Action.GET_ENDPOINTS, DEBUG)) {
            return StatusAnswer.of(StatusAnswer.FORBIDDEN);
        }
        Map<String, String> real = new TreeMap<>();
        files.attached().forEach(a -> real.put(a.virtualPath(), a.realPath().toString()));
        return JsonAnswer.of(request, new JsonText().value(real));
    }
}
