package io.containerizer.agent.http;

import java.util.Locale;

/** What an {@code Accept-Encoding} field allows. */
final class AcceptedEncodings {

    private AcceptedEncodings() {}

    /** Whether gzip is named, or {@code *} and not gzip, with a q-value above 0. Without the field nothing is compressed. */
    static boolean gzip(Headers headers) {
        double named = -1;
        double others = -1;
        for (String item : headers.find("Accept-Encoding").orElse("").split(",")) {
            String[] parts = item.strip().toLowerCase(Locale.ROOT).split(";");
            String name = parts[0].strip();
            if (name.equals("gzip") || name.equals("x-gzip")) {
                named = Math.max(named, quality(parts));
            } else if (name.equals("*")) {
                others = quality(parts);
            }
        }
        return named >= 0 ? named > 0 : others > 0;
    }

    /** 1 where there is none; 0 where it makes no sense. */
    private static double quality(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i].strip();
            if (part.startsWith("q=")) {
                return parse(part.substring(2).strip());
            }
        }
        return 1;
    }

    private static double parse(String quality) {
        try {
            return Double.parseDouble(quality);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
