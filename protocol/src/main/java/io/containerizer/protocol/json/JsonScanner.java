package io.containerizer.protocol.json;

/**
 * Takes a JSON text apart, strictly, except that {@code Infinity}, {@code -Infinity} and {@code NaN} are numbers. What calls
 * it knows what may come next. Every position is one in the text, in characters, from 1.
 */
final class JsonScanner {

    /** More digits than any number needs; the conversion of longer ones would take its time. */
    private static final int LONGEST_NUMBER = 400;

    /** What {@link #next} says at the end. */
    static final char END = '\0';

    private final String text;
    private int at;

    JsonScanner(String text) {
        this.text = text;
    }

    /** Some other text than JSON. */
    static final class Malformed extends Exception {
        Malformed(String reason) {
            super(reason, null, false, false);
        }
    }

    /** A value that is neither list nor object. {@code text}: of a string what it says, of others what is written. */
    record Scalar(Kind kind, String text) {
        enum Kind {
            STRING("a string"),
            NUMBER("a number"),
            BOOLEAN("a boolean"),
            NULL("null");

            private final String phrase;

            Kind(String phrase) {
                this.phrase = phrase;
            }

            String phrase() {
                return phrase;
            }
        }
    }

    /** The character that comes next, blanks aside. It stays next. */
    char next() {
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : END;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    /** Whether {@code c} came next; then it is behind us. */
    boolean accept(char c) {
        if (next() != c || at == text.length()) {
            return false;
        }
        at++;
        return true;
    }

    void expect(char c) throws Malformed {
        if (!accept(c)) {
            throw unexpected("'" + c + "' belongs");
        }
    }

    void expectEnd() throws Malformed {
        next();
        if (at < text.length()) {
            throw unexpected("it should end");
        }
    }

    Scalar scalar() throws Malformed {
        char c = next();
        if (c == '"') {
            return new Scalar(Scalar.Kind.STRING, string());
        }
        int start = at;
        while (at < text.length() && isWord(text.charAt(at))) {
            at++;
        }
        String word = text.substring(start, at);
        return switch (word) {
            case "true", "false" -> new Scalar(Scalar.Kind.BOOLEAN, word);
            case "null" -> new Scalar(Scalar.Kind.NULL, word);
            default -> {
                if (!isNumber(word)) {
                    at = start;
                    throw unexpected("a value belongs");
                }
                yield new Scalar(Scalar.Kind.NUMBER, word);
            }
        };
    }

    private static boolean isWord(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || "+-.".indexOf(c) >= 0;
    }

    /** Whether this is a number in JSON's own spelling, or one of the three that JSON lacks. */
    static boolean isNumber(String word) {
        if (word.equals("Infinity") || word.equals("-Infinity") || word.equals("NaN")) {
            return true;
        }
        int i = word.startsWith("-") ? 1 : 0;
        int digits = digits(word, i);
        if (digits == 0 || word.length() > LONGEST_NUMBER || (digits > 1 && word.charAt(i) == '0')) {
            return false;
        }
        i += digits;
        if (i < word.length() && word.charAt(i) == '.') {
            digits = digits(word, i + 1);
            if (digits == 0) {
                return false;
            }
            i += 1 + digits;
        }
        if (i < word.length() && (word.charAt(i) == 'e' || word.charAt(i) == 'E')) {
            i++;
            if (i < word.length() && (word.charAt(i) == '+' || word.charAt(i) == '-')) {
                i++;
            }
            digits = digits(word, i);
            if (digits == 0) {
                return false;
            }
            i += digits;
        }
        return i == word.length();
    }

    private static int digits(String word, int from) {
        int i = from;
        while (i < word.length() && word.charAt(i) >= '0' && word.charAt(i) <= '9') {
            i++;
        }
        return i - from;
    }

    String string() throws Malformed {
        expect('"');
        int start = at;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                return text.substring(start, at++);
            }
            if (c == '\\') {
                return withEscapes(new StringBuilder(text.substring(start, at)));
            }
            checkPlain(c);
            at++;
        }
        throw unexpected("'\"' belongs");
    }

    private String withEscapes(StringBuilder value) throws Malformed {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return whole(value);
            }
            if (c == '\\') {
                value.append(escaped());
            } else {
                checkPlain(c);
                value.append(c);
                at++;
            }
        }
        throw unexpected("'\"' belongs");
    }

    private void checkPlain(char c) throws Malformed {
        if (c < ' ') {
            throw new Malformed("a control character is in a string at character " + (at + 1));
        }
    }

    private char escaped() throws Malformed {
        int start = at;
        at += 2;
        if (at > text.length()) {
            at = text.length();
            throw unexpected("the rest of an escape belongs");
        }
        return switch (text.charAt(start + 1)) {
            case '"' -> '"';
            case '\\' -> '\\';
            case '/' -> '/';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hexadecimal(start);
            default -> throw new Malformed("an unknown escape is in a string at character " + (start + 1));
        };
    }

    private char hexadecimal(int start) throws Malformed {
        int value = 0;
        for (int end = at + 4; at < end; at++) {
            int digit = at < text.length() ? hexDigit(text.charAt(at)) : -1;
            if (digit < 0) {
                throw new Malformed("an escape without four digits is in a string at character " + (start + 1));
            }
            value = value << 4 | digit;
        }
        return (char) value;
    }

    /** Not {@link Character#digit}, which knows the digits of every script. */
    private static int hexDigit(char c) {
        return c < 128 ? Character.digit(c, 16) : -1;
    }

    /** Half a pair cannot be written as UTF-8, so that the message could not be passed on. */
    private String whole(StringBuilder value) throws Malformed {
        for (int i = 0; i < value.length(); i++) {
            if (Character.isSurrogate(value.charAt(i))) {
                if (!Character.isHighSurrogate(value.charAt(i))
                        || i + 1 == value.length()
                        || !Character.isLowSurrogate(value.charAt(i + 1))) {
                    throw new Malformed("half a character is in the string that ends at character " + at);
                }
                i++;
            }
        }
        return value.toString();
    }

    private Malformed unexpected(String instead) {
        if (at >= text.length()) {
            return new Malformed("the text ends where " + instead);
        }
        char c = text.charAt(at);
        String found = c > ' ' && c < 127 ? "'" + c + "'" : "U+%04X".formatted((int) c);
        return new Malformed("there is " + found + " at character " + (at + 1) + " where " + instead);
    }
}
