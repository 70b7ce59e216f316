package io.containerizer.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a Mesos agent answered once.
 *
 * @param target of a GET, or the body of a call
 * @param body empty if there was none
 */
public record Recorded(String target, int status, String contentType, String body) {

    public static Recorded of(String name) {
        String text;
        try (InputStream file = Recorded.class.getResourceAsStream("recorded/" + name + ".http")) {
            text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> asked = text.lines()
                .filter(line -> line.startsWith(">>> "))
                .map(line -> line.substring(4))
                .toList();
        List<String> told = text.lines()
                .filter(line -> line.startsWith("<<< "))
                .map(line -> line.substring(4))
                .toList();
        String sent = text.lines()
                .dropWhile(line -> line.startsWith(">>> "))
                .takeWhile(line -> !line.startsWith("<<< "))
                .collect(Collectors.joining());
        String body = text.lines()
                .dropWhile(line -> !line.startsWith("<<< "))
                .dropWhile(line -> line.startsWith("<<< "))
                .collect(Collectors.joining("\n"))
                .strip();
        String target = asked.getFirst().startsWith("GET ") ? asked.getFirst().substring(4) : sent;
        String contentType = told.stream()
                .filter(line -> line.startsWith("Content-Type: "))
                .map(line -> line.substring("Content-Type: ".length()))
                .findFirst()
                .orElse("");
        return new Recorded(target, Integer.parseInt(told.getFirst().split(" ")[1]), contentType, body);
    }
}
