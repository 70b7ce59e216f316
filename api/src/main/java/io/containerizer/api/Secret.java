package io.containerizer.api;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is handed to whoever needs it, and neither shown nor written down: as text, all secrets are the same. What was read
 * back from a record knows that there was one, and not which.
 */
public final class Secret {

    /** One of which nobody knows any more what it was. */
    public static final Secret WITHHELD = new Secret(null);

    private final @Nullable String value;

    private Secret(@Nullable String value) {
        this.value = value;
    }

    public static Secret of(String value) {
        return new Secret(Objects.requireNonNull(value));
    }

    /** The secret itself, for the one use that it was given for. */
    public Optional<String> reveal() {
        return Optional.ofNullable(value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret secret && Objects.equals(value, secret.value);
    }

    @Override
    public int hashCode() {
        return Secret.class.hashCode(); // so that not even a part of it can be told from the outside
    }

    @Override
    public String toString() {
        return "withheld";
    }
}
