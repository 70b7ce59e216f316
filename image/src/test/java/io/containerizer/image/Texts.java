package io.containerizer.image;

import java.util.List;
import java.util.Random;

/** Random texts out of parts that parsers have opinions about. */
public final class Texts {

    private final Random random;

    public Texts(Random random) {
        this.random = random;
    }

    /** So many of these, one after the other. */
    public String joined(List<String> parts, int atMost) {
        StringBuilder text = new StringBuilder();
        for (int count = random.nextInt(atMost + 1); count > 0; count--) {
            text.append(parts.get(random.nextInt(parts.size())));
        }
        return text.toString();
    }

    public String hex(int digits) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < digits; i++) {
            text.append(Character.forDigit(random.nextInt(16), 16));
        }
        return text.toString();
    }

    public Digest digest() {
        return random.nextInt(4) == 0 ? new Digest("sha512", hex(128)) : new Digest("sha256", hex(64));
    }
}
