package io.containerizer.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A call that was sent to a Mesos agent.
 *
 * @param name says what it was about
 * @param answer the message that came back as JSON; empty: there was none
 */
public record Recorded(String name, String request, String answer) {

    public static List<Recorded> all() {
        try (InputStream file = Recorded.class.getResourceAsStream("recorded-calls.tsv")) {
            return new String(file.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .map(columns -> new Recorded(columns[0], columns[1], columns[2]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
