package io.containerizer.image.registry;

/** A password or token: shown to nobody who does not ask for it by name. */
final class Secret {

    private final String value;

    Secret(String value) {
        this.value = value;
    }

    /** The secret itself, for the header or form it is sent in and nothing else. */
    String reveal() {
        return value;
    }

    /** {@code text} without this secret in it: peers repeat what they were sent. */
    String hideIn(String text) {
        return value.isEmpty() ? text : text.replace(value, toString());
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
