package io.containerizer.agent.auth;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Principals and their secrets, of which only digests are kept. Nothing here prints a secret. */
public final class Credentials {

    /** Nobody. */
    public static final Credentials NONE = new Credentials(Map.of());

    private static final String STEP = "read credentials from";

    /** The digest of no secret that anybody knows. */
    private static final byte[] NO_DIGEST = new byte[32];

    private final Map<String, byte[]> digests;

    private Credentials(Map<String, byte[]> digests) {
        this.digests = Map.copyOf(digests);
    }

    /**
     * Reads what Mesos' flag {@code --http_credentials} holds: {@code {"credentials":[{"principal":"p","secret":"s"}]}}.
     *
     * @param source what the text is called in messages, such as the flag's name
     * @throws ContainerizerException INVALID_FLAG; the message never has a secret
     */
    public static Credentials parse(String json, String source) {
        StrictJson reader = new StrictJson(STEP, source);
        JsonObject root = reader.object(reader.parse(json), "the whole");
        reader.only(root, "the whole", "credentials");
        JsonArray list = reader.array(root.get("credentials"), "credentials");
        Map<String, byte[]> digests = new HashMap<>();
        for (JsonElement element : list) {
            String where = "credentials[" + digests.size() + "]";
            JsonObject entry = reader.object(element, where);
            reader.only(entry, where, "principal", "secret");
            String principal = reader.text(entry.get("principal"), where + ".principal");
            String secret = reader.text(entry.get("secret"), where + ".secret");
            check(source, where, principal, secret);
            if (digests.put(principal, digest(secret)) != null) {
                throw invalid(source, "the principal " + principal + " is there twice");
            }
        }
        return new Credentials(digests);
    }

    private static void check(String source, String where, String principal, String secret) {
        if (principal.isEmpty() || secret.isEmpty()) {
            throw invalid(source, where + " has an empty principal or secret");
        }
        if (principal.indexOf(':') >= 0) {
            throw invalid(source, "the principal " + principal + " has a colon, with which nobody can log in");
        }
    }

    public boolean isEmpty() {
        return digests.isEmpty();
    }

    /** Whether the secret is the principal's. Takes the same time whether or not, and also for one that does not exist. */
    boolean match(String principal, String secret) {
        byte[] wanted = Optional.ofNullable(digests.get(principal)).orElse(NO_DIGEST);
        return MessageDigest.isEqual(wanted, digest(secret));
    }

    private static byte[] digest(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ContainerizerException invalid(String source, String reason) {
        return ContainerizerException.of(ErrorCode.INVALID_FLAG, STEP, source, reason);
    }

    @Override
    public String toString() {
        return digests.size() + " credentials";
    }
}
