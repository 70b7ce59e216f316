package io.containerizer.image;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of some bytes by their hash, as {@code sha256:9f86d0…}: what has the right digest is the right content,
 * wherever it came from.
 *
 * @param algorithm {@code sha256} or {@code sha512}
 * @param hex as many lower-case hexadecimal digits as the algorithm has: fit to be a file name
 */
public record Digest(String algorithm, String hex) {

    private static final Pattern FORM = Pattern.compile("(sha256):([0-9a-f]{64})|(sha512):([0-9a-f]{128})");

    public Digest {
        if (!FORM.matcher(algorithm + ":" + hex).matches()) {
            throw invalid(algorithm + ":" + hex);
        }
    }

    /** @throws ContainerizerException INVALID_IMAGE for anything but the whole form of a known algorithm */
    public static Digest parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw invalid(text);
        }
        int colon = text.indexOf(':');
        return new Digest(text.substring(0, colon), text.substring(colon + 1));
    }

    private static ContainerizerException invalid(String text) {
        return ContainerizerException.of(
                ErrorCode.INVALID_IMAGE,
                "read digest",
                "'" + text + "'",
                "it is not sha256: with 64, or sha512: with 128 lower-case hexadecimal digits");
    }

    /** The SHA-256 of these bytes. */
    public static Digest of(byte[] content) {
        return of(sha256().digest(content), "sha256");
    }

    /** Of a hash that was computed on the way. */
    public static Digest of(byte[] hash, String algorithm) {
        return new Digest(algorithm, HexFormat.of().formatHex(hash));
    }

    /** Computes hashes of this digest's algorithm. */
    public MessageDigest computer() {
        return computer(algorithm.equals("sha256") ? "SHA-256" : "SHA-512");
    }

    public static MessageDigest sha256() {
        return computer("SHA-256");
    }

    private static MessageDigest computer(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has both
        }
    }

    @Override
    public String toString() {
        return algorithm + ":" + hex;
    }
}
