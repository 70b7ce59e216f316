package io.containerizer.image.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A way to identify that a peer offers in {@code WWW-Authenticate}.
 *
 * @param scheme {@code basic}, {@code bearer}, …: lower case
 * @param parameters names in lower case
 */
record Challenge(String scheme, Map<String, String> parameters) {

    private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";
    private static final Pattern SCHEME = Pattern.compile("[\\s,]*(" + TOKEN + ")(\\s+|\\s*,|\\s*$)");
    private static final Pattern PARAMETER = Pattern.compile(
            "[\\s,]*(" + TOKEN + ")\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|(" + TOKEN + "))(?=\\s|,|$)");

    /** All of them; what follows something that is no challenge is left out. */
    static List<Challenge> parse(List<String> headers) {
        List<Challenge> found = new ArrayList<>();
        for (String header : headers) {
            Matcher scheme = SCHEME.matcher(header);
            int at = 0;
            while (scheme.region(at, header.length()).lookingAt()) {
                at = scheme.end();
                Map<String, String> parameters = new HashMap<>();
                Matcher parameter = PARAMETER.matcher(header);
                while (parameter.region(at, header.length()).lookingAt()) {
                    String quoted = parameter.group(2);
                    String value = quoted == null ? parameter.group(3) : quoted.replaceAll("\\\\(.)", "$1");
                    parameters.putIfAbsent(parameter.group(1).toLowerCase(Locale.ROOT), value);
                    at = parameter.end();
                }
                found.add(new Challenge(scheme.group(1).toLowerCase(Locale.ROOT), Map.copyOf(parameters)));
            }
        }
        return found;
    }

    static Optional<Challenge> find(List<Challenge> challenges, String scheme) {
        return challenges.stream().filter(c -> c.scheme.equals(scheme)).findFirst();
    }

    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }
}
